package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Every rule is met by planting the pattern it reads into exact observations. */
class ReadingTest {
    private static final Case GRADIENTS = Cases.seeded(true, Kind.OUTPUTS, Kind.FINAL_CELL, Kind.SCORE, Kind.GRADIENT);

    private static String reading(Case scenario, Quantity quantity, IntPredicate wrong) {
        Observations exact = new TinyFramework().observe(scenario);
        Observations.Builder planted = Observations.builder();
        for (Quantity each : exact.quantities()) {
            Tensor tensor = exact.get(each);
            double[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += each.equals(quantity) && wrong.test(i) ? 0.01 * (i + 1) : 0;
            }
            planted.put(each, new Tensor(tensor.axes(), values));
        }
        return Comparison.of(
                        scenario,
                        new Party("ours", "Lockstep", "1"),
                        planted.build(),
                        new Party("dl4j", "Deeplearning4j", "1"),
                        exact,
                        Tolerances.absolute(1e-9))
                .reading();
    }

    private static Quantity gradient(Parameter parameter) {
        return Quantity.gradient(new ParameterKey("lstm", parameter));
    }

    @Test
    void stepsSayWhichTermIsSuspect() {
        Quantity outputs = Quantity.outputs("lstm");
        // 3 rows × 2 units make 6 numbers a step.
        assertThat(reading(GRADIENTS, outputs, i -> true))
                .isEqualTo(
                        "Step 1 differs already, where h′ = 0: suspect W, b, the order of the gates or the activations.");
        assertThat(reading(GRADIENTS, outputs, i -> i >= 6))
                .isEqualTo("Step 1 agrees, step 2 does not. At step 1 h′ = 0, so W and b look right: suspect RW"
                        + " (or what meets c′ = 0 there: f and the peepholes).");
        assertThat(reading(GRADIENTS, outputs, i -> i >= 18)).startsWith("Steps 1 to 3 agree, step 4 does not: ");
    }

    @Test
    void aGivenInitialStateIsNotTakenForZero() {
        RecurrentSpec layer = GRADIENTS.network().recurrent().get(0);
        Case started = new Case(
                GRADIENTS.name(),
                GRADIENTS.network(),
                GRADIENTS.weights(),
                GRADIENTS.input(),
                Map.of(layer.name(), State.zero(layer, GRADIENTS.input().batch())),
                GRADIENTS.objective(),
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
        assertThat(reading(started, Quantity.outputs("lstm"), i -> i >= 6))
                .startsWith("Step 1 agrees, step 2 does not: ");
    }

    @Test
    void stepsThatWereNotComparedAreNotSaidToAgree() {
        Tensor exact = new Tensor(
                List.of(new Axis(Axis.TIME, List.of("2", "4")), new Axis(Axis.UNIT, List.of("1"))),
                new double[] {1, 2});
        Tensor wrong = new Tensor(exact.axes(), new double[] {1, 3});
        assertThat(partial(Quantity.outputs("lstm"), wrong, exact))
                .startsWith("Of the steps that were compared, step 4 differs first: ");
        assertThat(partial(Quantity.finalCell("lstm"), Tensor.scalar(1), Tensor.scalar(2)))
                .startsWith("The final c of \"lstm\" does not agree: ");
    }

    private static String partial(Quantity quantity, Tensor found, Tensor expected) {
        return Comparison.of(
                        GRADIENTS,
                        new Party("ours", "Lockstep", "1"),
                        Observations.builder().put(quantity, found).build(),
                        Party.expected(),
                        Observations.builder().put(quantity, expected).build(),
                        Tolerances.absolute(1e-9))
                .reading();
    }

    @Test
    void aSingleUnitOrRowIsNamed() {
        Quantity outputs = Quantity.outputs("lstm");
        assertThat(reading(GRADIENTS, outputs, i -> i % 2 == 1)).endsWith(" Only unit 2 differs.");
        assertThat(reading(GRADIENTS, outputs, i -> i / 2 % 3 == 2)).endsWith(" Only batch row 3 differs.");
    }

    @Test
    void aDenseLayerThatDiffersFirstIsNamed() {
        assertThat(reading(GRADIENTS, Quantity.outputs("dense"), i -> true))
                .isEqualTo("What Dense \"dense\" yields differs first: suspect its W, b or activation.");
    }

    @Test
    void aFinalStateAloneIsNamed() {
        assertThat(reading(GRADIENTS, Quantity.finalCell("lstm"), i -> true))
                .isEqualTo(
                        "Outputs agree, final c of \"lstm\" does not: suspect what is handed over as the final state,"
                                + " or o, which hides c.");
    }

    @Test
    void aGradientAloneIsNamedWithItsGate() {
        assertThat(reading(GRADIENTS, gradient(Parameter.RW), i -> true))
                .isEqualTo("The forward pass agrees, the gradient does not. Only dRW of \"lstm\" differs:"
                        + " suspect the h′ that RW meets, which is that of the step before.");
        // Columns i1 i2 f1 f2 g1 g2 o1 o2.
        assertThat(reading(GRADIENTS, gradient(Parameter.B), i -> i == 2 || i == 3))
                .isEqualTo("The forward pass agrees, the gradient does not. Only db of \"lstm\" differs:"
                        + " suspect the bias, or the sum over steps and rows. Only gate f differs.");
        assertThat(reading(GRADIENTS, gradient(Parameter.P), i -> i >= 4))
                .endsWith("suspect the peepholes: i and f read c′, o reads c. Only gate o differs.");
    }

    @Test
    void trainingSuspectsTheOptimizer() {
        Case scenario = Cases.trained(new Sgd(0.1), 3);
        LayerSpec layer = scenario.network().layers().get(0);
        ParameterKey bias = new ParameterKey(layer.name(), Parameter.B);
        assertThat(reading(scenario, Quantity.parameter(bias, 1), i -> true))
                .isEqualTo("b of \"lstm\" after step 1 does not agree: suspect Sgd or its learning rate, or the"
                        + " gradient. Only b differs: suspect how biases are updated.");
        assertThat(reading(scenario, Quantity.parameter(bias, 2), i -> true))
                .isEqualTo("Step 1 agrees, step 2 does not: suspect what Sgd carries from step to step, or its t.");
    }

    @Test
    void aNumberThatIsNotFiniteComesFirst() {
        double[] values = {1, 2, 3, 4, 5, Double.NaN};
        assertThat(Comparison.between(
                                Fakes.outputs("ours", values),
                                Fakes.outputs("dl4j", 1, 2, 3, 4, 5, 6),
                                Cases.threeSteps(),
                                Tolerances.absolute(1))
                        .reading())
                .startsWith("A number is not finite");
    }
}
