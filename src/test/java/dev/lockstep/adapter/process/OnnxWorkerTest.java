package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours against ONNX Runtime: what its nodes compute of every kind of layer, and what they do not. */
class OnnxWorkerTest extends OnnxLive {
    @ParameterizedTest
    @MethodSource("cells")
    void outputs_and_states(RecurrentSpec cell) {
        expectAgreement(forward(NetworkSpec.of(cell)));
    }

    @Test
    void states_that_are_not_given_are_zero() {
        NetworkSpec network = NetworkSpec.of(lstm(Activation.TANH, Activation.SIGMOID, false, Bias.ONE));
        expectAgreement(PyTorchLive.fromZero(forward(network)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void both_directions(RecurrentSpec cell) {
        expectAgreement(forward(both(BidirectionalSpec.Mode.CONCAT, cell)));
    }

    @ParameterizedTest
    @EnumSource(BidirectionalSpec.Mode.class)
    void both_directions_put_together(BidirectionalSpec.Mode mode) {
        RecurrentSpec cell = lstm(Activation.TANH, Activation.SIGMOID, false, Bias.ONE);
        expectAgreement(observing(both(mode, cell), Kind.OUTPUTS));
    }

    @Test
    void a_layer_of_two_directions_with_peepholes() {
        expectAgreement(forward(NetworkSpec.of(BidirectionalSpec.of(
                BidirectionalSpec.Mode.ADD,
                BidirectionalSpec.Form.GRAVES,
                lstm(Activation.TANH, Activation.SIGMOID, true, Bias.ONE)))));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"IDENTITY", "TANH", "SIGMOID", "RELU", "LEAKY_RELU", "ELU", "SOFTPLUS", "SOFTSIGN", "HARD_SIGMOID"
            })
    void activations_of_recurrent_nodes(Activation activation) {
        for (RecurrentSpec cell : List.of(
                rnn(activation, Bias.ONE),
                lstm(activation, Activation.HARD_SIGMOID, false, Bias.ONE),
                gru(Activation.ELU, activation, Reset.AFTER_PRODUCT, Bias.TWO))) {
            expectAgreement(observing(both(BidirectionalSpec.Mode.CONCAT, cell), Kind.OUTPUTS));
        }
    }

    /** Of numbers some of which are above its threshold. */
    @Test
    void thresholded_relu() {
        NetworkSpec network = NetworkSpec.of(
                rnn(Activation.THRESHOLDED_RELU, Bias.ONE), new DenseSpec("top", 3, 2, Activation.THRESHOLDED_RELU));
        expectAgreement(withWeightsUpTo(4, network));
    }

    @ParameterizedTest
    @EnumSource(names = {"HARD_TANH", "RELU6"})
    void activations_that_are_clips(Activation activation) {
        expectAgreement(forward(NetworkSpec.of(rnn(activation, Bias.TWO))));
        expectRefusal(
                forward(NetworkSpec.of(lstm(activation, Activation.SIGMOID, false, Bias.ONE))),
                "its recurrent nodes have no " + activation.title());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IDENTITY",
                "TANH",
                "SIGMOID",
                "RELU",
                "LEAKY_RELU",
                "ELU",
                "SOFTPLUS",
                "SOFTSIGN",
                "HARD_SIGMOID",
                "HARD_TANH",
                "SOFTMAX",
                "RELU6",
                "SELU"
            })
    void layers_beside_recurrent_ones(Activation activation) {
        expectAgreement(observing(
                NetworkSpec.of(
                        new DenseSpec("first", 2, 2, Activation.IDENTITY, Bias.NONE),
                        rnn(Activation.TANH, Bias.ONE),
                        new DenseSpec("top", 3, 2, activation),
                        new ActivationSpec("last", 2, activation)),
                Kind.OUTPUTS));
    }

    @Test
    void layers_above_one_another() {
        cells(Bias.ONE)
                .forEach(cell -> expectAgreement(forward(NetworkSpec.of(
                        cell,
                        new SimpleRnnSpec("second", 3, 4, Activation.TANH, Bias.NONE, false),
                        new LastStepSpec("last", 4),
                        new DenseSpec("top", 4, 2, Activation.SOFTMAX)))));
    }

    @Test
    void a_start_that_was_trained() {
        expectAgreement(forward(NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true))));
    }

    /** Of numbers of which some are clipped and some are not. */
    @ParameterizedTest
    @MethodSource("cells")
    void pre_activations_are_clipped(RecurrentSpec cell) {
        RecurrentSpec clipped = cell.clippingPreActivationsAt(0.7);
        expectAgreement(withWeightsUpTo(3, NetworkSpec.of(clipped)));
        expectAgreement(withWeightsUpTo(3, both(BidirectionalSpec.Mode.CONCAT, clipped)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.9, 2, 7})
    void a_clip_beside_activations_that_are_clips(double clip) {
        for (Activation activation : List.of(Activation.HARD_TANH, Activation.RELU6, Activation.RELU)) {
            expectAgreement(
                    withWeightsUpTo(8, NetworkSpec.of(rnn(activation, Bias.ONE).clippingPreActivationsAt(clip))));
        }
    }

    @ParameterizedTest
    @MethodSource("cellsOfOneBias")
    void pre_activations_of_rows_that_end_early_are_clipped(RecurrentSpec cell) {
        NetworkSpec network = NetworkSpec.of(cell.clippingPreActivationsAt(0.7), new LastStepSpec("last", 3));
        expectAgreement(withWeightsUpTo(3, network).with(PyTorchLive.first(MaskRule.CARRY, 3, 2, 1)));
    }

    static Stream<RecurrentSpec> cellsOfOneBias() {
        return cells(Bias.ONE);
    }

    @ParameterizedTest
    @MethodSource("cellsOfOneBias")
    void rows_that_end_early_keep_their_states(RecurrentSpec cell) {
        for (NetworkSpec network :
                List.of(NetworkSpec.of(cell, new LastStepSpec("last", 3)), both(BidirectionalSpec.Mode.CONCAT, cell))) {
            Case scenario = observing(network, Kind.OUTPUTS, Kind.FINAL_HIDDEN);
            expectAgreement(scenario.with(PyTorchLive.first(MaskRule.CARRY, 3, 2, 1)));
        }
    }

    @ParameterizedTest
    @MethodSource("cellsOfOneBias")
    void rows_that_end_early_are_followed_by_zeros(RecurrentSpec cell) {
        Case upwards = observing(NetworkSpec.of(cell, new LastStepSpec("last", 3)), Kind.OUTPUTS);
        expectAgreement(upwards.with(PyTorchLive.first(MaskRule.RESET, 4, 2, 1)));
        Case bothWays = observing(both(BidirectionalSpec.Mode.ADD, cell), Kind.OUTPUTS);
        expectAgreement(PyTorchLive.fromZero(bothWays).with(PyTorchLive.first(MaskRule.RESET, 4, 2, 1)));
        expectRefusal(
                bothWays.with(PyTorchLive.first(MaskRule.RESET, 4, 2, 1)),
                "its sequence_lens start in reverse from the state that the case resets at the steps before");
    }

    static Stream<Arguments> masks() {
        return Stream.of(
                arguments(
                        PyTorchLive.first(MaskRule.RESET, 4, 2, 1),
                        "its sequence_lens keep the state that a row ends with, where the case resets it"),
                arguments(
                        PyTorchLive.first(MaskRule.CARRY, 4, 2, 0),
                        "its nodes forget the initial state of a row without a step"));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void masks_that_mean_something_else(Masks masks, String because) {
        NetworkSpec network = NetworkSpec.of(rnn(Activation.TANH, Bias.ONE));
        expectRefusal(observing(network, Kind.FINAL_HIDDEN).with(masks), because);
    }

    @Test
    void masks_with_gaps() {
        Masks masks = PyTorchLive.first(MaskRule.CARRY, 4, 2, 1);
        masks.features().orElseThrow().values()[2 * 3 + 1] = 0;
        masks.features().orElseThrow().values()[3 * 3 + 1] = 1;
        expectRefusal(
                observing(NetworkSpec.of(rnn(Activation.TANH, Bias.ONE)), Kind.OUTPUTS)
                        .with(masks),
                "its sequence_lens leave out steps at the end of a row only");
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT", "INPUT_GRADIENT", "INITIAL_HIDDEN_GRADIENT"})
    void it_trains_nothing(Kind kind) {
        NetworkSpec network = NetworkSpec.of(rnn(Activation.TANH, Bias.ONE));
        Case scenario = PyTorchLive.scenario(network, PyTorchLive.upstream(network), kind);
        expectRefusal(scenario.with(PyTorchLive.SINGLE), "it trains nothing");
    }

    @Test
    void numbers_beyond_floats_are_a_failure() {
        Case scenario = withWeightsUpTo(1e15, NetworkSpec.of(rnn(Activation.IDENTITY, Bias.ONE)));
        assertThatThrownBy(() -> ONNX.observe(scenario)).hasMessage("computed a number that is not finite");
    }

    @Test
    void doubles_are_refused_and_so_are_unknown_activations() {
        Case single = forward(NetworkSpec.of(rnn(Activation.CUBE, Bias.ONE)));
        expectRefusal(single, "its recurrent nodes have no cube");
        expectRefusal(single.with(Execution.STANDARD), "its recurrent nodes compute in floats only");
        expectRefusal(forward(NetworkSpec.of(new DenseSpec("top", 2, 2, Activation.MISH))), "its worker has no mish");
    }

    private static Case withWeightsUpTo(double scale, NetworkSpec network) {
        Case scenario = new Case(
                "case",
                network,
                Weights.random(network, 1, scale),
                Sequence.random(PyTorchLive.TIME, PyTorchLive.BATCH, 2, 2),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN));
        return scenario.with(PyTorchLive.SINGLE);
    }
}
