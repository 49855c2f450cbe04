package dev.lockstep.math;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Our elementary functions, by both kinds of kernels, beside {@link StrictMath}; one operation is one element. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElementaryFunctionBenchmark {
    private static final int ELEMENTS = 1024;

    /** A function of one number. */
    public enum Function {
        /** e^x. */
        EXP {
            @Override
            void ours(Kernels kernels, double[] x, double[] y) {
                kernels.exp(x, 0, y, 0, ELEMENTS);
            }

            @Override
            void strict(double[] x, double[] y) {
                for (int k = 0; k < ELEMENTS; k++) {
                    y[k] = StrictMath.exp(x[k]);
                }
            }
        },
        /** tanh x. */
        TANH {
            @Override
            void ours(Kernels kernels, double[] x, double[] y) {
                kernels.tanh(x, 0, y, 0, ELEMENTS);
            }

            @Override
            void strict(double[] x, double[] y) {
                for (int k = 0; k < ELEMENTS; k++) {
                    y[k] = StrictMath.tanh(x[k]);
                }
            }
        },
        /** 1/(1 + e^−x). */
        SIGMOID {
            @Override
            void ours(Kernels kernels, double[] x, double[] y) {
                kernels.sigmoid(x, 0, y, 0, ELEMENTS);
            }

            @Override
            void strict(double[] x, double[] y) {
                for (int k = 0; k < ELEMENTS; k++) {
                    y[k] = 1 / (1 + StrictMath.exp(-x[k]));
                }
            }
        };

        abstract void ours(Kernels kernels, double[] x, double[] y);

        abstract void strict(double[] x, double[] y);
    }

    /** Which function. */
    @Param
    public Function function;

    private final Kernels kernels = Kernels.get();
    private final double[] x = new double[ELEMENTS];
    private final double[] y = new double[ELEMENTS];

    /** x from −4 to 4 in even steps, in an order that no branch predictor learns. */
    @Setup
    public void draw() {
        for (int k = 0; k < ELEMENTS; k++) {
            x[k] = 8.0 * (k * 389 % ELEMENTS) / ELEMENTS - 4;
        }
    }

    /** By the kernels of this machine. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public double[] kernels() {
        function.ours(kernels, x, y);
        return y;
    }

    /** By the kernels of a machine without the Vector API. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Fork(jvmArgsAppend = "-Dlockstep.vector=none")
    public double[] plainKernels() {
        function.ours(kernels, x, y);
        return y;
    }

    /** By {@link StrictMath}. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public double[] strictMath() {
        function.strict(x, y);
        return y;
    }
}
