package dev.lockstep.math;

import org.apache.commons.math3.exception.OutOfRangeException;

/**
 * The right factor of products, packed as the {@link Kernels} read it: blocks of columns side by side, each in panels of at
 * most two vectors of columns, each panel row after row. Packed once, it serves any number of products, from several threads.
 */
public final class PackedMatrix {
    private static final Kernels KERNELS = Kernels.get();

    /** Where a cache line starts if the JVM aligns objects to 64 bytes, of which the array keeps 16 for itself. */
    static final int LINE_START = 6;

    /** Kernels look ahead so many numbers for each row, and so far beyond the end. */
    static final int AHEAD = 4;

    /** Few enough to stay near while they go to all panels. */
    private static final int ROWS_AT_ONCE = 16;

    /** Columns that are moved together when a matrix is transposed, so that what they touch stays in the nearest cache. */
    private static final int TRANSPOSED_AT_ONCE = 32;

    private final int depth;
    private final int[] firstPanel;
    private final Panel[] panels;
    private final double[] data;

    /**
     * Some columns of a block.
     *
     * @param block which block
     * @param column the first of them within the block
     * @param columns how many there are
     * @param vectors how many vectors they take, the last one filled up with zeros
     * @param at where the panel begins in the array
     */
    record Panel(int block, int column, int columns, int vectors, int at) {
        int width() {
            return vectors * KERNELS.lanes();
        }

        boolean isFull() {
            return columns == width();
        }
    }

    /**
     * A matrix of zeros.
     *
     * @param depth number of rows
     * @param blocks columns of each block
     * @throws OutOfRangeException if that is more than an array holds
     */
    public PackedMatrix(int depth, int... blocks) {
        int lanes = KERNELS.lanes();
        this.depth = depth;
        this.firstPanel = new int[blocks.length + 1];
        for (int block = 0; block < blocks.length; block++) {
            firstPanel[block + 1] = firstPanel[block] + (blocks[block] + 2 * lanes - 1) / (2 * lanes);
        }
        this.panels = new Panel[firstPanel[blocks.length]];
        int at = LINE_START;
        for (int block = 0; block < blocks.length; block++) {
            for (int panel = firstPanel[block]; panel < firstPanel[block + 1]; panel++) {
                int column = (panel - firstPanel[block]) * 2 * lanes;
                int columns = Math.min(2 * lanes, blocks[block] - column);
                panels[panel] = new Panel(block, column, columns, columns > lanes ? 2 : 1, at);
                at = ArraySizes.length(at + (long) depth * panels[panel].width());
            }
        }
        this.data = new double[ArraySizes.length((long) at + AHEAD * Tiling.DEPTH)];
    }

    /**
     * Overwrites rows of a block.
     *
     * @param block which block, from 0
     * @param from its first row to be overwritten, from 0
     * @param rows how many
     * @param source the first of the new rows is at {@code at}, the next {@code stride} after it
     */
    public void pack(int block, int from, int rows, double[] source, int at, int stride) {
        pack(firstPanel[block], firstPanel[block + 1], from, rows, source, at, stride);
    }

    /** Overwrites rows of some panels of one block, a few rows of all of them at a time, as they lie in memory. */
    void pack(int panelFrom, int panelTo, int from, int rows, double[] source, int at, int stride) {
        for (int begin = 0; begin < rows; begin += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, rows - begin);
            for (int index = panelFrom; index < panelTo; index++) {
                Panel panel = panels[index];
                int width = panel.width();
                int to = panel.at() + (from + begin) * width;
                KERNELS.copyRows(
                        count, panel.columns(), source, at + begin * stride + panel.column(), stride, data, to, width);
            }
        }
    }

    /**
     * Overwrites rows of a block with columns of a matrix.
     *
     * @param block which block, from 0
     * @param from its first row to be overwritten, from 0
     * @param rows how many
     * @param source entry (row, column) of what is packed is at {@code at + column·stride + row}
     */
    public void packTransposed(int block, int from, int rows, double[] source, int at, int stride) {
        for (int panel = firstPanel[block]; panel < firstPanel[block + 1]; panel++) {
            packTransposed(panels[panel], from, rows, source, at, stride);
        }
    }

    private void packTransposed(Panel panel, int from, int rows, double[] source, int at, int stride) {
        int width = panel.width();
        for (int begin = 0; begin < rows; begin += TRANSPOSED_AT_ONCE) {
            int end = Math.min(rows, begin + TRANSPOSED_AT_ONCE);
            for (int column = 0; column < panel.columns(); column++) {
                int first = at + (panel.column() + column) * stride;
                int to = panel.at() + from * width + column;
                for (int row = begin; row < end; row++) {
                    data[to + row * width] = source[first + row];
                }
            }
        }
    }

    int depth() {
        return depth;
    }

    int blocks() {
        return firstPanel.length - 1;
    }

    /** The first panel of a block; of the block after the last one, the number of panels. */
    int firstPanel(int block) {
        return firstPanel[block];
    }

    int panels() {
        return panels.length;
    }

    Panel panel(int index) {
        return panels[index];
    }

    double[] data() {
        return data;
    }
}
