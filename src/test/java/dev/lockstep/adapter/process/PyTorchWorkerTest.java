package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs, whole and in pieces, states and gradients of layers by PyTorch. */
class PyTorchWorkerTest extends PyTorchLive {
    static List<NetworkSpec> oneDirection() {
        List<NetworkSpec> networks = new ArrayList<>();
        for (Bias bias : Bias.values()) {
            networks.add(rnn(Activation.TANH, bias, false));
            networks.add(rnn(Activation.RELU, bias, bias == Bias.TWO));
            networks.add(NetworkSpec.of(gru("gru", 2, bias)));
        }
        networks.add(NetworkSpec.of(LstmSpec.plain("lstm", 2, 3)));
        LayerSpec rnn = RNN.layers().get(0);
        for (Activation activation : List.of(
                Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.RELU, Activation.SOFTMAX)) {
            networks.add(NetworkSpec.of(rnn, new DenseSpec("dense", 3, 2, activation)));
        }
        networks.add(NetworkSpec.of(rnn, new DenseSpec("bias-free", 3, 2, Activation.SIGMOID, Bias.NONE)));
        networks.add(NetworkSpec.of(
                LstmSpec.plain("lstm", 2, 3),
                new LastStepSpec("last", 3),
                new DenseSpec("dense", 3, 2, Activation.TANH)));
        networks.add(NetworkSpec.of(
                new DenseSpec("before", 2, 2, Activation.TANH),
                LstmSpec.plain("below", 2, 3),
                gru("between", 3, Bias.ONE),
                new SimpleRnnSpec("above", 3, 2, Activation.TANH, Bias.ONE, true)));
        networks.add(NetworkSpec.of(LstmSpec.plain("below", 2, 3), LstmSpec.plain("above", 3, 2)));
        return networks;
    }

    @ParameterizedTest
    @MethodSource("oneDirection")
    void outputsStatesAndGradientsAgree(NetworkSpec network) {
        expectAgreement(scenario(network, upstream(network), observable(network)));
    }

    static List<NetworkSpec> twoDirections() {
        List<NetworkSpec> networks = new ArrayList<>();
        for (RecurrentSpec cell : cells()) {
            for (Mode mode : Mode.values()) {
                networks.add(NetworkSpec.of(BidirectionalSpec.of(mode, Form.WRAPPER, cell)));
            }
        }
        networks.add(NetworkSpec.of(
                BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("below", 2, 3)),
                BidirectionalSpec.of(Mode.AVERAGE, Form.WRAPPER, gru("above", 6, Bias.ONE)),
                new LastStepSpec("last", 3),
                new DenseSpec("dense", 3, 2, Activation.TANH)));
        networks.add(NetworkSpec.of(BidirectionalSpec.of(
                Mode.MUL, Form.WRAPPER, new SimpleRnnSpec("trained", 2, 3, Activation.TANH, Bias.ONE, true))));
        return networks;
    }

    @ParameterizedTest
    @MethodSource("twoDirections")
    void bothDirectionsAgreeHoweverTheyAreCombined(NetworkSpec network) {
        expectAgreement(scenario(network, upstream(network), observable(network)));
    }

    /** PyTorch's form of h rounds ∂L/∂n as ours does not: GruFormTest. In floats the gate would be 1. */
    @Test
    void aGruThatKeepsItsStateAgreesInDoubles() {
        Case keeping = CaseReader.read(
                        Path.of("src/test/resources/dev/lockstep/definition/bound/gru-keeping.case.json"))
                .scenario();
        Comparison comparison = Comparison.between(new OursFramework(), PYTORCH, keeping, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
    }

    /** Or else a comparison in single precision would be one in doubles of rounded numbers. */
    @Test
    void singlePrecisionIsComputedInFloats() {
        NetworkSpec network =
                NetworkSpec.of(LstmSpec.plain("lstm", 2, 3), new DenseSpec("dense", 3, 2, Activation.TANH));
        Case asked = scenario(network, upstream(network), observable(network));
        Observations doubles = PYTORCH.observe(asked);
        Observations floats = PYTORCH.observe(asked.with(SINGLE));
        for (Quantity quantity : floats.quantities()) {
            assertThat(Arrays.stream(floats.get(quantity).values()))
                    .as(quantity + " in single precision")
                    .allMatch(value -> value.floatValue() == value);
            assertThat(Arrays.stream(doubles.get(quantity).values()))
                    .as(quantity + " in double precision")
                    .anyMatch(value -> value.floatValue() != value);
        }
    }

    static Stream<NetworkSpec> arranged() {
        return Stream.concat(cells().stream(), Stream.of(gru("gru", 2, Bias.NONE)))
                .flatMap(cell -> Stream.of(
                        NetworkSpec.of(cell, new DenseSpec("top", 3, 2, Activation.TANH)), NetworkSpec.of(both(cell))));
    }

    private static BidirectionalSpec both(RecurrentSpec cell) {
        return BidirectionalSpec.of(BidirectionalSpec.Mode.CONCAT, BidirectionalSpec.Form.WRAPPER, cell);
    }

    private static void expectSameBits(Observations found, Observations expected) {
        assertThat(found.quantities()).containsExactlyElementsOf(expected.quantities());
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as("%s", quantity)
                    .containsExactly(expected.get(quantity).values());
        }
    }

    @ParameterizedTest
    @MethodSource("arranged")
    void itsOwnArraysAreTheParametersThatTheLayoutSaysTheyAre(NetworkSpec network) {
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        Framework given = PYTORCH.given(Layout.PYTORCH.write(network, scenario.weights()));
        Case others = scenario.withWeights(Weights.random(network, 77));
        assertThat(given.supports(others).yes()).isTrue();
        expectSameBits(given.observe(others), PYTORCH.observe(scenario));
    }

    /** A layer of one bias has none beside h′·RW, and may be given zeros for it or nothing. */
    @Test
    void aSecondBiasOfZerosMayBeLeftOut() {
        NetworkSpec network = rnn(Activation.TANH, Bias.ONE, false);
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS, Kind.GRADIENT);
        Map<String, Tensor> arrays = new LinkedHashMap<>(Layout.PYTORCH.write(network, scenario.weights()));
        assertThat(arrays.remove("rnn.bias_hh_l0").values()).containsOnly(0);
        expectSameBits(PYTORCH.given(arrays).observe(scenario), PYTORCH.observe(scenario));
    }

    @Test
    void arraysThatTheModuleDoesNotHaveAreRefused() {
        NetworkSpec network = rnn(Activation.TANH, Bias.NONE, false);
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS);
        NetworkSpec biased = rnn(Activation.TANH, Bias.ONE, false);
        Map<String, Tensor> arrays = Layout.PYTORCH.write(biased, Weights.random(biased, 1));
        assertThat(PYTORCH.given(arrays).supports(scenario).because()).isEqualTo("its rnn has no bias_ih_l0");
    }

    @Test
    void aMissingMatrixIsRefused() {
        NetworkSpec network = rnn(Activation.TANH, Bias.NONE, false);
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS);
        Map<String, Tensor> arrays = new LinkedHashMap<>(Layout.PYTORCH.write(network, scenario.weights()));
        arrays.remove("rnn.weight_hh_l0");
        assertThat(PYTORCH.given(arrays).supports(scenario).because()).isEqualTo("its rnn needs weight_hh_l0");
    }

    @Test
    void numbers_beyond_floats_are_a_failure() {
        assertThatThrownBy(() -> PYTORCH.observe(overflowing())).hasMessage("computed a number that is not finite");
    }
}
