package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class UlpsTest {
    @Test
    void countsTheStepsOfAWalk() {
        for (double start : new double[] {-3 * Double.MIN_VALUE, 0.9999999999999999, -1.0000000000000002, 1e-300, -8}) {
            double at = start;
            for (int steps = 0; steps <= 12; steps++) {
                assertThat(Ulps.between(start, at)).as("%s to %s", start, at).isEqualTo(steps);
                assertThat(Ulps.between(at, start)).isEqualTo(steps);
                assertThat(Ulps.walk(start, Double.MAX_VALUE, steps)).isEqualTo(at);
                at = Math.nextUp(at) == 0 ? 0.0 : Math.nextUp(at);
            }
        }
    }

    @Test
    void bothZerosAreTheSameNumber() {
        assertThat(Ulps.between(0.0, -0.0)).isZero();
        assertThat(Ulps.between(-0.0, Double.MIN_VALUE)).isEqualTo(1);
        assertThat(Ulps.between(-Double.MIN_VALUE, Double.MIN_VALUE)).isEqualTo(2);
    }

    /** Bit patterns of positive doubles count them, so the widest distance is twice that of the greatest one. */
    @Test
    void theWidestDistanceDoesNotOverflow() {
        BigInteger toGreatest = BigInteger.valueOf(Double.doubleToRawLongBits(Double.MAX_VALUE));
        assertThat(Ulps.between(-Double.MAX_VALUE, Double.MAX_VALUE))
                .isEqualTo(toGreatest.shiftLeft(1).doubleValue());
        assertThat(Ulps.between(-Double.MAX_VALUE, 1))
                .isEqualTo(toGreatest
                        .add(BigInteger.valueOf(Double.doubleToRawLongBits(1)))
                        .doubleValue());
    }

    @Test
    void whatIsNotFiniteIsInfinitelyFar() {
        assertThat(Ulps.between(Double.NaN, Double.NaN)).isInfinite();
        assertThat(Ulps.between(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .isInfinite();
        assertThat(Ulps.between(1, Double.NEGATIVE_INFINITY)).isInfinite();
    }

    @Test
    void aWalkEndsAtTheGreatestNumber() {
        assertThat(Ulps.walk(Math.nextDown(Double.MAX_VALUE), Double.MAX_VALUE, 5))
                .isEqualTo(Double.MAX_VALUE);
        assertThat(Ulps.walk(1, -1, 0x1p63)).isNegative();
    }
}
