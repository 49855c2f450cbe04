package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** What DL4J yields after translation, held against the equations on plain arrays. */
class ForwardTest {
    /** Values stay below 2 and pass through at most 4 layers × 5 steps; 1e-14 is 45 ulp of 1. */
    private static final double ALLOWED = 1e-14;

    static Stream<Arguments> networksAndSizes() {
        return Cases.networks().entrySet().stream()
                .flatMap(entry -> Stream.of(new int[] {1, 1}, new int[] {1, 3}, new int[] {4, 1}, new int[] {5, 2})
                        .flatMap(size -> Stream.of(false, true)
                                .map(states ->
                                        Arguments.of(entry.getKey(), entry.getValue(), size[0], size[1], states))));
    }

    @ParameterizedTest(name = "{0}, {2} steps, {3} rows, initial states: {4}")
    @MethodSource("networksAndSizes")
    void should_compute_outputs_and_final_states(
            String name, NetworkSpec network, int time, int batch, boolean fromRandomStates) {
        Case scenario = Cases.forward(network, time, batch, fromRandomStates, 17);

        assertEquationsHold(scenario, ALLOWED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"HARD_SIGMOID", "RRELU", "GELU", "GELU_TANH", "RATIONAL_TANH"},
            mode = EnumSource.Mode.EXCLUDE)
    void should_translate_every_activation(Activation activation) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 2, 3, activation),
                new LstmSpec("b", 3, 2, activation, activation, true),
                new DenseSpec("c", 2, 2, activation));
        // Small weights, since some activations grow without bound from step to step.
        Case scenario = Cases.forward(network, 3, 2, false, 5).withWeights(Weights.random(network, 5, 0.5));

        assertEquationsHold(scenario, ALLOWED);
    }

    /** Why outputs without bias come from a DenseLayer; when this fails, DL4J has mended it. */
    @Test
    void should_show_that_an_rnn_output_layer_without_bias_cannot_activate() {
        NetworkSpec network = NetworkSpec.of(Cases.dense("out", 2, 2, Bias.NONE));
        NetworkTranslation translation = new NetworkTranslation(network, new ArrayTranslation(Execution.STANDARD));
        Nd4jRuntime.start();
        MultiLayerNetwork built = translation.withLoss(
                Weights.random(network, 1), Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH), 3);

        assertThatThrownBy(() -> built.output(Nd4j.ones(1, 2, 3))).isInstanceOf(NullPointerException.class);
    }

    private static void assertEquationsHold(Case scenario, double allowed) {
        Observations observations = Cases.observe(scenario);
        PlainArrays expected = new PlainArrays(scenario);

        for (LayerSpec layer : scenario.network().layers()) {
            assertThat(observations.get(Quantity.outputs(layer.name())).values())
                    .as("outputs of %s", layer.title())
                    .containsExactly(PlainArrays.flat(expected.outputs.get(layer.name())), within(allowed));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            assertThat(observations.get(Quantity.finalHidden(layer.name())).values())
                    .as("final h of %s", layer.title())
                    .containsExactly(flat(expected.finalHidden.get(layer.name())), within(allowed));
            if (layer.hasCell()) {
                assertThat(observations.get(Quantity.finalCell(layer.name())).values())
                        .as("final c of %s", layer.title())
                        .containsExactly(flat(expected.finalCell.get(layer.name())), within(allowed));
            }
        }
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
