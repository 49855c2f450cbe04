package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Optimizer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Training steps of one recurrent layer under a sum of squares: forward, score, all gradients with the input's, plain
 * gradient descent. One operation is one step over a whole minibatch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingStepBenchmark {
    /** The layer. */
    public enum Kind {
        /** With tanh. */
        SIMPLE_RNN,
        /** Without peepholes. */
        LSTM;

        private LayerSpec spec(int inputs, int units) {
            return this == LSTM
                    ? LstmSpec.plain("layer", inputs, units)
                    : new SimpleRnnSpec("layer", inputs, units, Activation.TANH);
        }
    }

    /** Which layer. */
    @Param
    public Kind layer;

    /** Inputs, units, time steps, rows of the minibatch. */
    @Param({"3,5,7,2", "8,16,20,8", "32,64,50,32", "64,128,50,32", "128,256,50,64", "256,512,20,64"})
    public String sizes;

    private NetworkSpec network;
    private Sequence x;
    private Objective.Targets objective;
    private Optimizer optimizer;
    private Weights theta;
    private OptimizerState state;

    /** Draws weights, inputs and targets. The learning rate is too small to move the weights far over all steps. */
    @Setup
    public void draw() {
        String[] parts = sizes.split(",");
        int inputs = Integer.parseInt(parts[0]);
        int units = Integer.parseInt(parts[1]);
        int time = Integer.parseInt(parts[2]);
        int batch = Integer.parseInt(parts[3]);
        network = NetworkSpec.of(layer.spec(inputs, units));
        x = Sequence.random(time, batch, inputs, 1);
        objective =
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), Sequence.random(time, batch, units, 2));
        OptimizerSpec sgd = new OptimizerSpec.Sgd(1e-12);
        optimizer = Optimizer.of(sgd, network);
        theta = Weights.random(network, 3);
        state = OptimizerState.initial(sgd, network);
    }

    /** One step; the score keeps the forward pass alive, the next θ the gradients. */
    @Benchmark
    public double step() {
        Network layers = new Network(network, theta);
        Trace trace = layers.forward(x, Map.of());
        Gradients gradients = layers.backward(trace, objective);
        Optimizer.Step next = optimizer.step(state, theta, gradients.weights());
        theta = next.theta();
        state = next.state();
        return layers.score(trace, objective) + gradients.dx().values()[0];
    }
}
