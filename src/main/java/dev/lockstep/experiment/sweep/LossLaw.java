package dev.lockstep.experiment.sweep;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Draws losses, the layers whose outputs they can read and the targets that fit both.
 *
 * @param chance what is drawn with
 * @param function the loss function
 * @param outputs the range that its outputs must have
 * @param targets the numbers that its targets must be
 */
record LossLaw(Chance chance, LossFunction function, Outputs outputs, Numbers targets) {
    private enum Outputs {
        ANY,
        /** Not all 0 at once, where a direction is asked for. */
        DIRECTIONS,
        POSITIVE,
        PROBABILITIES,
        DISTRIBUTION
    }

    private enum Numbers {
        ANY,
        POSITIVE,
        FRACTIONS,
        DISTRIBUTION,
        SIGNS,
        NOT_NEAR_ZERO
    }

    private static final int CLIPPINGS = 4;
    private static final List<Activation> INTO_FRACTIONS = List.of(Activation.SIGMOID);
    private static final List<Activation> WITHOUT_FLATS =
            List.of(Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.SOFTSIGN, Activation.ELU);
    private static final List<Activation> POSITIVE = List.of(Activation.SIGMOID, Activation.SOFTPLUS);

    /** Any function, with what it reads; one that is not known here reads anything. */
    static LossLaw draw(Chance chance) {
        LossFunction function = chance.oneOf(LossFunction.values());
        return switch (function.name()) {
            case "MCXENT", "NEGATIVELOGLIKELIHOOD" ->
                new LossLaw(
                        chance,
                        function,
                        chance.of(75) ? Outputs.DISTRIBUTION : Outputs.PROBABILITIES,
                        Numbers.DISTRIBUTION);
            case "KL_DIVERGENCE", "RECONSTRUCTION_CROSSENTROPY" ->
                new LossLaw(chance, function, Outputs.PROBABILITIES, Numbers.FRACTIONS);
            case "XENT" ->
                new LossLaw(
                        chance,
                        function,
                        chance.of(90) ? Outputs.PROBABILITIES : Outputs.DISTRIBUTION,
                        Numbers.FRACTIONS);
            case "POISSON", "MSLE" -> new LossLaw(chance, function, Outputs.POSITIVE, Numbers.POSITIVE);
            case "HINGE", "SQUARED_HINGE" -> new LossLaw(chance, function, Outputs.ANY, Numbers.SIGNS);
            case "COSINE_PROXIMITY" -> new LossLaw(chance, function, Outputs.DIRECTIONS, Numbers.ANY);
            case "MAPE" -> new LossLaw(chance, function, Outputs.ANY, Numbers.NOT_NEAR_ZERO);
            default -> new LossLaw(chance, function, Outputs.ANY, Numbers.ANY);
        };
    }

    /** The last layer, usually a dense one. */
    Optional<NetworkLaw.Head> head() {
        int size = chance.of(85) ? chance.between(2, 3) : 1;
        boolean withoutWeights = chance.of(15);
        Activation activation = switch (outputs) {
            case ANY -> chance.of(65) ? Activation.IDENTITY : chance.oneOf(Activation.values());
            case DIRECTIONS -> chance.oneOf(WITHOUT_FLATS);
            case POSITIVE -> chance.oneOf(POSITIVE);
            case PROBABILITIES -> chance.oneOf(INTO_FRACTIONS);
            case DISTRIBUTION -> Activation.SOFTMAX;
        };
        if (outputs == Outputs.ANY && chance.of(12)) {
            return Optional.empty();
        }
        return Optional.of(new NetworkLaw.Head(withoutWeights ? 0 : size, activation));
    }

    /** The function with a reduction and what happens inside its logarithm, if it has one. */
    Loss loss() {
        Reduction reduction = chance.of(45) ? Reduction.MEAN_OVER_BATCH : chance.oneOf(Reduction.values());
        for (int i = 0; i < CLIPPINGS && chance.of(80); i++) {
            try {
                Clipping.Rule rule = chance.oneOf(Clipping.Rule.values());
                double epsilon = rule == Clipping.Rule.NONE ? 0 : chance.oneOf(1e-5, 1e-5, 1e-10, 0.05);
                return new Loss(function, reduction, new Clipping(rule, epsilon));
            } catch (InvalidInput notOfThisFunction) {
                continue;
            }
        }
        return Loss.of(function, reduction);
    }

    /** Targets of that shape. */
    Sequence targets(int time, int batch, int features) {
        Sequence drawn = chance.sequence(time, batch, features);
        double[] values = drawn.values();
        switch (targets) {
            case POSITIVE -> Arrays.setAll(values, i -> 1.2 + values[i]);
            case SIGNS -> Arrays.setAll(values, i -> values[i] < 0 ? -1 : 1);
            case NOT_NEAR_ZERO -> Arrays.setAll(values, i -> Math.copySign(0.5 + Math.abs(values[i]) / 2, values[i]));
            case FRACTIONS -> fractions(values);
            case DISTRIBUTION -> distributions(drawn, features);
            default -> {}
        }
        return drawn;
    }

    private void fractions(double[] values) {
        boolean bits = chance.of(60);
        Arrays.setAll(values, i -> bits ? values[i] < 0 ? 0 : 1 : 0.5 + 0.45 * values[i]);
    }

    /** One-hot, or a distribution, or seldom numbers that do not sum to 1. */
    private void distributions(Sequence drawn, int features) {
        double[] values = drawn.values();
        int manner = chance.between(1, 100);
        for (int row = 0; row < values.length; row += features) {
            int at = row;
            int hot = chance.between(0, features - 1);
            double sum = IntStream.range(at, at + features)
                    .mapToDouble(i -> 1.5 + values[i])
                    .sum();
            for (int i = 0; i < features; i++) {
                double share = (1.5 + values[at + i]) / (manner <= 88 ? sum : 1);
                values[at + i] = manner > 50 ? share : i == hot ? 1 : 0;
            }
        }
    }
}
