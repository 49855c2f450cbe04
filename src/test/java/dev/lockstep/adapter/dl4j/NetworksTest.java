package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.definition.DefinitionFramework;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.math.Activation;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.Truncation;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks, formats, pieces and floats against the equations; what features/deeplearning4j does not go through. */
class NetworksTest {
    private static final Loss MEAN = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
    /** Rows of three, four and five steps. */
    private static final Sequence PADDED =
            new Sequence(5, 3, 1, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 1});

    private static final Sequence WITH_GAPS =
            new Sequence(5, 3, 1, new double[] {1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1});

    private static final NetworkSpec RNN =
            NetworkSpec.of(Cases.rnn("a", 2, 3), Cases.dense("out", 3, 2, Activation.SIGMOID));

    private static void assertAgrees(Case scenario) {
        Comparison comparison =
                Comparison.between(Cases.DL4J, new DefinitionFramework(), scenario, Tolerances.derived());

        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
    }

    private static Case masked(NetworkSpec network, Sequence features) {
        return Cases.loss(network, MEAN, 5, 3, false, 41).with(Masks.ofFeatures(features, MaskRule.RESET));
    }

    private static Case in(SequenceFormat format, Case scenario) {
        return scenario.with(new Execution(Precision.DOUBLE, format));
    }

    /** Of a mask of labels it may not make the mask of features, as calculateGradients does, nor the other way round. */
    @ParameterizedTest
    @EnumSource(SequenceFormat.class)
    void should_keep_masks_of_features_and_labels_apart(SequenceFormat format) {
        Case scenario = masked(RNN, WITH_GAPS);

        assertAgrees(in(format, scenario));
        assertAgrees(in(format, scenario.with(scenario.masks().withLabels(PADDED))));
        assertAgrees(in(format, scenario.with(Masks.ofLabels(PADDED))));
    }

    /** Twelve of the thirty outputs do not cost; the mask of single outputs has features before time in both formats. */
    @ParameterizedTest
    @EnumSource(SequenceFormat.class)
    void should_mask_single_outputs(SequenceFormat format) {
        double[] mask = new double[30];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i * 7 % 5 < 2 ? 0 : 1;
        }
        Case scenario = masked(RNN, WITH_GAPS);

        assertAgrees(in(format, scenario.with(scenario.masks().withLabels(new Sequence(5, 3, 2, mask)))));
    }

    @Test
    void should_mask_labels_of_the_last_step() {
        NetworkSpec network = NetworkSpec.of(
                Cases.rnn("a", 2, 3), new LastStepSpec("last", 3), Cases.dense("out", 3, 2, Activation.SIGMOID));
        Sequence labels = new Sequence(1, 3, 1, new double[] {1, 0, 1});

        assertAgrees(masked(network, PADDED)
                .with(Masks.ofFeatures(PADDED, MaskRule.RESET).withLabels(labels)));
    }

    /** Layer by layer: a gradient from outside, under a mask, to the last step that counts of each row. */
    @ParameterizedTest
    @EnumSource(SequenceFormat.class)
    void should_take_gradients_from_outside_under_a_mask(SequenceFormat format) {
        RecurrentSpec rnn = Cases.rnn("a", 2, 3);
        NetworkSpec network = NetworkSpec.of(
                BidirectionalSpec.of(Mode.MUL, Form.WRAPPER, rnn), Cases.rnn("b", 3, 2), new LastStepSpec("last", 2));
        Case forward = Cases.forward(network, 5, 3, false, 43).with(Masks.ofFeatures(PADDED, MaskRule.RESET));
        Case scenario = Cases.with(forward, new Objective.Upstream(Sequence.random(1, 3, 2, 44), Map.of()))
                .with(forward.masks())
                .observing(Set.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));

        assertAgrees(in(format, scenario));
    }

    @Test
    void should_know_states_after_steps_that_do_not_count() {
        Case forward = Cases.forward(RNN, 5, 3, true, 45).with(Masks.ofFeatures(WITH_GAPS, MaskRule.RESET));

        assertAgrees(forward.observing(Set.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.STREAMED)));
    }

    /** One segment is no truncation; whatever the backward length, Deeplearning4j reads the forward one. */
    @Test
    void should_take_a_whole_sequence_for_one_segment() {
        Case scenario = Cases.loss(
                NetworkSpec.of(LstmSpec.plain("a", 2, 3), Cases.dense("out", 3, 2, Activation.SIGMOID)),
                MEAN,
                5,
                3,
                false,
                47);
        Observations two = Cases.observe(scenario.with(new Truncation.Segmented(3, 2)));
        Observations three = Cases.observe(scenario.with(new Truncation.Segmented(3, 3)));

        assertAgrees(scenario.with(new Truncation.Segmented(5, 5)));
        for (Quantity quantity : two.quantities()) {
            assertThat(two.get(quantity).values())
                    .containsExactly(three.get(quantity).values());
        }
    }

    /** A feature that is exactly 0.1f in floats is skipped there, too. */
    @Test
    void should_round_the_masking_value_as_the_input() {
        NetworkSpec network = NetworkSpec.of(
                new MaskZeroSpec(Cases.rnn("a", 1, 2), 0.1, MaskRule.RESET),
                Cases.dense("out", 2, 2, Activation.SIGMOID));
        Case doubles = Cases.with(
                Cases.loss(network, MEAN, 4, 1, false, 49), new Sequence(4, 1, 1, new double[] {0.5, 0.1, -0.5, 0.25}));
        Case floats = doubles.with(new Execution(Precision.SINGLE, SequenceFormat.NCW));

        assertAgrees(floats);
        assertThat(Cases.observe(floats.observing(Set.of(Kind.OUTPUTS)))
                        .get(Quantity.outputs("a"))
                        .values())
                .contains(0, org.assertj.core.data.Index.atIndex(2));
    }

    @Test
    void should_compute_in_single_precision_throughout() {
        Case floats = Cases.loss(Cases.networks().get("deep"), MEAN, 4, 1, false, 51)
                .with(new Execution(Precision.SINGLE, SequenceFormat.NWC))
                .observing(Set.of(Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT));
        Observations observations = Cases.observe(floats);

        for (Quantity quantity : observations.quantities()) {
            for (double value : observations.get(quantity).values()) {
                assertThat(value).as(quantity.toString()).isEqualTo((double) (float) value);
            }
        }
    }

    @Test
    void should_leave_no_mask_and_no_precision_behind() {
        Case plain = Cases.loss(RNN, MEAN, 5, 3, false, 53);
        Observations before = Cases.observe(plain);

        Cases.observe(masked(RNN, PADDED));
        Cases.observe(plain.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)));
        Observations after = Cases.observe(plain);

        for (Quantity quantity : before.quantities()) {
            assertThat(after.get(quantity).values())
                    .containsExactly(before.get(quantity).values());
        }
    }
}
