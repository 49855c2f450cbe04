package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays of a {@code state_dict} that its worker loads as they come, whatever weights the case has. */
class PyTorchArraysTest extends PyTorchLive {
    private static final DenseSpec TOP = new DenseSpec("top", 3, 2, Activation.TANH);

    static Stream<NetworkSpec> networks() {
        return Stream.concat(cells().stream(), Stream.of(gru("gru", 2, Bias.NONE)))
                .flatMap(cell -> Stream.of(NetworkSpec.of(cell, TOP), NetworkSpec.of(both(cell))));
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
    @MethodSource("networks")
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
}
