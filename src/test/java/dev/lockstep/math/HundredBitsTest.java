package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

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
