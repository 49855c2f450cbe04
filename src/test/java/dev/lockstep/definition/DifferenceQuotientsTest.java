package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Truncation;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward passes alone against the tape, which differentiates the same equations backwards. */
class DifferenceQuotientsTest {
    private static final EnumSet<Kind> GRADIENTS =
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    /** The first three of the same cases, with every kind of layer, their sequences cut off after two steps. */
    static List<Case> twoSteps() {
        return DefinitionTest.cases().stream()
                .limit(3)
                .map(DifferenceQuotientsTest::cutOff)
                .toList();
    }

    private static Case cutOff(Case given) {
        Objective.Targets objective = (Objective.Targets) given.objective();
        Sequence targets = objective.targets();
        return new Case(
                given.name(),
                given.network(),
                given.weights(),
                given.input().steps(1, 2),
                given.initialStates(),
                new Objective.Targets(objective.loss(), targets.steps(1, Math.min(2, targets.time()))),
                Truncation.NONE,
                Optional.empty(),
                GRADIENTS);
    }

    /** The error estimate of the class, 1e-36, with room for L‴ and roundings; 1e-20 is what is asked for. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("twoSteps")
    void inFiftyDigitsTheyAgreeWithTheTapeFarBeyondTwentyDigits(Case scenario) {
        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> tape = Definition.STANDARD.results(scenario, fifty);
        Results<Dfp> quotients = DifferenceQuotients.gradients(Equations.STANDARD, scenario, fifty, 1e-18);
        assertThat(quotients.quantities()).isEqualTo(tape.quantities());
        assertThat(greatestShare(tape, quotients)).isLessThan(1e-30);
    }

    /** An ulp of a double is 2e-16. */
    @ParameterizedTest
    @MethodSource("dev.lockstep.definition.DefinitionTest#cases")
    void inThirtyTwoDigitsTheyAreRightToEighteen(Case given) {
        Case scenario = given.observing(GRADIENTS).with(Truncation.NONE);
        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> tape = Definition.STANDARD.results(scenario, fifty);
        Results<Dfp> quotients = DifferenceQuotients.gradients(
                        Equations.STANDARD, scenario, new TwofoldPrecision(), 3e-10)
                .map(value -> fifty.number(value.getReal()).add(value.rest()));
        assertThat(greatestShare(tape, quotients)).isLessThan(1e-18);
    }

    private static double greatestShare(Results<Dfp> expected, Results<Dfp> found) {
        double share = 0;
        for (Quantity quantity : expected.quantities()) {
            double largest = 0;
            double difference = 0;
            for (int k = 0; k < expected.get(quantity).size(); k++) {
                Dfp value = expected.get(quantity).get(k);
                largest = Math.max(largest, value.abs().toDouble());
                difference = Math.max(
                        difference,
                        value.subtract(found.get(quantity).get(k)).abs().toDouble());
            }
            share = Math.max(share, difference / largest);
        }
        return share;
    }
}
