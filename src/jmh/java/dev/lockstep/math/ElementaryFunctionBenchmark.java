package dev.lockstep.math;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Elementary functions of the layers beside those of {@link StrictMath}; one operation is one element. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElementaryFunctionBenchmark {
    private static final int ELEMENTS = 1024;

    /** The function φ. */
    @Param({"TANH", "SIGMOID"})
    public Activation activation;

    private RowMajorMatrix z;
    private RowMajorMatrix a;

    /** z from −4 to 4 in even steps, in an order that no branch predictor knows. */
    @Setup
    public void draw() {
        z = new RowMajorMatrix(1, ELEMENTS);
        a = new RowMajorMatrix(1, ELEMENTS);
        for (int k = 0; k < ELEMENTS; k++) {
            z.array()[k] = 8.0 * (k * 389 % ELEMENTS) / ELEMENTS - 4;
        }
    }

    /** a ← φ(z) as the layers compute it. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public RowMajorMatrix ours() {
        activation.forward(z, a);
        return a;
    }

    /** a ← φ(z) by {@link StrictMath}. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public RowMajorMatrix strictMath() {
        double[] from = z.array();
        double[] to = a.array();
        if (activation == Activation.TANH) {
            for (int k = 0; k < ELEMENTS; k++) {
                to[k] = StrictMath.tanh(from[k]);
            }
        } else {
            for (int k = 0; k < ELEMENTS; k++) {
                to[k] = 1 / (1 + StrictMath.exp(-from[k]));
            }
        }
        return a;
    }
}
