package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables with numbers computed outside this project by the equations that stand above them. */
class PublishedTablesTest {
    /** Distinct weights: each of the 23 wrong gate orders moves every value by at least 1.9e-4. */
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
                Set.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_HIDDEN));

        Observations observations = new Deeplearning4jFramework().observe(scenario);

        assertThat(observations.get(Quantity.outputs("lstm")).values())
                .containsExactly(
                        new double[] {
                            0.148291126592, -0.084695742426,
                            0.160867169572, -0.035574076368,
                            0.169454348842, -0.172759067324
                        },
                        within(5e-13));
        assertThat(observations.get(Quantity.finalHidden("lstm")).values())
                .containsExactly(new double[] {0.169454348842, -0.172759067324}, within(5e-13));
    }
}
