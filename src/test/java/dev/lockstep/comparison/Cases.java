package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small cases that several tests share. */
final class Cases {
    static final Loss MSE = Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH);

    private Cases() {}

    /** Three steps of a two-unit LSTM, whose outputs are a published table: see {@link #TABLE}. */
    static Case threeSteps() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 1, 2));
        // Columns i1 i2 f1 f2 g1 g2 o1 o2.
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("lstm", Parameter.W),
                        RowMajorMatrix.row(0.5, -0.3, 0.2, 0.4, 0.7, -0.4, -0.6, 0.1),
                        new ParameterKey("lstm", Parameter.RW),
                        RowMajorMatrix.of(new double[][] {
                            {0.1, 0.4, -0.5, 0.3, 0.6, -0.4, 0.2, -0.1},
                            {-0.2, 0.3, 0.6, -0.1, -0.3, 0.8, 0.5, 0.2}
                        }),
                        new ParameterKey("lstm", Parameter.B),
                        RowMajorMatrix.row(0, 0.1, 1, 1, 0.2, 0, 0, -0.1)));
        return new Case(
                "three steps",
                network,
                weights,
                new Sequence(3, 1, 1, new double[] {1, -0.5, 2}),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
    }

    /** Hidden states of {@link #threeSteps()} as the project's style guide prints them, confirmed by Deeplearning4j. */
    static final double[] TABLE = {
        0.148291126592, -0.084695742426, 0.160867169572, -0.035574076368, 0.169454348842, -0.172759067324
    };

    /** Four steps, three rows, an LSTM and a dense layer, weights from a seed. */
    static Case seeded(boolean peepholes, Kind first, Kind... others) {
        NetworkSpec network = NetworkSpec.of(
                new LstmSpec("lstm", 2, 2, Activation.TANH, Activation.SIGMOID, peepholes),
                new DenseSpec("dense", 2, 2, Activation.SIGMOID));
        return seeded(network, EnumSet.of(first, others));
    }

    static Case seeded(NetworkSpec network, Set<Kind> observed) {
        Sequence input = Sequence.random(4, 3, network.inputs(), 5);
        Sequence targets = Sequence.random(network.outputTime(4), 3, network.outputs(), 6);
        return new Case(
                "seeded",
                network,
                Weights.random(network, 7),
                input,
                Map.of(),
                new Objective.Targets(MSE, targets),
                Optional.empty(),
                observed);
    }

    /** Some steps of training on the same minibatch. */
    static Case trained(OptimizerSpec optimizer, int steps) {
        Case forward = seeded(false, Kind.SCORE);
        Minibatch minibatch = new Minibatch(forward.input(), ((Objective.Targets) forward.objective()).targets());
        Training training = new Training(
                optimizer, OptimizerState.initial(optimizer, forward.network()), Collections.nCopies(steps, minibatch));
        return new Case(
                "trained",
                forward.network(),
                forward.weights(),
                forward.input(),
                Map.of(),
                forward.objective(),
                Optional.of(training),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }
}
