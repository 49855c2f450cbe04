package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementaryTest {
    private static final double ALLOWED = 2.5;

    @ParameterizedTest
    @EnumSource
    void results_are_within_2_and_a_half_ulps_of_50_digits(ElementaryFunction function) {
        function.points(2_000).forEach(x -> {
            Dfp exact = function.fiftyDigits(Math.max(-800, Math.min(800, x)));
            double ulps = Double.isInfinite(exact.toDouble())
                    ? HundredBits.exp(x).ulps(function.ours(x))
                    : FiftyDigits.ulps(function.ours(x), exact);
            assertThat(ulps).as("%s of %s", function, x).isLessThanOrEqualTo(ALLOWED);
        });
    }

    /** From the definitions: limits, and what IEEE 754-2019, section 9.2.1, recommends for zeros, infinities and NaN. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 1, 0.0, 0.5",
        "-0.0, 1, -0.0, 0.5",
        "4.9e-324, 1, 4.9e-324, 0.5",
        "-4.9e-324, 1, -4.9e-324, 0.5",
        "Infinity, Infinity, 1, 1",
        "-Infinity, 0.0, -1, 0.0",
        "1.7976931348623157e308, Infinity, 1, 1",
        "-1.7976931348623157e308, 0.0, -1, 0.0",
        "709.782712893384, 1.7976931348622732e308, 1, 1",
        "709.7827128933841, Infinity, 1, 1",
        "-745.1332191019411, 4.9e-324, -1, 4.9e-324",
        "-745.1332191019412, 0.0, -1, 0.0",
        "NaN, NaN, NaN, NaN"
    })
    void special_arguments_have_the_results_of_the_definitions(double x, Double exp, Double tanh, Double sigmoid) {
        assertThat(Elementary.exp(x)).isEqualTo(exp);
        assertThat(Elementary.tanh(x)).isEqualTo(tanh);
        assertThat(Elementary.sigmoid(x)).isEqualTo(sigmoid);
    }

    @ParameterizedTest
    @EnumSource
    void results_are_within_2_and_a_half_ulps_of_100_bits(ElementaryFunction function) {
        assertWithin(ALLOWED, function, 30_000);
    }

    /** The bounds are those of the Javadoc of {@link Elementary}. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"EXP, 1.003", "TANH, 2.334", "SIGMOID, 2.186"})
    void results_at_10_million_points_are_within_the_documented_bounds(ElementaryFunction function, double documented) {
        assertWithin(documented, function, 10_000_000);
    }

    private static void assertWithin(double allowed, ElementaryFunction function, int points) {
        double[] worst = new double[2];
        function.points(points).forEach(x -> {
            double ulps = function.hundredBits(x).ulps(function.ours(x));
            if (Double.compare(ulps, worst[0]) > 0) {
                worst[0] = ulps;
                worst[1] = x;
            }
        });
        assertThat(worst[0]).as("%s of %s", function, worst[1]).isLessThanOrEqualTo(allowed);
    }
}
