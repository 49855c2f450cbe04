package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrappers, masks, GRUs, layer normalisation, pieces and segments against the equations, whose gradients come from a tape of
 * their own; every number within bounds derived from rounding.
 */
@Tag("slow")
class WideNetworksTest {
    private static final int TIME = 4;
    private static final int BATCH = 3;

    private static RecurrentSpec norm(Bias bias, boolean trainedStart) {
        return new SimpleRnnSpec("a", 2, 4, Activation.TANH, bias, Optional.of(new LayerNorm(1e-3)), trainedStart);
    }

    private static RecurrentSpec gru(GruSpec.Reset reset, Bias bias) {
        return new GruSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, reset, bias);
    }

    private static Map<String, NetworkSpec> networks() {
        RecurrentSpec lstm = LstmSpec.plain("a", 2, 3);
        RecurrentSpec rnn = Cases.rnn("a", 2, 3);
        Map<String, NetworkSpec> networks = new LinkedHashMap<>();
        networks.put("SimpleRnn", NetworkSpec.of(rnn));
        networks.put(
                "LSTMs, dense",
                NetworkSpec.of(lstm, Cases.peepholes("b", 3, 2), Cases.dense("c", 2, 2, Activation.SIGMOID)));
        for (Bias bias : Bias.values()) {
            networks.put("GRU after, " + bias, NetworkSpec.of(gru(GruSpec.Reset.AFTER_PRODUCT, bias)));
            networks.put("GRU before, " + bias, NetworkSpec.of(gru(GruSpec.Reset.BEFORE_PRODUCT, bias)));
            networks.put("layer normalisation, " + bias, NetworkSpec.of(norm(bias, false)));
        }
        networks.put("layer normalisation, trained start", NetworkSpec.of(norm(Bias.ONE, true)));
        for (Mode mode : Mode.values()) {
            networks.put("both " + mode, NetworkSpec.of(BidirectionalSpec.of(mode, Form.WRAPPER, lstm)));
        }
        networks.put(
                "Graves, dense",
                NetworkSpec.of(
                        BidirectionalSpec.of(Mode.ADD, Form.GRAVES, Cases.peepholes("a", 2, 3)),
                        Cases.dense("c", 3, 2, Activation.TANH)));
        networks.put(
                "both directions of both directions",
                NetworkSpec.of(
                        BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, rnn),
                        BidirectionalSpec.of(Mode.AVERAGE, Form.WRAPPER, GruSpec.plain("b", 6, 2))));
        networks.put(
                "both, last step, dense",
                NetworkSpec.of(
                        BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, lstm),
                        new LastStepSpec("last", 6),
                        Cases.dense("c", 6, 2, Activation.SIGMOID)));
        networks.put(
                "recurrent above the last step",
                NetworkSpec.of(rnn, new LastStepSpec("last", 3), LstmSpec.plain("b", 3, 2)));
        networks.put(
                "last steps of last steps",
                NetworkSpec.of(rnn, new LastStepSpec("last", 3), new LastStepSpec("later", 3)));
        networks.put("activation", NetworkSpec.of(rnn, new ActivationSpec("b", 3, Activation.SOFTMAX)));
        networks.put(
                "trained start",
                NetworkSpec.of(new SimpleRnnSpec("a", 2, 3, Activation.TANH, Bias.TWO, true), lstm(3)));
        return networks;
    }

    private static LstmSpec lstm(int inputs) {
        return LstmSpec.plain("b", inputs, 2);
    }

    private static Sequence mask(int batch, long seed) {
        Sequence mask = Sequence.random(TIME, batch, 1, seed);
        for (int i = 0; i < mask.values().length; i++) {
            mask.values()[i] = mask.values()[i] < 1.0 / 3 ? 1 : 0;
        }
        for (int row = 0; row < batch; row++) {
            mask.at(1 + row % TIME).setEntry(row, 0, 1);
        }
        return mask;
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        networks().forEach((name, network) -> {
            for (int batch : new int[] {1, BATCH}) {
                Case scenario = upstream(network, batch);
                cases.add(arguments(name + ", batch of " + batch, scenario));
                for (MaskRule rule : batch == 1 ? List.of(MaskRule.CARRY) : List.of(MaskRule.values())) {
                    Masks masks = Masks.ofFeatures(mask(batch, 5), rule);
                    cases.add(arguments(name + ", batch of " + batch + ", " + rule, scenario.with(masks)));
                }
            }
        });
        for (MaskRule rule : MaskRule.values()) {
            NetworkSpec skipping = NetworkSpec.of(
                    new MaskZeroSpec(LstmSpec.plain("a", 2, 3), 0.25, rule),
                    new MaskZeroSpec(Cases.rnn("b", 3, 2), 0, rule),
                    Cases.dense("c", 2, 2, Activation.SIGMOID));
            cases.add(arguments("skipping, " + rule, skippable(upstream(skipping, BATCH))));
        }
        NetworkSpec stack = NetworkSpec.of(Cases.peepholes("a", 2, 3), Cases.rnn("b", 3, 2), GruSpec.plain("c", 2, 2));
        Masks masks = Masks.ofFeatures(mask(BATCH, 6), MaskRule.CARRY);
        for (Truncation truncation : List.of(
                new Truncation.Sliding(1),
                new Truncation.Chunked(2),
                new Truncation.Segmented(3, 2),
                new Truncation.Segmented(2, 1),
                new Truncation.Segmented(9, 4),
                new Truncation.Segmented(2, 2))) {
            cases.add(arguments(truncation.toString(), upstream(stack, BATCH).with(truncation)));
            cases.add(arguments(
                    truncation + ", masked",
                    upstream(stack, BATCH).with(truncation).with(masks)));
        }
        cases.add(arguments(
                "nothing more than single numbers",
                upstream(
                        NetworkSpec.of(
                                BidirectionalSpec.of(Mode.MUL, Form.WRAPPER, GruSpec.plain("a", 1, 1)),
                                new GruSpec(
                                        "b",
                                        1,
                                        1,
                                        Activation.TANH,
                                        Activation.SIGMOID,
                                        GruSpec.Reset.BEFORE_PRODUCT,
                                        Bias.TWO),
                                Cases.dense("c", 1, 1, Activation.SIGMOID)),
                        1)));
        return cases.stream();
    }

    /** Every kind of number that SameDiff has but scores. */
    private static Case upstream(NetworkSpec network, int batch) {
        Case scenario = Cases.upstream(network, TIME, batch, 30);
        Set<Kind> observed = EnumSet.copyOf(scenario.observed());
        if (network.recurrent().stream().allMatch(RecurrentSpec::trainableStart)) {
            observed.remove(Kind.INITIAL_HIDDEN_GRADIENT);
        }
        if (network.recurrent().stream().noneMatch(RecurrentSpec::hasCell)) {
            observed.removeAll(EnumSet.of(Kind.FINAL_CELL, Kind.INITIAL_CELL_GRADIENT));
        }
        if (!network.streams()) {
            observed.remove(Kind.STREAMED);
        }
        return scenario.observing(observed);
    }

    /** Features of steps that the first layer skips; the second one skips where the first yields zeros, or what it carries. */
    private static Case skippable(Case scenario) {
        for (int row = 0; row < BATCH; row++) {
            scenario.input().at(2 + row).setRow(row, new double[] {0.25, 0.25});
        }
        scenario.input().at(1).setRow(0, new double[] {0.25, 0.25});
        scenario.input().at(1).setRow(1, new double[] {0.25, 0});
        return scenario;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void should_compute_what_the_equations_say(String name, Case scenario) {
        Comparison comparison =
                Comparison.between(Frameworks.equations(), new SameDiffFramework(), scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.sentence()).isEqualTo(Outcome.AGREE);
    }

    @Test
    void should_train_on_minibatches_with_masks_of_their_own() {
        NetworkSpec network = NetworkSpec.of(
                BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("a", 2, 3)),
                new LastStepSpec("last", 6),
                Cases.dense("c", 6, 2, Activation.SIGMOID));
        Loss loss = Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH);
        List<Minibatch> minibatches = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            Sequence targets = new Sequence(1, 2, 2, new double[] {1, 0, step % 2, 1});
            Masks masks = step == 2
                    ? Masks.NONE
                    : Masks.ofFeatures(mask(2, 40 + step), step == 3 ? MaskRule.CARRY : MaskRule.RESET);
            minibatches.add(new Minibatch(Sequence.random(TIME, 2, 2, 50 + step), targets, masks));
        }
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
        Case scenario = new Case(
                "masked minibatches",
                network,
                Weights.random(network, 1),
                minibatches.get(0).input(),
                minibatches.get(0).masks(),
                Map.of(),
                new Objective.Targets(loss, minibatches.get(0).targets()),
                Truncation.NONE,
                Optional.of(new Training(sgd, GradientClip.NONE, OptimizerState.initial(sgd, network), minibatches)),
                Execution.STANDARD,
                EnumSet.of(Kind.SCORE, Kind.GRADIENT, Kind.PARAMETER));
        should_compute_what_the_equations_say("masked minibatches", scenario);
    }
}
