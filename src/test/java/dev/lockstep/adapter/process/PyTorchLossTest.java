package dev.lockstep.adapter.process;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and their gradients by PyTorch. */
class PyTorchLossTest extends PyTorchLive {
    private static final int OUTPUTS = 2;

    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (LossFunction function : LossFunction.values()) {
            losses.add(Loss.of(function, Reduction.MEAN_OVER_BATCH));
            losses.add(Loss.of(function, Reduction.SUM).weighted(List.of(0.25, 1.75)));
        }
        losses.add(new Loss(LossFunction.XENT, Reduction.SUM, Clipping.added(1e-3)));
        losses.add(new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.added(1e-3)));
        losses.add(new Loss(LossFunction.COSINE_PROXIMITY, Reduction.SUM, Clipping.floored(0.45)));
        return losses;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAndTheirGradientsAgreeAlsoWithWeightsOfStepsAndOutputs(Loss loss) {
        for (Activation activation : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
            Case whole = scored(activation, loss, targets(loss));
            expectAgreement(whole);
            expectAgreement(whole.with(Masks.ofLabels(weights(1))));
            expectAgreement(whole.with(Masks.ofLabels(weights(OUTPUTS))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reductionsAgree(Reduction reduction) {
        Loss loss = Loss.of(LossFunction.MSE, reduction);
        expectAgreement(scored(Activation.SIGMOID, loss, targets(loss)));
        NetworkSpec last = NetworkSpec.of(
                RNN.layers().get(0),
                new LastStepSpec("last", 3),
                new DenseSpec("dense", 3, OUTPUTS, Activation.IDENTITY));
        Objective objective = new Objective.Targets(loss, fractions(1, OUTPUTS, 7));
        expectAgreement(scenario(last, objective, Kind.SCORE, Kind.GRADIENT));
    }

    /** A hinge that is not reached costs nothing and has no slope; one that is has. */
    @Test
    void hingesAgreeOnBothSidesOfTheKink() {
        for (LossFunction function : List.of(LossFunction.HINGE, LossFunction.SQUARED_HINGE)) {
            Loss loss = Loss.of(function, Reduction.SUM);
            Sequence targets = targets(loss);
            for (int i = 0; i < targets.values().length; i++) {
                targets.values()[i] *= 8;
            }
            expectAgreement(scored(Activation.IDENTITY, loss, targets));
        }
    }

    /** Targets of 0 cost nothing, though their logarithm is infinite. */
    @Test
    void divergenceOfATargetOfZeroAgrees() {
        Loss loss = Loss.of(LossFunction.KL_DIVERGENCE, Reduction.SUM);
        Sequence targets = targets(loss);
        targets.values()[0] = 0;
        targets.values()[5] = 0;
        expectAgreement(scored(Activation.SOFTMAX, loss, targets));
    }

    /** Of the first step p is 0, and −log p infinite. */
    @Test
    void whatHasNoWeightDoesNotCountBeItInfinite() {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("dense", 2, OUTPUTS, Activation.RELU, Bias.NONE));
        Weights weights = Weights.random(network, 1);
        System.arraycopy(
                new double[] {0.3, 0.7, 0.4, 0.9},
                0,
                weights.get(new ParameterKey("dense", Parameter.W)).array(),
                0,
                2 * OUTPUTS);
        Sequence input = fractions(TIME, 2, 9);
        Sequence counting = Sequence.zeros(TIME, BATCH, 1);
        Arrays.fill(counting.values(), BATCH, TIME * BATCH, 1);
        input.at(1).fill(0);
        for (LossFunction function : List.of(LossFunction.POISSON, LossFunction.MCXENT, LossFunction.MSLE)) {
            Loss loss = Loss.of(function, Reduction.SUM);
            expectAgreement(new Case(
                            "no weight",
                            network,
                            weights,
                            input,
                            Map.of(),
                            new Objective.Targets(loss, targets(loss)),
                            Optional.empty(),
                            EnumSet.of(Kind.SCORE, Kind.GRADIENT))
                    .with(Masks.ofLabels(counting)));
        }
    }

    private static Case scored(Activation activation, Loss loss, Sequence targets) {
        NetworkSpec network = NetworkSpec.of(RNN.layers().get(0), new DenseSpec("dense", 3, OUTPUTS, activation));
        return scenario(network, new Objective.Targets(loss, targets), Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT);
    }

    /** ±1 for hinges, fractions for all others. */
    private static Sequence targets(Loss loss) {
        Sequence targets = fractions(TIME, OUTPUTS, 7);
        if (loss.function() == LossFunction.HINGE || loss.function() == LossFunction.SQUARED_HINGE) {
            for (int i = 0; i < targets.values().length; i++) {
                targets.values()[i] = targets.values()[i] < 0.5 ? -1 : 1;
            }
        }
        return targets;
    }

    /** Some of them 0, of whole steps or of single outputs. */
    private static Sequence weights(int features) {
        Sequence weights = fractions(TIME, features, 11);
        for (int i = 0; i < weights.values().length; i += 3) {
            weights.values()[i] = 0;
        }
        return weights;
    }
}
