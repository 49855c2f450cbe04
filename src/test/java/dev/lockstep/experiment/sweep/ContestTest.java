package dev.lockstep.experiment.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.definition.Definition;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of numbers that are not finite. */
class ContestTest {
    /** What somebody answers. */
    private enum Answer {
        FINITE(Observations.class::cast),
        NOT_A_NUMBER(right -> spoiled(right, Double.NaN)),
        INFINITE(right -> spoiled(right, Double.NEGATIVE_INFINITY)),
        NOT_A_NUMBER_AND_WRONG(right -> {
            Observations spoiled = spoiled(right, Double.NaN);
            spoiled.quantities().forEach(quantity -> spoiled.get(quantity).values()[1] += 1);
            return spoiled;
        }),
        STOPPED_AT_A_NUMBER(right -> {
            throw new InvalidInput("W of \"layer\" after step 1: finite numbers expected, NaN found");
        }),
        BROKEN(right -> {
            throw new IllegalStateException("no such op");
        });

        private final UnaryOperator<Observations> of;

        Answer(UnaryOperator<Observations> of) {
            this.of = of;
        }
    }

    /** The equations with an answer of one's own. */
    private record Planted(String id, Answer answer) implements Framework {
        @Override
        public String title() {
            return id.equals("a") ? "A" : "B";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Support supports(Case scenario) {
            return Support.YES;
        }

        @Override
        public Observations observe(Case scenario) {
            return answer.of.apply(Definition.STANDARD.observe(scenario));
        }
    }

    private static Observations spoiled(Observations right, double number) {
        Observations.Builder spoiled = Observations.builder();
        for (Quantity quantity : right.quantities()) {
            Tensor tensor = right.get(quantity);
            double[] values = tensor.values().clone();
            values[0] = number;
            spoiled.put(quantity, new Tensor(tensor.axes(), values));
        }
        return spoiled.build();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_A_NUMBER, NOT_A_NUMBER",
        "NOT_A_NUMBER, INFINITE",
        "INFINITE, STOPPED_AT_A_NUMBER",
        "STOPPED_AT_A_NUMBER, NOT_A_NUMBER",
        "STOPPED_AT_A_NUMBER, STOPPED_AT_A_NUMBER",
    })
    void where_neither_has_finite_numbers_nothing_can_be_said(Answer a, Answer b) {
        Comparison comparison = compare(a, b);

        assertThat(comparison.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        String stopped = b == Answer.STOPPED_AT_A_NUMBER
                ? ": B W of \"layer\" after step 1: finite numbers expected, NaN found"
                : "";
        assertThat(comparison.reason()).isEqualTo("neither A nor B has finite numbers" + stopped);
    }

    @ParameterizedTest
    @CsvSource({
        "FINITE, NOT_A_NUMBER, DIVERGE",
        "INFINITE, FINITE, DIVERGE",
        "FINITE, STOPPED_AT_A_NUMBER, ERROR",
        "STOPPED_AT_A_NUMBER, FINITE, ERROR",
        "FINITE, BROKEN, ERROR",
        "BROKEN, NOT_A_NUMBER, ERROR",
        "BROKEN, BROKEN, ERROR",
        "FINITE, FINITE, AGREE",
    })
    void where_one_has_finite_numbers_or_the_first_breaks_for_another_reason_something_is_said(
            Answer a, Answer b, Outcome expected) {
        assertThat(compare(a, b).outcome()).isEqualTo(expected);
    }

    /** A pin that says that numbers are not finite explains those that are not, and no others. */
    @ParameterizedTest
    @CsvSource({
        "NOT_A_NUMBER, finite numbers expected, true",
        "STOPPED_AT_A_NUMBER, finite numbers expected, true",
        "NOT_A_NUMBER_AND_WRONG, finite numbers expected, false",
        "BROKEN, finite numbers expected, false",
        "NOT_A_NUMBER, no such op, false",
    })
    void a_pin_explains_numbers_that_are_not_finite(Answer answer, String said, boolean explained) {
        Pin pin = new Pin(
                "X1", "b", scenario -> true, Reach.NOTHING, List.of(said), Without::nothing, "It is planted.", "none");

        assertThat(new Pins(List.of(pin)).explaining(compare(Answer.FINITE, answer)))
                .isEqualTo(explained ? List.of(pin) : List.of());
        assertThat(new Pins(List.of(pin)).explaining(compare(answer, Answer.FINITE)))
                .as("of the other framework")
                .isEmpty();
    }

    private static Comparison compare(Answer a, Answer b) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("layer", 2, 2, Activation.TANH));
        Case scenario = new Case(
                "one layer",
                network,
                Weights.random(network, 3),
                Sequence.random(2, 1, 2, 4),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
        Contest contest = new Contest(List.of(new Planted("a", a), new Planted("b", b)), Runnable::run);
        return contest.compare(scenario).get(0);
    }
}
