package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.definition.DefinitionFramework;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What could not have failed, and beside it the nearest case that could. */
class EvidenceTest {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN);
    private static final Set<Kind> GRADIENT = EnumSet.of(Kind.OUTPUTS, Kind.GRADIENT);
    private static final DefinitionFramework DEFINITION = new DefinitionFramework();

    static List<RecurrentSpec> gated() {
        return List.of(
                LstmSpec.plain("layer", 2, 3),
                new LstmSpec("layer", 2, 3, Activation.TANH, Activation.HARD_SIGMOID, true),
                GruSpec.plain("layer", 2, 3),
                new GruSpec(
                        "layer", 2, 3, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.BEFORE_PRODUCT, Bias.ONE));
    }

    @ParameterizedTest
    @MethodSource("gated")
    void gatesThatAreAllSaturated(RecurrentSpec layer) {
        // σ(13.9) is 1 − 9e-7; the candidate is left alone, x and h are at most 1.
        // g and n are both the third block.
        IntToDoubleFunction bias = column -> column / 3 == 2 ? 0.1 * column : 14 + column;
        Case saturated = with(scenario(layer, FORWARD), Parameter.B, bias);
        assertThat(reason(scaled(saturated, 0.01, Parameter.W, Parameter.RW)))
                .isEqualTo("every gate of " + layer.title()
                        + " is saturated, so wrong weights of gates would give the same numbers");
        Case oneFree =
                with(saturated, Parameter.B, column -> column == 1 ? hard(layer) ? 2 : 12 : bias.applyAsDouble(column));
        assertThat(reason(scaled(oneFree, 0.01, Parameter.W, Parameter.RW))).isEmpty();
    }

    private static boolean hard(RecurrentSpec layer) {
        return layer instanceof LstmSpec lstm && lstm.gateActivation() == Activation.HARD_SIGMOID;
    }

    @ParameterizedTest
    @MethodSource("gated")
    void gatesThatCannotBeToldApart(RecurrentSpec layer) {
        Case equal = scenario(layer, FORWARD);
        for (Parameter parameter : List.of(Parameter.W, Parameter.RW, Parameter.B, Parameter.RB)) {
            equal = with(equal, parameter, column -> 0.3 * (column % 3) - 0.2);
        }
        int orders = layer instanceof LstmSpec ? 23 : 5;
        assertThat(reason(equal))
                .isEqualTo("no gate of " + layer.title() + " can be told from another: 0 of " + orders
                        + " wrong gate orders would show");
        assertThat(orders(equal).shown()).isZero();
        // The gradients of equal gates are not equal.
        Case gradients = equal.observing(GRADIENT);
        assertThat(reason(gradients)).isEmpty();
        assertThat(orders(gradients).shown())
                .isEqualTo(orders)
                .isEqualTo(orders(gradients).all());
        // One unit's bias of one gate is enough.
        Case oneOther = with(equal, Parameter.B, column -> column == 1 ? 0.11 : 0.3 * (column % 3) - 0.2);
        assertThat(reason(oneOther)).isEmpty();
        assertThat(orders(scenario(layer, FORWARD)).shown()).isEqualTo(orders);
    }

    @Test
    void aToleranceMayBeTooLooseForAnyGateOrder() {
        Case alike = scenario(LstmSpec.plain("layer", 2, 3), FORWARD);
        for (Parameter parameter : List.of(Parameter.W, Parameter.RW, Parameter.B)) {
            alike = with(alike, parameter, column -> 0.3 * (column % 3) - 0.2 + 1e-6 * column);
        }
        assertThat(reason(alike)).isEmpty();
        Comparison loose = Comparison.between(DEFINITION, DEFINITION, alike, Tolerances.absolute(1e-3));
        assertThat(loose.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(loose.reason()).contains("0 of 23 wrong gate orders would show");
    }

    @Test
    void aCaseTooLargeToBeComputedIsJudgedByItsWeightsAlone() {
        RecurrentSpec large = LstmSpec.plain("layer", 40, 40);
        assertThat(reason(scenario(large, FORWARD, 20))).isEmpty();
        Case equal = scenario(large, FORWARD, 20);
        for (Parameter parameter : List.of(Parameter.W, Parameter.RW, Parameter.B)) {
            equal = with(equal, parameter, column -> 0.01 * (column % 40) - 0.2);
        }
        assertThat(reason(equal)).contains("0 of 23 wrong gate orders would show");
    }

    @Test
    void gradientsThatVanish() {
        Case scenario = scenario(new SimpleRnnSpec("layer", 2, 3, Activation.TANH), GRADIENT);
        double[] faint = Sequence.random(4, 2, 3, 6).values();
        for (int k = 0; k < faint.length; k++) {
            faint[k] *= 1e-12;
        }
        Case vanishing = new Case(
                "faint",
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                Map.of(),
                new Objective.Upstream(new Sequence(4, 2, 3, faint), Map.of()),
                Optional.empty(),
                GRADIENT);
        assertThat(Comparison.between(DEFINITION, DEFINITION, vanishing, Tolerances.absolute(1e-10))
                        .reason())
                .isEqualTo(
                        "the gradients of SimpleRnn \"layer\" vanish: none is greater than what it may differ by, so twice"
                                + " as much would not show");
        assertThat(reason(vanishing)).isEmpty();
        assertThat(Comparison.between(DEFINITION, DEFINITION, scenario, Tolerances.absolute(1e-10))
                        .reason())
                .isEmpty();
    }

    @Test
    void unitsThatDoTheSame() {
        Case equal = scenario(new SimpleRnnSpec("layer", 2, 3, Activation.TANH), FORWARD);
        for (Parameter parameter : List.of(Parameter.W, Parameter.RW, Parameter.B)) {
            equal = with(equal, parameter, column -> 0.3);
        }
        assertThat(reason(equal))
                .isEqualTo("all units of SimpleRnn \"layer\" do the same, so exchanged units would not show");
        assertThat(reason(with(equal, Parameter.B, column -> column == 2 ? 0.31 : 0.3)))
                .isEmpty();
        // Random gradients arrive, and dW tells the units apart.
        assertThat(reason(equal.observing(GRADIENT))).isEmpty();
    }

    private static String reason(Case scenario) {
        return Comparison.between(DEFINITION, DEFINITION, scenario, Tolerances.derived())
                .reason();
    }

    private static GateOrders orders(Case scenario) {
        Comparison same = Comparison.between(DEFINITION, DEFINITION, scenario, Tolerances.derived());
        return new GateOrders(scenario, scenario.network().recurrent().get(0), same.arrays());
    }

    private static Case scenario(RecurrentSpec layer, Set<Kind> kinds) {
        return scenario(layer, kinds, 2);
    }

    private static Case scenario(RecurrentSpec layer, Set<Kind> kinds, int batch) {
        NetworkSpec network = NetworkSpec.of(layer);
        return new Case(
                "evidence",
                network,
                Weights.random(network, 7),
                Sequence.random(4, batch, layer.inputs(), 5),
                Map.of(),
                new Objective.Upstream(Sequence.random(4, batch, layer.units(), 6), Map.of()),
                Optional.empty(),
                kinds);
    }

    /** Every row of a parameter the same, its columns by rule. */
    private static Case with(Case scenario, Parameter parameter, IntToDoubleFunction column) {
        return changed(scenario, key -> key.parameter() == parameter, (row, at, before) -> column.applyAsDouble(at));
    }

    private static Case scaled(Case scenario, double factor, Parameter... parameters) {
        return changed(
                scenario, key -> List.of(parameters).contains(key.parameter()), (row, at, before) -> factor * before);
    }

    private interface Entry {
        double of(int row, int column, double before);
    }

    private static Case changed(Case scenario, Predicate<ParameterKey> which, Entry entry) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        matrices.replaceAll((key, matrix) -> {
            RowMajorMatrix copy = matrix.copy();
            for (int row = 0; which.test(key) && row < copy.getRowDimension(); row++) {
                for (int column = 0; column < copy.getColumnDimension(); column++) {
                    copy.setEntry(row, column, entry.of(row, column, copy.getEntry(row, column)));
                }
            }
            return copy;
        });
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    /** Bounds that grow tenfold at every step, from 1e-7 on: past a thousandth of parameters of about 0.5 after step 4. */
    @Test
    void a_bound_that_has_outgrown_what_it_bounds_is_shown_growing() {
        Case scenario = Cases.trained(new OptimizerSpec.Sgd(0.01), 6);
        Tolerance growing = new Tolerance() {
            @Override
            public Bound bound(Case of, Quantity quantity, Tensor a, Tensor b) {
                double[] allowed = new double[a.values().length];
                Arrays.fill(allowed, Math.pow(10, quantity.step() - 8));
                return new Bound(allowed, "a test", false);
            }

            @Override
            public String description(String a, String b) {
                return "a test";
            }
        };
        Comparison five = Comparison.between(DEFINITION, DEFINITION, scenario.trainedFor(4), growing);
        assertThat(five.outcome()).as(five.reason()).isEqualTo(Outcome.AGREE);
        Comparison six = Comparison.between(DEFINITION, DEFINITION, scenario, growing);
        assertThat(six.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(six.reason())
                .contains("means nothing any more, being 1.0e-07 after step 1, ")
                .endsWith("; so many free steps need a tolerance of their own");
    }
}
