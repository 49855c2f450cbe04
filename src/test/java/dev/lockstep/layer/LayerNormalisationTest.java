package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;

/** How exact the gradients of layer normalisation are, beside the equations in 50 digits. */
class LayerNormalisationTest {
    /**
     * Two units of layer normalisation have gradients of opposite signs, which all but cancel here: as (dv − mean(dv) − v·mean(dv ⊙ v))/s
     * they are 3.5 times as far off as they may be.
     */
    @Test
    void gradients_of_two_units_keep_their_digits() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 1, 2, Activation.CUBE, Bias.ONE, Optional.of(new LayerNorm(1e-3)), false),
                new DenseSpec("dense", 2, 1, Activation.IDENTITY));
        Weights weights = Weights.of(
                network,
                new double[][] {{-3, 10}},
                new double[][] {{11.7, 12.4}, {9.6, -10.9}},
                new double[][] {{7, 9}},
                new double[][] {{-3, -4.3}, {5.4, 2.6}},
                new double[][] {{4}, {-12}},
                new double[][] {{0}});
        Sequence x = new Sequence(3, 1, 1, new double[] {-0.2691403462537436, 0.2039880578995903, 0.38303426609270197});
        Case scenario = new Case(
                "cancelling",
                network,
                weights,
                x,
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.L1, Reduction.SUM), Sequence.zeros(3, 1, 1)),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT));
        OursFramework ours = new OursFramework();

        Observations found = ours.observe(scenario);

        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> exact = Definition.STANDARD.results(scenario, fifty);
        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(new AccuracyErrors(ours.accuracy())));
        for (Quantity quantity : exact.quantities()) {
            double[] values = found.get(quantity).values();
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i])
                        .as("%s, number %d", quantity, i + 1)
                        .isCloseTo(fifty.rounded(exact.get(quantity).get(i)), within(bounds.of(quantity, 0)[i]));
            }
        }
    }
}
