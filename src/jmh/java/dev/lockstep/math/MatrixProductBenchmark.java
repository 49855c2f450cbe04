package dev.lockstep.math;

import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.random.Well19937c;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The three accumulating products; one operation is one product, of rows·depth·columns multiplications. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatrixProductBenchmark {
    /**
     * Rows × depth × columns: the products of [x | h] with the weights of an LSTM at a time step, batch × (inputs + units) ×
     * 4·units, of three sizes, then square ones.
     */
    @Param({"2×8×20", "32×192×512", "64×768×2048", "64×64×64", "512×512×512"})
    public String shape;

    private RowMajorMatrix a;
    private RowMajorMatrix aTransposed;
    private RowMajorMatrix b;
    private RowMajorMatrix bTransposed;
    private RowMajorMatrix c;

    /** Draws the factors. */
    @Setup
    public void draw() {
        String[] sizes = shape.split("×");
        int rows = Integer.parseInt(sizes[0]);
        int depth = Integer.parseInt(sizes[1]);
        int columns = Integer.parseInt(sizes[2]);
        Well19937c generator = new Well19937c(1);
        a = random(generator, rows, depth);
        b = random(generator, depth, columns);
        aTransposed = RowMajorMatrix.copyOf(a.transpose());
        bTransposed = RowMajorMatrix.copyOf(b.transpose());
        c = new RowMajorMatrix(rows, columns);
    }

    private static RowMajorMatrix random(Well19937c generator, int rows, int columns) {
        RowMajorMatrix matrix = new RowMajorMatrix(rows, columns);
        for (int k = 0; k < rows * columns; k++) {
            matrix.array()[k] = 2 * generator.nextDouble() - 1;
        }
        return matrix;
    }

    /** c ← c + a·b. */
    @Benchmark
    public RowMajorMatrix product() {
        c.addProduct(a, b);
        return c;
    }

    /** c ← c + (aᵀ)ᵀ·b. */
    @Benchmark
    public RowMajorMatrix transposedLeft() {
        c.addTransposedProduct(aTransposed, b);
        return c;
    }

    /** c ← c + a·(bᵀ)ᵀ. */
    @Benchmark
    public RowMajorMatrix transposedRight() {
        c.addProductTransposed(a, bTransposed);
        return c;
    }
}
