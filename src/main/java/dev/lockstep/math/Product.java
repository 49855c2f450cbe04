package dev.lockstep.math;

import dev.lockstep.math.PackedMatrix.Panel;

/**
 * {@code C ← C + [A₀ | A₁ | …]·B}, again and again with the same packed B: the left factor is joined from parts that lie in
 * different arrays, and every block of columns of B has its own destination. Each entry of C is one chain
 * {@code c ← fma(a, b, c)} over the columns of A₀, then A₁ and so on, whatever the shapes, the kernels and the threads.
 *
 * <p>One object belongs to one thread; several may share B.
 */
public final class Product {
    private static final Kernels KERNELS = Kernels.get();

    /** From so many columns of B on it pays to pack the left factor, too. */
    private static final int PACK_LEFT_FROM = 384;

    private final PackedMatrix right;
    private final int[] depths;
    private final Strip[] left;
    private final Strip[] destination;
    private final double[] packedLeft;
    private final double[] edge;

    /**
     * @param right B
     * @param rows the most rows of a left factor
     * @param depths columns of A₀, A₁ …; their sum is the depth of B
     */
    public Product(PackedMatrix right, int rows, int... depths) {
        this.right = right;
        this.depths = depths.clone();
        this.left = strips(depths.length);
        this.destination = strips(right.blocks());
        this.packedLeft = new double[right.columns() < PACK_LEFT_FROM ? 0 : rows * right.depth()];
        this.edge = new double[rows * 2 * KERNELS.lanes()];
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
        boolean packed = packedLeft.length > 0;
        if (packed) {
            packLeft(rows);
        }
        for (int index = 0; index < right.panels(); index++) {
            Panel panel = right.panel(index);
            Strip c = destination[panel.block()];
            if (panel.isFull()) {
                add(rows, panel, packed, c.array, c.at + panel.column(), c.stride);
            } else {
                addAtEdge(rows, panel, packed, c);
            }
        }
    }

    /** A panel that is filled up with zeros must not write beyond its columns. */
    private void addAtEdge(int rows, Panel panel, boolean packed, Strip c) {
        int width = panel.width();
        int at = c.at + panel.column();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(c.array, at + row * c.stride, edge, row * width, panel.columns());
        }
        add(rows, panel, packed, edge, 0, width);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(edge, row * width, c.array, at + row * c.stride, panel.columns());
        }
    }

    private void add(int rows, Panel panel, boolean packed, double[] c, int cAt, int cStride) {
        int before = 0;
        for (int part = 0; part < depths.length; part++) {
            for (int from = 0; from < depths[part]; from += Tiling.DEPTH) {
                int depth = Math.min(Tiling.DEPTH, depths[part] - from);
                int bAt = panel.at() + (before + from) * panel.width();
                int height;
                for (int row = 0; row < rows; row += height) {
                    height = Tiling.height(rows - row);
                    int to = cAt + row * cStride;
                    if (packed) {
                        int aAt = row * right.depth() + (before + from) * height;
                        KERNELS.packedTile(
                                height, panel.vectors(), depth, packedLeft, aAt, right.data(), bAt, c, to, cStride);
                    } else {
                        Strip a = left[part];
                        int aAt = a.at + row * a.stride + from;
                        KERNELS.tile(
                                height,
                                panel.vectors(),
                                depth,
                                a.array,
                                aAt,
                                a.stride,
                                right.data(),
                                bAt,
                                c,
                                to,
                                cStride);
                    }
                }
            }
            before += depths[part];
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
