package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions where {@link Dfp}'s own do not end or lose digits; expected numbers from the first terms of series, worked out by hand. */
class FiftyDigitsTest {
    private static final FiftyDigits FIFTY = new FiftyDigits();
    private static final Duration LONG = Duration.ofSeconds(20);

    /** 2³⁰ = 1.07e9 to 2³¹ = 2.15e9 is where Dfp's own e^z goes on for ever. */
    @ParameterizedTest
    @ValueSource(doubles = {3.1e5, 1e9, 1.08e9, 2.1e9, 2.2e9, 1e300, Double.POSITIVE_INFINITY})
    void the_exponential_function_comes_to_an_end_beyond_what_can_be_held(double z) {
        assertTimeoutPreemptively(LONG, () -> {
            assertThat(FIFTY.rounded(FIFTY.exp(FIFTY.number(z)))).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(FIFTY.rounded(FIFTY.exp(FIFTY.number(-z)))).isZero();
            assertThat(FIFTY.rounded(FIFTY.expm1(FIFTY.number(-z)))).isEqualTo(-1);
            assertThat(FIFTY.rounded(FIFTY.tanh(FIFTY.number(z)))).isEqualTo(1);
            assertThat(FIFTY.rounded(FIFTY.tanh(FIFTY.number(-z)))).isEqualTo(-1);
            assertThat(FIFTY.rounded(FIFTY.sigmoid(FIFTY.number(z)))).isEqualTo(1);
            assertThat(FIFTY.rounded(FIFTY.sigmoid(FIFTY.number(-z)))).isZero();
            assertThat(FIFTY.rounded(FIFTY.softplus(FIFTY.number(z)))).isEqualTo(z);
        });
    }

    /** Within what can be held the bound cuts nothing off: e^z·e^−z = 1, and e^z is far beyond doubles. */
    @ParameterizedTest
    @ValueSource(doubles = {800, 299_999})
    void it_keeps_what_a_double_cannot_hold(double z) {
        Dfp product = FIFTY.exp(FIFTY.number(z)).multiply(FIFTY.exp(FIFTY.number(-z)));
        assertThat(FIFTY.exp(FIFTY.number(z)).isInfinite()).isFalse();
        assertThat(FIFTY.rounded(product.subtract(FIFTY.number(1)).abs())).isLessThan(1e-50);
    }

    @Test
    void not_a_number_stays_so() {
        assertTimeoutPreemptively(LONG, () -> {
            assertThat(FIFTY.rounded(FIFTY.exp(FIFTY.number(Double.NaN)))).isNaN();
            assertThat(FIFTY.rounded(FIFTY.expm1(FIFTY.number(Double.NaN)))).isNaN();
            assertThat(FIFTY.rounded(FIFTY.tanh(FIFTY.number(Double.NaN)))).isNaN();
        });
    }

    /** e^z − 1 = z + z²/2, ln(1 + z) = z − z²/2, tanh z = z − z³/3, ln(1 + e^z) = e^z: what is left out is below 1e-30 of them. */
    @ParameterizedTest
    @CsvSource({"1e-9", "-1e-9", "1e-15", "-1e-15", "1e-70", "-1e-70", "1e-300"})
    void digits_of_small_numbers_are_kept(double z) {
        Dfp x = FIFTY.number(z);
        Dfp half = x.multiply(x).divide(2);
        Dfp sixth = half.multiply(x).divide(3);
        assertNear(FIFTY.expm1(x), x.add(half).add(sixth), 1e-26);
        assertNear(FIFTY.log1p(x), x.subtract(half).add(sixth.multiply(2)), 1e-26);
        assertNear(FIFTY.tanh(x), x.subtract(sixth.multiply(2)), 1e-34);
        Dfp far = FIFTY.number(-200);
        assertNear(FIFTY.softplus(far), FIFTY.exp(far), 1e-50);
    }

    private static void assertNear(Dfp found, Dfp expected, double relative) {
        assertThat(FIFTY.rounded(
                        found.divide(expected).subtract(FIFTY.number(1)).abs()))
                .as("%s beside %s", found, expected)
                .isLessThan(relative);
    }

    /** A whole case whose weights run away: 2·10⁹ into a sigmoid and a tanh. */
    @Test
    void a_case_whose_pre_activations_run_away_is_computed() {
        NetworkSpec network = NetworkSpec.of(
                new DenseSpec("tanh", 1, 1, Activation.TANH), new DenseSpec("sigmoid", 1, 1, Activation.SIGMOID));
        Weights weights = Weights.of(
                network, new double[][] {{2e9}}, new double[][] {{0}}, new double[][] {{-2e9}}, new double[][] {{0}});
        Case scenario = new Case(
                "runaway",
                network,
                weights,
                new Sequence(1, 1, 1, new double[] {1}),
                Map.<String, State>of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.OUTPUTS));
        assertTimeoutPreemptively(LONG, () -> {
            Results<Dfp> results = Definition.STANDARD.results(scenario, FIFTY);
            assertThat(FIFTY.rounded(results.get(Quantity.outputs("tanh")).get(0)))
                    .isEqualTo(1);
            assertThat(FIFTY.rounded(results.get(Quantity.outputs("sigmoid")).get(0)))
                    .isZero();
        });
    }
}
