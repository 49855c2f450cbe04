package dev.lockstep.math;

import dev.lockstep.math.PackedMatrix.Panel;
import java.util.Arrays;
import org.apache.commons.math3.exception.OutOfRangeException;

/**
 * {@code C ← [A₀ | A₁ | …]ᵀ·[B₀ | B₁ | …]} over many rows of A and B, as the gradients of weights need it. Each entry of C
 * is one chain {@code c ← fma(a, b, c)} over the rows in their order, whatever the shapes, the kernels and the threads:
 * several objects may share a destination, each with its own share of the columns.
 */
public final class TransposedProduct {
    private static final Kernels KERNELS = Kernels.get();

    /** Rows of C whose part of the left factor stays in the second cache; a multiple of 12 and of 8. */
    private static final int ROWS_AT_ONCE = 384;

    private final int[] widths;
    private final int height;
    private final Strip[] left;
    private final Strip[] leading;
    private final int[] leadingRows;
    private final Strip[] right;
    private final Strip[] destination;
    private final PackedMatrix packedRight;
    private final int firstPanel;
    private final int lastPanel;
    private final double[] packedLeft;
    private final double[] sums;
    /** Written only, so that looking ahead is not compiled away. */
    private double seen;

    /**
     * A product for one of several threads.
     *
     * @param lefts columns of A₀, A₁ …
     * @param rights columns of B₀, B₁ …
     * @param member which of the threads, from 0
     * @param members how many there are
     * @throws OutOfRangeException if a factor or C is more than an array holds
     */
    public TransposedProduct(int[] lefts, int[] rights, int member, int members) {
        this.widths = lefts.clone();
        this.left = Product.strips(lefts.length);
        this.leading = Product.strips(lefts.length);
        this.leadingRows = new int[lefts.length];
        this.right = Product.strips(rights.length);
        this.destination = Product.strips(rights.length);
        this.packedRight = new PackedMatrix(Tiling.DEPTH, rights);
        this.firstPanel = packedRight.panels() * member / members;
        this.lastPanel = packedRight.panels() * (member + 1) / members;
        int sum = 0;
        for (int width : lefts) {
            sum += width;
        }
        this.height = sum;
        this.packedLeft = new double[Math.min(sum, ROWS_AT_ONCE) * Tiling.DEPTH];
        long numbers = (long) sum * (lastPanel - firstPanel) * 2 * KERNELS.lanes();
        this.sums = new double[ArraySizes.length(numbers + PackedMatrix.LINE_START)];
    }

    /** Where the rows of a part of A are. */
    public Strip left(int part) {
        return left[part];
    }

    /**
     * The first rows of a part of A, if they lie elsewhere; those of {@link #left} come after them.
     *
     * @param rows how many there are
     */
    public Strip leading(int part, int rows) {
        leadingRows[part] = rows;
        return leading[part];
    }

    /** Where the rows of a part of B are. */
    public Strip right(int part) {
        return right[part];
    }

    /** Where the rows of the columns of C are that belong to a part of B. */
    public Strip destination(int part) {
        return destination[part];
    }

    /** Overwrites this thread's columns of C with the product over so many rows of A and B. */
    public void assign(int rows) {
        Arrays.fill(sums, 0);
        for (int from = 0; from < rows; from += Tiling.DEPTH) {
            int depth = Math.min(Tiling.DEPTH, rows - from);
            for (int part = 0; part < right.length; part++) {
                int first = Math.max(firstPanel, packedRight.firstPanel(part));
                int last = Math.min(lastPanel, packedRight.firstPanel(part + 1));
                Strip b = right[part];
                packedRight.pack(first, last, 0, depth, b.array, b.at + from * b.stride, b.stride);
            }
            for (int row = 0; row < height; row += ROWS_AT_ONCE) {
                add(row, Math.min(ROWS_AT_ONCE, height - row), from, depth);
            }
        }
        for (int index = firstPanel; index < lastPanel; index++) {
            unpack(index);
        }
    }

    private void add(int firstRow, int rows, int from, int depth) {
        packLeft(firstRow, rows, from, depth);
        for (int index = firstPanel; index < lastPanel; index++) {
            Panel panel = packedRight.panel(index);
            int tile;
            for (int row = 0; row < rows; row += tile) {
                tile = Tiling.height(rows - row);
                seen += KERNELS.tile(
                        tile,
                        panel.vectors(),
                        depth,
                        packedLeft,
                        row * depth,
                        packedRight.data(),
                        panel.at(),
                        panel.at(),
                        sums,
                        sumsAt(index, firstRow + row),
                        panel.width());
            }
        }
    }

    /** The sums of a panel lie together, so that they can be read ahead. */
    private int sumsAt(int index, int row) {
        return PackedMatrix.LINE_START
                + (index - firstPanel) * height * 2 * KERNELS.lanes()
                + row * packedRight.panel(index).width();
    }

    private void unpack(int index) {
        Panel panel = packedRight.panel(index);
        Strip c = destination[panel.block()];
        for (int row = 0; row < height; row++) {
            System.arraycopy(
                    sums, sumsAt(index, row), c.array, c.at + row * c.stride + panel.column(), panel.columns());
        }
    }

    private void packLeft(int firstRow, int rows, int from, int depth) {
        int tile;
        for (int row = 0; row < rows; row += tile) {
            tile = Tiling.height(rows - row);
            int begin = 0;
            for (int part = 0; part < widths.length; part++) {
                int first = Math.max(firstRow + row, begin);
                int last = Math.min(firstRow + row + tile, begin + widths[part]);
                if (first < last) {
                    int to = row * depth + first - firstRow - row;
                    packLeft(part, first - begin, last - first, from, depth, to, tile);
                }
                begin += widths[part];
            }
        }
    }

    /** Columns {@code column …} of a part of A become entries {@code to …} of a tile. */
    private void packLeft(int part, int column, int columns, int from, int depth, int to, int tile) {
        int before = Math.min(Math.max(leadingRows[part] - from, 0), depth);
        Strip a = leading[part];
        copy(a, from * a.stride + column, columns, before, to, tile);
        a = left[part];
        copy(
                a,
                (from + before - leadingRows[part]) * a.stride + column,
                columns,
                depth - before,
                to + before * tile,
                tile);
    }

    private void copy(Strip a, int at, int columns, int rows, int to, int tile) {
        KERNELS.copyRows(rows, columns, a.array, a.at + at, a.stride, packedLeft, to, tile);
    }
}
