package dev.lockstep.experiment;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small network that learns to add two numbers bit by bit, on 2000 pairs of 6-bit numbers in minibatches of 100. */
public final class BinaryAdder {
    private static final int PAIRS = 2000;
    private static final int MINIBATCH = 100;
    private static final int DOCUMENT_EPOCHS = 5;

    /** How numbers are written: seven bits for a sum. */
    public static final BinaryAddition ADDITION = new BinaryAddition(7);

    private final List<BinaryAddition.Pair> seen;
    private final Case training;
    private final long seed;

    private BinaryAdder(long seed, List<BinaryAddition.Pair> seen, Case training) {
        this.seed = seed;
        this.seen = seen;
        this.training = training;
    }

    /**
     * As Deeplearning4j can be asked too: SimpleRnn(2→3), dense(3→1, sigmoid), binary cross entropy averaged over pairs and
     * bits with exact logarithms, Adam with α = 0.03, disjoint minibatches.
     *
     * @param seed of the weights; seed + 1 draws the training pairs, seed + 2 the unseen ones
     * @param epochs how often all 20 minibatches are read, at least 1
     */
    public static BinaryAdder ordinary(long seed, int epochs) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("state", 2, 3, Activation.TANH), new DenseSpec("sum", 3, 1, Activation.SIGMOID));
        OptimizerSpec adam = new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);
        List<BinaryAddition.Pair> seen = ADDITION.pairs(PAIRS, seed + 1);
        Loss loss = Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH_AND_TIME);
        List<Minibatch> minibatches = ADDITION.minibatches(seen, MINIBATCH);
        return new BinaryAdder(
                seed, seen, training(network, Weights.random(network, seed), loss, adam, minibatches, epochs));
    }

    /**
     * The seed document's own setting: two biases on the state, a trained initial state, cost with 1e-99 inside the logarithms,
     * RMSProp with look-ahead momentum, five epochs.
     *
     * @param seed as in {@link #ordinary}
     * @param placement of ε
     * @param sliding whether minibatches move on by one pair, and not by a hundred
     */
    public static BinaryAdder document(long seed, OptimizerSpec.Epsilon placement, boolean sliding) {
        NetworkSpec network = documentNetwork();
        OptimizerSpec rmsProp = new OptimizerSpec.LookAheadRmsProp(0.05, 0.5, 0.8, 1e-6, placement);
        List<BinaryAddition.Pair> seen = ADDITION.pairs(PAIRS, seed + 1);
        List<Minibatch> minibatches =
                sliding ? ADDITION.slidingMinibatches(seen, MINIBATCH) : ADDITION.minibatches(seen, MINIBATCH);
        Weights weights = Weights.initial(network, new Initialisation.Glorot(), seed);
        return new BinaryAdder(
                seed, seen, training(network, weights, documentLoss(), rmsProp, minibatches, DOCUMENT_EPOCHS));
    }

    /**
     * The recipe that learns it from every seed that was tried: the document's network and cost, Adam with α = 0.05, 20 epochs of
     * disjoint minibatches, and {@link AdderStarts#recipe restarts}.
     *
     * @param seed as in {@link #ordinary}
     */
    public static BinaryAdder recipe(long seed) {
        NetworkSpec network = documentNetwork();
        OptimizerSpec adam = new OptimizerSpec.Adam(0.05, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.ALGORITHM_1);
        List<BinaryAddition.Pair> seen = ADDITION.pairs(PAIRS, seed + 1);
        List<Minibatch> minibatches = ADDITION.minibatches(seen, MINIBATCH);
        Weights weights = Weights.initial(network, new Initialisation.Glorot(), seed);
        return new BinaryAdder(seed, seen, training(network, weights, documentLoss(), adam, minibatches, 20));
    }

    private static NetworkSpec documentNetwork() {
        return NetworkSpec.of(
                new SimpleRnnSpec("state", 2, 3, Activation.TANH, Bias.TWO, true),
                new DenseSpec("sum", 3, 1, Activation.SIGMOID));
    }

    private static Loss documentLoss() {
        return new Loss(LossFunction.XENT, Reduction.MEAN_OVER_BATCH_AND_TIME, Clipping.added(1e-99));
    }

    private static Case training(
            NetworkSpec network,
            Weights weights,
            Loss loss,
            OptimizerSpec optimizer,
            List<Minibatch> epoch,
            int epochs) {
        List<Minibatch> minibatches = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            minibatches.addAll(epoch);
        }
        return new Case(
                "binary adder",
                network,
                weights,
                epoch.get(0).input(),
                Map.of(),
                new Objective.Targets(loss, epoch.get(0).targets()),
                Optional.of(new Training(optimizer, OptimizerState.initial(optimizer, network), minibatches)),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER));
    }

    /** What is trained and how: any framework can be asked to. */
    public Case training() {
        return training;
    }

    /** The pairs that it is trained on. */
    public List<BinaryAddition.Pair> seen() {
        return seen;
    }

    /** Pairs that it is not trained on, always the same for the same seed. */
    public List<BinaryAddition.Pair> unseen(int count) {
        return ADDITION.unseenPairs(count, seed + 2, seen);
    }

    /** Cost of every minibatch before the update on it. */
    public double[] costs(Observations trained) {
        double[] costs = new double[steps()];
        for (int step = 1; step <= costs.length; step++) {
            costs[step - 1] = trained.get(Quantity.score(step)).values()[0];
        }
        return costs;
    }

    /** Fresh sums by the trained network, computed by the same framework. */
    public List<Sum> sums(Framework framework, Observations trained, int count) {
        Weights weights = Weights.after(steps(), training.network(), trained);
        return new AdderExam(ADDITION, training.network(), weights).answers(framework, unseen(count));
    }

    private int steps() {
        return training.training().orElseThrow().minibatches().size();
    }
}
