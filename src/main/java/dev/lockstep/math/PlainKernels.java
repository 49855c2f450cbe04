package dev.lockstep.math;

/** The loops in plain Java. */
final class PlainKernels implements Kernels {
    private static final int LANES = 4;

    private final String reason;

    /** @param reason why not the Vector API */
    PlainKernels(String reason) {
        this.reason = reason;
    }

    @Override
    public String title() {
        return "plain Java, since " + reason;
    }

    @Override
    public boolean usesVectors() {
        return false;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public int tallestTile() {
        return 4;
    }

    @Override
    public void tile(
            int rows,
            int vectors,
            int depth,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] c,
            int cAt,
            int cStride) {
        int columns = vectors * LANES;
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < depth; k++) {
                addRow(columns, a[aAt + k * rows + r], b, bAt + k * columns, c, cAt + r * cStride);
            }
        }
    }

    private static void addRow(int columns, double factor, double[] b, int bAt, double[] c, int cAt) {
        for (int j = 0; j < columns; j++) {
            c[cAt + j] = Math.fma(factor, b[bAt + j], c[cAt + j]);
        }
    }

    @Override
    public void copyRows(
            int rows,
            int columns,
            double[] source,
            int sourceAt,
            int sourceStride,
            double[] target,
            int targetAt,
            int targetStride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(source, sourceAt + r * sourceStride, target, targetAt + r * targetStride, columns);
        }
    }

    @Override
    public void packTile(
            int rows, int depth, double[] source, int sourceAt, int sourceStride, double[] target, int targetAt) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < depth; k++) {
                target[targetAt + k * rows + r] = source[sourceAt + r * sourceStride + k];
            }
        }
    }

    @Override
    public void exp(double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Elementary.exp(x[xAt + i]);
        }
    }

    @Override
    public void tanh(double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Elementary.tanh(x[xAt + i]);
        }
    }

    @Override
    public void sigmoid(double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Elementary.sigmoid(x[xAt + i]);
        }
    }
}
