package dev.lockstep.optimizer;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
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

    private Optimizer optimizer;
    private Weights gradient;
    private Weights theta;
    private OptimizerState state;

    /** Draws parameters and one gradient for all steps. */
    @Setup
    public void draw() {
        NetworkSpec network =
                NetworkSpec.of(new SimpleRnnSpec("layer", UNITS, UNITS, Activation.TANH, Bias.NONE, false));
        optimizer = Optimizer.of(rule.spec, network);
        theta = Weights.random(network, 1);
        gradient = Weights.random(network, 2);
        state = OptimizerState.initial(rule.spec, network);
    }

    /** θ, state ← one step on. */
    @Benchmark
    @OperationsPerInvocation(PARAMETERS)
    public Optimizer.Step step() {
        Optimizer.Step next = optimizer.step(state, theta, gradient);
        theta = next.theta();
        state = next.state();
        return next;
    }
}
