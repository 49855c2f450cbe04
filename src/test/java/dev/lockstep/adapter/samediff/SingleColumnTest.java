package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of one number, which ND4J cannot reduce; against the equations and what follows by hand. */
class SingleColumnTest {
    private static final Set<Kind> ALL = EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT);

    /** One class has the probability 1, whatever z: nothing is left to learn. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void softmax_of_one_output_is_1_and_costs_nothing(int batch) {
        Observations found = agreeing(withLoss(Activation.SOFTMAX, LossFunction.MCXENT, batch));

        assertThat(found.get(Quantity.outputs("out")).values()).containsOnly(1);
        assertThat(found.get(Quantity.score()).values()).containsOnly(0);
        assertThat(found.get(Quantity.inputGradient()).values()).containsOnly(0);
    }

    /** The cosine of two numbers is the product of their signs, of which no slope is left; of six targets one is negative. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void cosine_of_one_output_is_a_sign(int batch) {
        Observations found = agreeing(withLoss(Activation.SIGMOID, LossFunction.COSINE_PROXIMITY, batch));

        double expected = batch == 1 ? 2 : 5 - 1;
        assertThat(found.get(Quantity.score()).values()[0]).isCloseTo(-expected, within(1e-14));
        double[] none = new double[found.get(Quantity.inputGradient()).values().length];
        assertThat(found.get(Quantity.inputGradient()).values()).containsExactly(none, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void steps_of_one_feature_are_skipped_where_it_is_0(int batch) {
        NetworkSpec network = NetworkSpec.of(new MaskZeroSpec(Cases.rnn("rnn", 1, 2), 0, MaskRule.RESET));
        Sequence input = Sequence.random(4, batch, 1, 5);
        input.values()[batch] = 0; // the first row of step 2
        Case scenario = Cases.with(Cases.forward(network, 4, batch, 6), input);

        double[] h = agreeing(scenario).get(Quantity.outputs("rnn")).values();
        assertThat(h[2 * batch]).isZero();
        assertThat(h[2 * batch + 1]).isZero();
        assertThat(h[0]).isNotZero();
    }

    private static Case withLoss(Activation activation, LossFunction function, int batch) {
        NetworkSpec network = NetworkSpec.of(Cases.rnn("rnn", 2, 2), Cases.dense("out", 2, 1, activation));
        Case scenario = Cases.loss(network, function, 2, batch, 7);
        double[] targets = new double[2 * batch];
        Arrays.fill(targets, 1);
        if (batch > 1) {
            targets[1] = function == LossFunction.COSINE_PROXIMITY ? -0.5 : 1;
        }
        Loss loss = Loss.of(function, Reduction.SUM);
        return Cases.with(scenario, new Objective.Targets(loss, new Sequence(2, batch, 1, targets)), ALL);
    }

    private static Observations agreeing(Case scenario) {
        Observations found = Cases.observe(scenario);
        Observations expected = Definition.STANDARD.observe(scenario);
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as("%s", quantity)
                    .containsExactly(expected.get(quantity).values(), within(1e-14));
        }
        return found;
    }
}
