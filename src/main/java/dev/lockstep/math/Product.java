package dev.lockstep.math;

import dev.lockstep.math.PackedMatrix.Panel;
import org.apache.commons.math3.exception.OutOfRangeException;

/**
 * {@code C ← C + [A₀ | A₁ | …]·B}, again and again with the same packed B: the left factor is joined from parts that lie in
 * different arrays, and every block of columns of B has its own destination. Each entry of C is one chain
 * {@code c ← fma(a, b, c)} over the columns of A₀, then A₁ and so on, whatever the shapes, the kernels and the threads.
 *
 * <p>One object belongs to one thread; several may share B.
 */
public final class Product {
    private static final Kernels KERNELS = Kernels.get();

    private final PackedMatrix right;
    private final int[] depths;
    private final Strip[] left;
    private final Strip[] destination;
    private final double[] packedLeft;
    private final double[] edge;
    /** Written only, so that looking ahead is not compiled away. */
    private double seen;

    /**
     * @param right B
     * @param rows the most rows of a left factor
     * @param depths columns of A₀, A₁ …; their sum is the depth of B
     * @throws OutOfRangeException if a left factor is more than an array holds
     */
    public Product(PackedMatrix right, int rows, int... depths) {
        this.right = right;
        this.depths = depths.clone();
        this.left = strips(depths.length);
        this.destination = strips(right.blocks());
        int leftLength = ArraySizes.length((long) rows * right.depth());
        int edgeLength = ArraySizes.length(rows * 2L * KERNELS.lanes());
        this.packedLeft = new double[leftLength];
        this.edge = new double[edgeLength];
    }

    static Strip[] strips(int count) {
        Strip[] strips = new Strip[count];
        for (int i = 0; i < count; i++) {
            strips[i] = new Strip();
        }
        return strips;
    }

    /** Where the rows of a part of the left factor are. */
    public Strip left(int part) {
        return left[part];
    }

    /** Where the rows of a block of C are. */
    public Strip destination(int block) {
        return destination[block];
    }

    /** Adds the product to as many rows of C. */
    public void add(int rows) {
        packLeft(rows);
        for (int index = 0; index < right.panels(); index++) {
            Panel panel = right.panel(index);
            Strip c = destination[panel.block()];
            if (panel.isFull()) {
                add(rows, panel, c.array, c.at + panel.column(), c.stride);
            } else {
                addAtEdge(rows, panel, c);
            }
        }
    }

    /** A panel that is filled up with zeros must not write beyond its columns. */
    private void addAtEdge(int rows, Panel panel, Strip c) {
        int width = panel.width();
        int at = c.at + panel.column();
        KERNELS.copyRows(rows, panel.columns(), c.array, at, c.stride, edge, 0, width);
        add(rows, panel, edge, 0, width);
        KERNELS.copyRows(rows, panel.columns(), edge, 0, width, c.array, at, c.stride);
    }

    private void add(int rows, Panel panel, double[] c, int cAt, int cStride) {
        int width = panel.width();
        int next = right.depth() * width;
        int most = right.data().length - PackedMatrix.AHEAD * Tiling.DEPTH;
        for (int from = 0; from < right.depth(); from += Tiling.DEPTH) {
            int depth = Math.min(Tiling.DEPTH, right.depth() - from);
            int bAt = panel.at() + from * width;
            int height;
            for (int row = 0; row < rows; row += height) {
                height = Tiling.height(rows - row);
                int aAt = row * right.depth() + from * height;
                // Every tile looks at some of its share of the next panel, else the first one would wait for all of it.
                int ahead = (int) Math.min((long) bAt + next + depth * (width * row / rows), most);
                seen += KERNELS.tile(
                        height,
                        panel.vectors(),
                        depth,
                        packedLeft,
                        aAt,
                        right.data(),
                        bAt,
                        ahead,
                        c,
                        cAt + row * cStride,
                        cStride);
            }
        }
    }

    private void packLeft(int rows) {
        int height;
        for (int row = 0; row < rows; row += height) {
            height = Tiling.height(rows - row);
            int to = row * right.depth();
            for (int part = 0; part < depths.length; part++) {
                Strip a = left[part];
                KERNELS.packTile(height, depths[part], a.array, a.at + row * a.stride, a.stride, packedLeft, to);
                to += depths[part] * height;
            }
        }
    }
}
