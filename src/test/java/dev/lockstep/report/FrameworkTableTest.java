package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Counts and distances by hand; subjects of real comparisons. */
class FrameworkTableTest {
    private static final LstmSpec LSTM = LstmSpec.plain("lstm", 2, 2);

    @Test
    void counts_what_agrees_and_what_differs_by_subject_and_says_why_nothing_was_compared() {
        RunResult run = new RunResult(
                "0.1.0",
                null,
                List.of(
                        new RunResult.FrameworkEntry("ours", "Lockstep", "0.1.0", true, ""),
                        new RunResult.FrameworkEntry("one", "One", "1.0", true, ""),
                        new RunResult.FrameworkEntry("two", "Two", "", false, "absent")),
                List.of(
                        scenario(
                                Outcome.AGREE,
                                result("one", true, Subject.FORWARD, Precision.DOUBLE, 1.5),
                                result("one", true, Subject.FORWARD, Precision.DOUBLE, 7),
                                result("one", true, Subject.GRADIENTS, Precision.DOUBLE, 0.5)),
                        scenario(Outcome.AGREE, result("one", true, Subject.FORWARD, Precision.DOUBLE, 2.5)),
                        scenario(Outcome.AGREE, result("one", true, Subject.FORWARD, Precision.SINGLE, 4)),
                        scenario(
                                Outcome.KNOWN_DIVERGENCE,
                                result("one", true, Subject.FORWARD, Precision.DOUBLE, 0),
                                result("one", false, Subject.FORWARD, Precision.DOUBLE, 1e9)),
                        scenario(Outcome.DIVERGE, result("one", false, Subject.MASKS, Precision.DOUBLE, 1e9)),
                        scenario(Outcome.AGREE, result("three", true, Subject.STEPS, Precision.DOUBLE, 0))));
        assertThat(FrameworkTable.of(run, (framework, subject) -> "no, " + framework + " in " + subject))
                .isEqualTo("""
                        | framework | outputs and final states | gradients | initial states | masks | optimizer steps |
                        | --- | --- | --- | --- | --- | --- |
                        | One 1.0 | agrees in 3 (3 and 7 ulp, 4 and 4 ulp of floats); differs in 1, by up to 2.5e-01 | agrees in 1 (1 and 1 ulp) | no, one in INITIAL_STATES | no, one in MASKS | no, one in STEPS |
                        | Two | no, two in FORWARD | no, two in GRADIENTS | no, two in INITIAL_STATES | no, two in MASKS | no, two in STEPS |
                        """);
    }

    @Test
    void numbers_that_are_not_finite_are_counted_beside_the_greatest_distance() {
        RunResult run = new RunResult(
                "0.1.0",
                null,
                List.of(new RunResult.FrameworkEntry("one", "One", "1.0", true, "")),
                List.of(
                        differing(Subject.FORWARD, 0.25),
                        differing(Subject.FORWARD, Double.NaN),
                        differing(Subject.FORWARD, 0.5),
                        differing(Subject.GRADIENTS, Double.POSITIVE_INFINITY)));
        assertThat(FrameworkTable.of(run, (framework, subject) -> ""))
                .endsWith("| One 1.0 | differs in 3, by up to 5.0e-01, in 1 of them with NaN or ∞"
                        + " | differs in 1, in 1 of them with NaN or ∞ |  |  |  |\n");
    }

    private static ScenarioResult differing(Subject subject, double by) {
        return scenario(Outcome.KNOWN_DIVERGENCE, result("one", false, subject, Precision.DOUBLE, 1, by));
    }

    @Test
    void masks_and_given_states_are_subjects_of_their_own() {
        State state = State.zero(LSTM, 2);
        state.h().fill(0.5);
        Case fromState = scenario(Map.of("lstm", state));
        assertThat(subjects(scenario(Map.of()))).containsOnly(Subject.FORWARD, Subject.GRADIENTS);
        assertThat(subjects(fromState)).containsOnly(Subject.INITIAL_STATES);
        double[] mask = {1, 1, 1, 1, 0, 1};
        Masks masks = Masks.ofFeatures(new Sequence(3, 2, 1, mask), MaskRule.RESET);
        assertThat(subjects(fromState.with(masks))).containsOnly(Subject.MASKS);
    }

    private static List<Subject> subjects(Case scenario) {
        return QuantityResult.of(Comparison.between(
                        Frameworks.ours(), Frameworks.equations(), scenario, Tolerances.absolute(1e-3)))
                .stream()
                .map(result -> result.aspect().orElseThrow().subject())
                .toList();
    }

    private static Case scenario(Map<String, State> states) {
        NetworkSpec network = NetworkSpec.of(LSTM);
        return new Case(
                "subjects",
                network,
                Weights.random(network, 1),
                Sequence.random(3, 2, 2, 2),
                states,
                new Objective.Upstream(Sequence.random(3, 2, 2, 3), Map.of()),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
    }

    private static ScenarioResult scenario(Outcome outcome, QuantityResult... results) {
        return new ScenarioResult(
                "feature", "name", "features/a.feature", 1, List.of(), outcome, "", "", List.of(), List.of(results));
    }

    private static QuantityResult result(
            String other, boolean agrees, Subject subject, Precision precision, double ulps) {
        return result(other, agrees, subject, precision, ulps, agrees ? 0 : 0.25);
    }

    private static QuantityResult result(
            String other, boolean agrees, Subject subject, Precision precision, double ulps, double distance) {
        return new QuantityResult(
                "outputs",
                "ours",
                other,
                0,
                1,
                1,
                agrees ? 0 : 1,
                agrees,
                ulps,
                distance,
                0,
                "",
                false,
                2,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Aspect(subject, "LSTM", false, precision, OptionalDouble.of(ulps))));
    }
}
