package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Figures;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TolerancesTest {
    private static Outcome outcome(double a, double b, Tolerance tolerance) {
        double[] first = {0.5, 0.25, 1, 2, 3, a};
        double[] second = {0.5, 0.25, 1, 2, 3, b};
        return Comparison.between(
                        Fakes.outputs("ours", first), Fakes.outputs("dl4j", second), Cases.threeSteps(), tolerance)
                .outcome();
    }

    @Test
    void theBoundItselfAgreesAndTheNextDoubleDoesNot() {
        // 0.25 apart exactly; every number here is a sum of powers of two, so the differences carry no rounding.
        assertThat(outcome(1.25, 1, Tolerances.absolute(0.25))).isEqualTo(Outcome.AGREE);
        assertThat(outcome(1.25, 1, Tolerances.absolute(Math.nextDown(0.25)))).isEqualTo(Outcome.DIVERGE);
        assertThat(outcome(-2.5, -2, Tolerances.relative(0.25))).isEqualTo(Outcome.AGREE);
        assertThat(outcome(Math.nextDown(-2.5), -2, Tolerances.relative(0.25))).isEqualTo(Outcome.DIVERGE);
        // Relative to the second: 0.5 is 0.2 of 2.5, but 0.25 of 2.
        assertThat(outcome(2, 2.5, Tolerances.relative(0.2))).isEqualTo(Outcome.AGREE);
        assertThat(outcome(2.5, 2, Tolerances.relative(0.2))).isEqualTo(Outcome.DIVERGE);
        assertThat(outcome(2.75, 2, Tolerances.absolute(0.25).plusRelative(0.25)))
                .isEqualTo(Outcome.AGREE);
        assertThat(outcome(Math.nextUp(2.75), 2, Tolerances.absolute(0.25).plusRelative(0.25)))
                .isEqualTo(Outcome.DIVERGE);
    }

    @Test
    void zeroAsksForTheSameNumber() {
        assertThat(outcome(0.0, -0.0, Tolerances.absolute(0))).isEqualTo(Outcome.AGREE);
        assertThat(outcome(1, Math.nextUp(1.0), Tolerances.absolute(0))).isEqualTo(Outcome.DIVERGE);
        assertThat(outcome(1, Math.nextUp(1.0), Tolerances.ulps(0))).isEqualTo(Outcome.DIVERGE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0x1p-1022, 0, -1, 3.7, -Double.MIN_VALUE, 0x1p52})
    void ulpsCountAcrossPowersOfTwoAndZero(double b) {
        double up = Math.nextUp(Math.nextUp(Math.nextUp(b)));
        double down = Math.nextDown(Math.nextDown(Math.nextDown(b)));
        for (double a : new double[] {up, down}) {
            assertThat(outcome(a, b, Tolerances.ulps(3))).isEqualTo(Outcome.AGREE);
            assertThat(outcome(a, b, Tolerances.ulps(2))).isEqualTo(Outcome.DIVERGE);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-12, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void toleranceThatMeansNothingIsRefused(double size) {
        assertThatThrownBy(() -> Tolerances.absolute(size))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("absolute tolerance: a finite number of at least 0 expected, " + Figures.exact(size)
                        + " found");
        assertThatThrownBy(() -> Tolerances.relative(size)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> Tolerances.absolute(1).plusRelative(size)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> Tolerances.ulps(size)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void halfAnUlpIsRefused() {
        assertThatThrownBy(() -> Tolerances.ulps(2.5))
                .hasMessage("tolerance in ulps: a whole number expected, 2.5 found");
    }

    @Test
    void rulesDescribeThemselvesInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(Tolerances.absolute(1e-12).plusRelative(2.5e-12).description("ours", "DL4J"))
                    .isEqualTo("|ours − DL4J| ≤ 1e-12 + 2.5e-12·|DL4J|");
            assertThat(Tolerances.relative(1e-9).description("ours", "DL4J")).isEqualTo("|ours − DL4J| ≤ 1e-9·|DL4J|");
            assertThat(Tolerances.ulps(4).description("ours", "DL4J")).isEqualTo("|ours − DL4J| ≤ 4 ulp");
            assertThat(Tolerances.absolute(0).description("ours", "DL4J")).isEqualTo("ours = DL4J exactly");
        } finally {
            Locale.setDefault(before);
        }
    }

    /**
     * By hand for three steps of an LSTM with 1 input and 2 units: each step 1 + 2 products, 1 bias, 6 for the gate, 3 for
     * c, 6 for tanh, 1 product = 20, so n = 60.
     */
    @Test
    void countedBoundCountsRoundings() {
        Case scenario = Cases.threeSteps();
        assertThat(CountedRoundings.roundings(scenario, Fakes.OUTPUTS)).isEqualTo(60);
        Bound bound = CountedRoundings.bound(
                scenario, Fakes.OUTPUTS, Fakes.sequence(Cases.TABLE), Fakes.sequence(Cases.TABLE), Precision.DOUBLE);
        double nu = 60 * 0x1p-53;
        assertThat(bound.allowed()).hasSize(6).containsOnly(nu / (1 - nu));
        assertThat(bound.source()).isEqualTo("counted roundings, γₙ, n = 60, u = 2⁻⁵³");
        assertThat(bound.explicit()).isFalse();
    }

    /** Both sides' shares, which are those of their own functions: 10u of every value more on one side than on the other. */
    @Test
    void derivedBoundAddsWhatEachSideMayErr() {
        Case scenario = Cases.threeSteps();
        Accuracy worse = Accuracy.ANY.with(ElementaryFunction.TANH, 1000, 0);
        Bound bound = Tolerances.derived()
                .between(Accuracy.ANY, worse)
                .bound(scenario, Fakes.OUTPUTS, Fakes.sequence(Cases.TABLE), Fakes.sequence(Cases.TABLE));
        assertThat(bound.source()).startsWith("signed derivatives, n = ");
        for (int k = 0; k < bound.allowed().length; k++) {
            assertThat(bound.allowed()[k]).isEqualTo(bound.ofA()[k] + bound.ofB()[k]);
            assertThat(bound.ofB()[k]).isGreaterThan(10 * bound.ofA()[k]);
        }
    }

    @Test
    void aCaseTooLargeToBeLookedAtIsCounted() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 64, 64));
        Case scenario = new Case(
                "wide",
                network,
                Weights.random(network, 1),
                Sequence.random(50, 32, 64, 1),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
        Tensor outputs = Tensor.of(Sequence.random(50, 32, 64, 2));
        assertThat(Tolerances.derived()
                        .bound(scenario, Quantity.outputs("lstm"), outputs, outputs)
                        .source())
                .startsWith("counted roundings");
    }
}
