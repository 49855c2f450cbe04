package dev.lockstep.math;

/** How rows are cut into tiles: the tallest first, but 16 as 8 and 8. */
final class Tiling {
    /** Rows of a right panel that stay in the nearest cache together with a tile of the left factor. */
    static final int DEPTH = 192;

    private static final int TALLEST = Kernels.get().tallestTile();

    private Tiling() {}

    /** Rows of the next tile when {@code left} rows are left. */
    static int height(int left) {
        if (TALLEST == 12 && left >= 12 && left != 16) {
            return 12;
        }
        return Math.min(Math.min(TALLEST, 8), Integer.highestOneBit(left));
    }
}
