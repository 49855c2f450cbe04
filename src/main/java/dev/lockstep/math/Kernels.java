package dev.lockstep.math;

import java.util.List;

/**
 * The innermost loops: products of small tiles, and elementary functions. They are run by the JDK's Vector API where its
 * module is there, and by plain Java elsewhere, and give the same bits either way, on every JDK and for every width of vector:
 * each sum has one order, and all else is made of +, −, ×, ÷, fused multiply-add and operations on bits.
 */
public interface Kernels {
    /**
     * The kernels of this JVM. The system property {@code lockstep.vector} chooses them: {@code auto}, {@code 512}, {@code 256} or
     * {@code 128} bits, or {@code none} for plain Java; without it, the width the machine prefers.
     */
    static Kernels get() {
        return ChosenKernels.INSTANCE;
    }

    /** What {@code lockstep.vector} may be; {@link #get} throws an {@link ExceptionInInitializerError} if it is anything else. */
    List<String> SETTINGS = List.of("auto", "512", "256", "128", "none");

    /** What runs the loops, for people: {@code Vector API, 512 bits}. */
    String title();

    /** Whether the Vector API runs them. */
    boolean usesVectors();

    /** Numbers in a vector, L; right factors are packed in panels of one or two vectors. */
    int lanes();

    /** Rows of the tallest tile; a power of two, or 12. */
    int tallestTile();

    /**
     * {@code c ← c + a·b} for a tile. Every entry is one chain {@code c ← fma(a, b, c)} over ascending k.
     *
     * @param rows of a and c: 12, 8, 4, 2 or 1
     * @param vectors columns of b and c in vectors: 1 or 2
     * @param depth columns of a, rows of b
     * @param a entry (r, k) at {@code aAt + k·rows + r}
     * @param b entry (k, j) at {@code bAt + k·vectors·L + j}
     * @param ahead where in b what the next tiles need begins; entry {@code ahead + 4·k} is looked at beside every k, so
     *     that it is near when it is needed
     * @param c entry (r, j) at {@code cAt + r·cStride + j}
     * @return the sum of what was looked at ahead, or 0; of no use but to keep compilers from leaving it out
     */
    double tile(
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
            int cStride);

    /**
     * Copies rows: entry (r, j) from {@code source[sourceAt + r·sourceStride + j]} to
     * {@code target[targetAt + r·targetStride + j]}.
     */
    void copyRows(
            int rows,
            int columns,
            double[] source,
            int sourceAt,
            int sourceStride,
            double[] target,
            int targetAt,
            int targetStride);

    /**
     * Packs the rows of a tile: entry (r, k) from {@code source[sourceAt + r·sourceStride + k]} to
     * {@code target[targetAt + k·rows + r]}.
     *
     * @param rows 12, 8, 4, 2 or 1
     */
    void packTile(int rows, int depth, double[] source, int sourceAt, int sourceStride, double[] target, int targetAt);

    /**
     * Fused multiply-adds that wait for nothing but themselves, in registers alone where there are vectors: what
     * the machine can do at most.
     *
     * @param rounds each of {@link #CHAINS} vectors
     * @return a number that depends on them, of no use but to keep compilers from leaving them out
     */
    double multiplyAdd(int rounds);

    /** Vectors that {@link #multiplyAdd} works on side by side. */
    int CHAINS = 12;

    /** y ← e^x for n numbers; y may be x at the same place. */
    void exp(double[] x, int xAt, double[] y, int yAt, int n);

    /** y ← tanh x for n numbers; y may be x at the same place. */
    void tanh(double[] x, int xAt, double[] y, int yAt, int n);

    /** y ← 1/(1 + e^−x) for n numbers; y may be x at the same place. */
    void sigmoid(double[] x, int xAt, double[] y, int yAt, int n);
}
