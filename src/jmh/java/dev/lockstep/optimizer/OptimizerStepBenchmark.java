package dev.lockstep.optimizer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

/** Steps of every optimizer; one operation is the step of one trainable number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OptimizerStepBenchmark {
    private static final int UNITS = 64;

    /** Two square matrices; with gradient and two slots 256 kB, which a second-level cache holds. */
    private static final int PARAMETERS = 2 * UNITS * UNITS;

    /** The optimizer, with usual hyperparameters. */
    public enum Rule {
        /** Plain gradient descent. */
        SGD(new OptimizerSpec.Sgd(1e-9)),
        /** Nesterov's momentum as Deeplearning4j and PyTorch have it. */
        NESTEROV(new OptimizerSpec.Nesterov(1e-9, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED)),
        /** RMSProp as Deeplearning4j has it. */
        RMS_PROP(OptimizerSpec.RmsProp.deeplearning4j(1e-9, 0.95, 1e-8)),
        /** AdaGrad as Deeplearning4j has it. */
        ADA_GRAD(OptimizerSpec.AdaGrad.deeplearning4j(1e-9, 1e-6)),
        /** Adam as its paper's Algorithm 1 has it. */
        ADAM(new OptimizerSpec.Adam(1e-9, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.ALGORITHM_1));

        private final OptimizerSpec spec;

        Rule(OptimizerSpec spec) {
            this.spec = spec;
        }
    }

    /** Which optimizer. */
    @Param
    public Rule rule;

    private final RowMajorMatrix theta = RowMajorMatrix.wrap(new double[PARAMETERS], UNITS, 2 * UNITS);
    private final RowMajorMatrix gradient = RowMajorMatrix.wrap(new double[PARAMETERS], UNITS, 2 * UNITS);
    private Optimizer optimizer;
    private List<RowMajorMatrix> slots;
    private int steps;

    /** Draws parameters and one gradient for all steps. */
    @Setup
    public void draw() {
        NetworkSpec network =
                NetworkSpec.of(new SimpleRnnSpec("layer", 2 * UNITS, UNITS, Activation.TANH, Bias.NONE, false));
        optimizer = Optimizer.of(rule.spec, network);
        slots = rule.spec.slots().stream()
                .map(slot -> new RowMajorMatrix(UNITS, 2 * UNITS))
                .toList();
        Random random = new Random(1);
        Arrays.setAll(theta.array(), k -> random.nextDouble() - 0.5);
        Arrays.setAll(gradient.array(), k -> random.nextDouble() - 0.5);
    }

    /** θ, state ← one step on, where they are. */
    @Benchmark
    @OperationsPerInvocation(PARAMETERS)
    public RowMajorMatrix step() {
        steps++;
        optimizer.stepInPlace(steps, theta, gradient, slots);
        return theta;
    }
}
