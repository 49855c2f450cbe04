package dev.lockstep.experiment;

import dev.lockstep.comparison.StepwiseTraining;
import dev.lockstep.math.Activation;
import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
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
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small network that learns to add two numbers bit by bit: SimpleRnn(2→3), dense(3→1, sigmoid), binary cross entropy
 * averaged over pairs and bits with exact logarithms, Adam.
 */
public final class BinaryAdder {
    private static final int BITS = 7;
    private static final int PAIRS = 2000;
    private static final int MINIBATCH = 100;
    private static final OptimizerSpec ADAM =
            new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);

    private final BinaryAddition addition = new BinaryAddition(BITS);
    private final List<BinaryAddition.Pair> seen;
    private final Case training;
    private final long seed;

    /**
     * One sum as the network writes it.
     *
     * @param pair the two numbers
     * @param answer the number that its outputs mean
     */
    public record Sum(BinaryAddition.Pair pair, int answer) {
        /** Whether every bit is right. */
        public boolean isRight() {
            return answer == pair.sum();
        }

        /** A number's bits, least significant first, as the network reads and writes them. */
        public static String bits(int number) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < BITS; bit++) {
                text.append((number >> bit) & 1);
            }
            return text.toString();
        }
    }

    /**
     * @param seed of the weights; seed + 1 draws the training pairs, seed + 2 the unseen ones
     * @param epochs how often all 20 minibatches are read, at least 1
     */
    public BinaryAdder(long seed, int epochs) {
        this.seed = seed;
        this.seen = addition.pairs(PAIRS, seed + 1);
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("state", 2, 3, Activation.TANH), new DenseSpec("sum", 3, 1, Activation.SIGMOID));
        List<Minibatch> minibatches = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            minibatches.addAll(addition.minibatches(seen, MINIBATCH));
        }
        Loss loss = Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH_AND_TIME);
        this.training = new Case(
                "binary adder",
                network,
                Weights.random(network, seed),
                minibatches.get(0).input(),
                Map.of(),
                new Objective.Targets(loss, minibatches.get(0).targets()),
                Optional.of(new Training(ADAM, OptimizerState.initial(ADAM, network), minibatches)),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER));
    }

    /** What is trained and how: any framework can be asked to. */
    public Case training() {
        return training;
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
        List<BinaryAddition.Pair> pairs = addition.unseenPairs(count, seed + 2, seen);
        Minibatch data = addition.minibatch(pairs);
        Case forward = new Case(
                "fresh sums",
                training.network(),
                StepwiseTraining.weightsAfter(training.network(), trained, steps()),
                data.input(),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
        Sequence outputs = new Sequence(
                BITS,
                count,
                1,
                framework.observe(forward).get(Quantity.outputs("sum")).values());
        List<Sum> sums = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            sums.add(new Sum(pairs.get(row), addition.number(outputs, row)));
        }
        return sums;
    }

    private int steps() {
        return training.training().orElseThrow().minibatches().size();
    }
}
