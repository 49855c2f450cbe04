package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HundredBitsTest {
    @ParameterizedTest
    @EnumSource
    void hundred_bits_of_every_result_are_those_of_50_digits(ElementaryFunction function) {
        Dfp allowed = FiftyDigits.of(2).pow(-100);
        function.points(1000).filter(x -> x != 0 && Math.abs(x) < 800).forEach(x -> {
            Dfp exact = function.fiftyDigits(x);
            Dfp error = function.hundredBits(x).toDfp().subtract(exact).abs();
            assertThat(error.lessThan(exact.abs().multiply(allowed)))
                    .as("%s of %s", function, x)
                    .isTrue();
        });
    }

    /** Sums with 1 leave 40 of the 50 digits, as the points are not below 1e-10. */
    @Test
    void so_are_those_of_functions_beside_these_and_of_slopes() {
        Dfp one = FiftyDigits.of(1);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 600; i++) {
            double size = StrictMath.exp(random.nextDouble(StrictMath.log(1e-10), StrictMath.log(20)));
            double x = i % 2 == 0 ? size : -size;
            Dfp z = FiftyDigits.of(x);
            Dfp sigma = FiftyDigits.logistic(z);
            Dfp tanh = FiftyDigits.tanh(z);
            expect(HundredBits.expm1(x), z.exp().subtract(one), x);
            expect(HundredBits.softplus(x), z.exp().add(one).log(), x);
            expect(HundredBits.logisticSlope(x), sigma.multiply(one.subtract(sigma)), x);
            expect(HundredBits.tanhSlope(x), one.subtract(tanh.multiply(tanh)), x);
            expect(HundredBits.log1p(size), FiftyDigits.of(size).add(one).log(), size);
            expect(HundredBits.log(1 + x / 32), FiftyDigits.of(1 + x / 32).log(), 1 + x / 32);
            expect(HundredBits.log(size), FiftyDigits.of(size).log(), size);
        }
    }

    private static void expect(HundredBits actual, Dfp exact, double x) {
        Dfp error = actual.toDfp().subtract(exact).abs();
        assertThat(error.lessThan(exact.abs().multiply(FiftyDigits.of(2).pow(-96))))
                .as("%s at %s, %s expected", actual, x, exact)
                .isTrue();
    }

    /** e^−740 is about 4.2e-322, 85 times the smallest number and as many of its ulps; e^710 is beyond all numbers. */
    @Test
    void an_ulp_is_that_of_the_rounded_result() {
        assertThat(HundredBits.exp(0).ulps(1 + 0x1p-51)).isEqualTo(2);
        assertThat(HundredBits.exp(0).ulps(1 - 0x1p-52)).isEqualTo(1);
        assertThat(HundredBits.exp(-740).ulps(84 * Double.MIN_VALUE)).isBetween(0.5, 1.5);
        assertThat(HundredBits.exp(-746).ulps(0)).isBetween(0.2, 0.5);
        assertThat(HundredBits.exp(710).ulps(Double.POSITIVE_INFINITY)).isZero();
        assertThat(HundredBits.exp(710).ulps(Double.MAX_VALUE)).isInfinite();
        assertThat(HundredBits.exp(709.7).ulps(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(HundredBits.exp(1).ulps(Double.NaN)).isNaN();
    }
}
