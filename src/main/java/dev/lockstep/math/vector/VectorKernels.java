package dev.lockstep.math.vector;

import dev.lockstep.math.Kernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on vectors of one width. */
public final class VectorKernels implements Kernels {
    /** The one width of this JVM. */
    public static final VectorSpecies<Double> SPECIES = species(System.getProperty("lockstep.vector", "auto"));

    static final int LANES = SPECIES.length();

    /** Of this JVM's one width. */
    public VectorKernels() {}

    private static VectorSpecies<Double> species(String bits) {
        return bits.equals("auto")
                ? DoubleVector.SPECIES_PREFERRED
                : VectorSpecies.of(double.class, VectorShape.forBitSize(Integer.parseInt(bits)));
    }

    @Override
    public String title() {
        return "Vector API, " + SPECIES.vectorBitSize() + " bits";
    }

    @Override
    public boolean usesVectors() {
        return true;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    /** With 512 bits come 32 registers; with fewer there may be 16. */
    @Override
    public int tallestTile() {
        return SPECIES.vectorBitSize() == 512 ? 12 : 4;
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
        if (vectors == 2) {
            switch (rows) {
                case 12 -> Tiles.tile12x2(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 8 -> Tiles.tile8x2(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 4 -> Tiles.tile4x2(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 2 -> Tiles.tile2x2(depth, a, aAt, b, bAt, c, cAt, cStride);
                default -> Tiles.tile1x2(depth, a, aAt, b, bAt, c, cAt, cStride);
            }
        } else {
            switch (rows) {
                case 12 -> Tiles.tile12x1(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 8 -> Tiles.tile8x1(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 4 -> Tiles.tile4x1(depth, a, aAt, b, bAt, c, cAt, cStride);
                case 2 -> Tiles.tile2x1(depth, a, aAt, b, bAt, c, cAt, cStride);
                default -> Tiles.tile1x1(depth, a, aAt, b, bAt, c, cAt, cStride);
            }
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
        if (columns < LANES) {
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    target[targetAt + r * targetStride + j] = source[sourceAt + r * sourceStride + j];
                }
            }
            return;
        }
        for (int j = 0; j < columns; j += LANES) {
            int column = Math.min(j, columns - LANES); // the last vector may overlap the one before
            for (int r = 0; r < rows; r++) {
                DoubleVector.fromArray(SPECIES, source, sourceAt + r * sourceStride + column)
                        .intoArray(target, targetAt + r * targetStride + column);
            }
        }
    }

    @Override
    public void packTile(
            int rows, int depth, double[] source, int sourceAt, int sourceStride, double[] target, int targetAt) {
        switch (rows) {
            case 12 -> Tiles.pack12(depth, source, sourceAt, sourceStride, target, targetAt);
            case 8 -> Tiles.pack8(depth, source, sourceAt, sourceStride, target, targetAt);
            case 4 -> Tiles.pack4(depth, source, sourceAt, sourceStride, target, targetAt);
            case 2 -> Tiles.pack2(depth, source, sourceAt, sourceStride, target, targetAt);
            default -> System.arraycopy(source, sourceAt, target, targetAt, depth);
        }
    }

    @Override
    public void exp(double[] x, int xAt, double[] y, int yAt, int n) {
        VectorElementary.exp(x, xAt, y, yAt, n);
    }

    @Override
    public void tanh(double[] x, int xAt, double[] y, int yAt, int n) {
        VectorElementary.tanh(x, xAt, y, yAt, n);
    }

    @Override
    public void sigmoid(double[] x, int xAt, double[] y, int yAt, int n) {
        VectorElementary.sigmoid(x, xAt, y, yAt, n);
    }
}
