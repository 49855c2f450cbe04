package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs and states held against the equations on plain arrays, and against a table. */
class ForwardTest {
    /** Values stay below 2 and pass through at most 5 layers × 5 steps; 1e-14 is 45 ulp of 1. */
    private static final double ALLOWED = 1e-14;

    static Stream<Arguments> networksAndSizes() {
        return Cases.networks().entrySet().stream()
                .flatMap(entry -> Stream.of(new int[] {1, 1}, new int[] {1, 3}, new int[] {4, 1}, new int[] {5, 2})
                        .map(size -> Arguments.of(entry.getKey(), entry.getValue(), size[0], size[1])));
    }

    @ParameterizedTest(name = "{0}, {2} steps, {3} rows")
    @MethodSource("networksAndSizes")
    void should_compute_outputs_and_final_states(String name, NetworkSpec network, int time, int batch) {
        assertEquationsHold(Cases.forward(network, time, batch, 17));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void should_compute_every_activation_in_double_precision(Activation activation) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 2, 3, activation),
                new LstmSpec("b", 3, 2, activation, activation, true),
                Cases.dense("c", 2, 2, activation));
        // Small weights, since some activations grow without bound from step to step.
        Case scenario = Cases.forward(network, 3, 2, 5).withWeights(Weights.random(network, 5, 0.5));

        assertEquationsHold(scenario);
    }

    /** Numbers computed outside this project; each of the 23 wrong gate orders moves every value by at least 1.9e-4. */
    @Test
    void should_reproduce_three_steps_of_a_two_unit_lstm() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 1, 2));
        // Columns i1 i2 f1 f2 g1 g2 o1 o2.
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("lstm", Parameter.W),
                        RowMajorMatrix.row(0.5, -0.3, 0.2, 0.4, 0.7, -0.4, -0.6, 0.1),
                        new ParameterKey("lstm", Parameter.RW),
                        RowMajorMatrix.of(new double[][] {
                            {0.1, 0.4, -0.5, 0.3, 0.6, -0.4, 0.2, -0.1},
                            {-0.2, 0.3, 0.6, -0.1, -0.3, 0.8, 0.5, 0.2}
                        }),
                        new ParameterKey("lstm", Parameter.B),
                        RowMajorMatrix.row(0.0, 0.1, 1.0, 1.0, 0.2, 0.0, 0.0, -0.1)));
        Case scenario = new Case(
                "table",
                network,
                weights,
                new Sequence(3, 1, 1, new double[] {1.0, -0.5, 2.0}),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS));

        assertThat(Cases.observe(scenario).get(Quantity.outputs("lstm")).values())
                .containsExactly(
                        new double[] {
                            0.148291126592, -0.084695742426,
                            0.160867169572, -0.035574076368,
                            0.169454348842, -0.172759067324
                        },
                        within(5e-13));
    }

    private static void assertEquationsHold(Case scenario) {
        Observations observations = Cases.observe(scenario);
        PlainArrays expected = new PlainArrays(scenario);

        for (LayerSpec layer : scenario.network().layers()) {
            assertThat(observations.get(Quantity.outputs(layer.name())).values())
                    .as("outputs of %s", layer.title())
                    .containsExactly(PlainArrays.flat(expected.outputs.get(layer.name())), within(ALLOWED));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            assertThat(observations.get(Quantity.finalHidden(layer.name())).values())
                    .as("final h of %s", layer.title())
                    .containsExactly(flat(expected.finalHidden.get(layer.name())), within(ALLOWED));
            if (layer.hasCell()) {
                assertThat(observations.get(Quantity.finalCell(layer.name())).values())
                        .as("final c of %s", layer.title())
                        .containsExactly(flat(expected.finalCell.get(layer.name())), within(ALLOWED));
            }
        }
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
