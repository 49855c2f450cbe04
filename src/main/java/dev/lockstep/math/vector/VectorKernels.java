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
        return SPECIES.vectorBitSize() >= 512 ? 12 : 4;
    }

    @Override
    public double tile(
            int rows,
            int vectors,
            int depth,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            int ahead,
            double[] c,
            int cAt,
            int cStride) {
        if (vectors == 2) {
            return switch (rows) {
                case 12 -> Tiles.tile12x2(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
                case 8 -> Tiles.tile8x2(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
                case 4 -> Tiles.tile4x2(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
                case 2 -> Tiles.tile2x2(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
                default -> Tiles.tile1x2(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            };
        }
        return switch (rows) {
            case 12 -> Tiles.tile12x1(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            case 8 -> Tiles.tile8x1(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            case 4 -> Tiles.tile4x1(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            case 2 -> Tiles.tile2x1(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            default -> Tiles.tile1x1(depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
        };
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
    public double multiplyAdd(int rounds) {
        DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector c0 = half;
        DoubleVector c1 = half;
        DoubleVector c2 = half;
        DoubleVector c3 = half;
        DoubleVector c4 = half;
        DoubleVector c5 = half;
        DoubleVector c6 = half;
        DoubleVector c7 = half;
        DoubleVector c8 = half;
        DoubleVector c9 = half;
        DoubleVector c10 = half;
        DoubleVector c11 = half;
        for (int round = 0; round < rounds; round++) {
            c0 = c0.fma(half, half);
            c1 = c1.fma(half, half);
            c2 = c2.fma(half, half);
            c3 = c3.fma(half, half);
            c4 = c4.fma(half, half);
            c5 = c5.fma(half, half);
            c6 = c6.fma(half, half);
            c7 = c7.fma(half, half);
            c8 = c8.fma(half, half);
            c9 = c9.fma(half, half);
            c10 = c10.fma(half, half);
            c11 = c11.fma(half, half);
        }
        return c0.add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .lane(0);
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
