package dev.lockstep.definition.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoubleDouble;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.InterpolatingGruEquations;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds of GRUs whose update gate is almost 1, which each form rounds in its own way; what is right has 32 digits. */
class GruFormTest {
    private static final Accuracy FUNCTIONS =
            Accuracy.ANY.with(ElementaryFunction.SIGMOID, 3, 0).with(ElementaryFunction.TANH, 1.25, 0);

    private static Case scenario(double biasOfZ, long seed) {
        NetworkSpec network = NetworkSpec.of(
                new GruSpec("gru", 2, 2, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, Bias.TWO));
        Weights weights = Weights.random(network, seed);
        weights.get("gru", Parameter.B).setEntry(0, 2, biasOfZ);
        weights.get("gru", Parameter.B).setEntry(0, 3, biasOfZ);
        return new Case(
                "case",
                network,
                weights,
                Sequence.random(3, 2, 2, seed),
                Map.of(),
                new Objective.Upstream(Sequence.random(3, 2, 2, seed + 1), Map.of()),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
    }

    /** Numbers of the form, computed in doubles, that are farther from what is right than the bounds of a form allow. */
    private static int beyond(Case scenario, GruForm computed, GruForm allowed) {
        Results<DoubleDouble> truth = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        Observations found = computed == GruForm.SUM
                ? Definition.STANDARD.observe(scenario)
                : new Definition(Equations.STANDARD.with(new InterpolatingGruEquations())).observe(scenario);
        RoundingBounds bounds = new RecordedCase(scenario, allowed).bounds(List.of(new AccuracyErrors(FUNCTIONS)));
        int beyond = 0;
        for (Quantity quantity : found.quantities()) {
            double[] values = found.get(quantity).values();
            for (int k = 0; k < values.length; k++) {
                double error =
                        truth.get(quantity).get(k).subtract(values[k]).abs().getReal();
                beyond += error > bounds.of(quantity, 0)[k] ? 1 : 0;
            }
        }
        return beyond;
    }

    @ParameterizedTest
    @EnumSource(GruForm.class)
    void what_a_form_computes_is_within_its_own_bounds(GruForm form) {
        for (double biasOfZ : new double[] {-2, 0, 4, 12, 20, 28}) {
            for (long seed = 1; seed <= 4; seed++) {
                assertThat(beyond(scenario(biasOfZ, seed), form, form)).isZero();
            }
        }
    }

    /**
     * A GRU of one unit that keeps all but 1e-8 of its state. The error of z itself, which would cover that of ∂L/∂n, cancels within
     * ∂L/∂x, where it comes by z and by n.
     */
    @Test
    void an_interpolation_is_not_within_the_bounds_of_a_sum() {
        assertThat(beyond(keeping(), GruForm.INTERPOLATION, GruForm.SUM)).isPositive();
        assertThat(beyond(keeping(), GruForm.INTERPOLATION, GruForm.INTERPOLATION))
                .isZero();
    }

    private static Case keeping() {
        return CaseReader.read(Path.of("src/test/resources/dev/lockstep/definition/bound/gru-keeping.case.json"))
                .scenario();
    }
}
