package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

/** Numbers for products, and their comparison bit by bit: −0 is not 0, and every NaN is NaN. */
final class Bits {
    private static final double[] SPECIAL = {
        -0.0,
        0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e-200
    };

    private Bits() {}

    /** Numbers from [−1, 1). */
    static double[] usual(SplittableRandom random, int n) {
        return random.doubles(n, -1, 1).toArray();
    }

    /** One in twelve of them is none that sums like: a zero, NaN, infinite, subnormal, or next to overflow. */
    static double[] special(SplittableRandom random, int n) {
        double[] numbers = usual(random, n);
        for (int k = 0; k < n; k++) {
            if (random.nextInt(12) == 0) {
                numbers[k] = SPECIAL[random.nextInt(SPECIAL.length)];
            }
        }
        return numbers;
    }

    static void assertSame(double[] actual, double[] expected, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            if (Double.doubleToLongBits(actual[k]) != Double.doubleToLongBits(expected[k])) {
                assertThat(Double.valueOf(actual[k]))
                        .as("%s, number %s", what, k)
                        .isEqualTo(expected[k]);
            }
        }
    }
}
