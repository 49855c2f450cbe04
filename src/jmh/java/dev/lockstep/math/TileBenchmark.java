package dev.lockstep.math;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The largest tile of a product, without the packing around it. One operation is one tile of {@link Kernels#tallestTile()}
 * rows, two vectors of columns and a depth of 256.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TileBenchmark {
    private static final int VECTORS = 2;
    private static final int DEPTH = 256;

    private final Kernels kernels = Kernels.get();
    private final int rows = kernels.tallestTile();
    private final int columns = VECTORS * kernels.lanes();
    private final double[] a = new double[rows * DEPTH];
    private final double[] b = new double[DEPTH * columns];
    private final double[] c = new double[rows * columns];

    /** Fills the factors with powers of two, so that no sum ever rounds, overflows or becomes subnormal. */
    @Setup
    public void fill() {
        Arrays.fill(a, 0.5);
        Arrays.fill(b, 0.25);
    }

    /** Both factors packed, by the kernels of this machine. */
    @Benchmark
    public double[] packed() {
        kernels.tile(rows, VECTORS, DEPTH, a, 0, b, 0, c, 0, columns);
        return c;
    }

    /** The right factor alone packed, by the kernels of this machine. */
    @Benchmark
    public double[] rightPacked() {
        kernels.tile(rows, VECTORS, DEPTH, a, 0, DEPTH, b, 0, c, 0, columns);
        return c;
    }

    /** Both factors packed, by the kernels of a machine without the Vector API. */
    @Benchmark
    @Fork(jvmArgsAppend = "-Dlockstep.vector=none")
    public double[] packedPlain() {
        kernels.tile(rows, VECTORS, DEPTH, a, 0, b, 0, c, 0, columns);
        return c;
    }
}
