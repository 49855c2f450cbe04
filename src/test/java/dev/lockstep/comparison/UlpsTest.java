package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Precision;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class UlpsTest {
    @Test
    void countsTheStepsOfAWalk() {
        for (double start : new double[] {-3 * Double.MIN_VALUE, 0.9999999999999999, -1.0000000000000002, 1e-300, -8}) {
            double at = start;
            for (int steps = 0; steps <= 12; steps++) {
                assertThat(Ulps.between(start, at, Precision.DOUBLE))
                        .as("%s to %s", start, at)
                        .isEqualTo(steps);
                assertThat(Ulps.between(at, start, Precision.DOUBLE)).isEqualTo(steps);
                assertThat(Ulps.walk(start, Double.MAX_VALUE, steps, Precision.DOUBLE))
                        .isEqualTo(at);
                at = Math.nextUp(at) == 0 ? 0.0 : Math.nextUp(at);
            }
        }
    }

    @Test
    void bothZerosAreTheSameNumber() {
        assertThat(Ulps.between(0.0, -0.0, Precision.DOUBLE)).isZero();
        assertThat(Ulps.between(-0.0, Double.MIN_VALUE, Precision.DOUBLE)).isEqualTo(1);
        assertThat(Ulps.between(-Double.MIN_VALUE, Double.MIN_VALUE, Precision.DOUBLE))
                .isEqualTo(2);
    }

    /** Bit patterns of positive doubles count them, so the widest distance is twice that of the greatest one. */
    @Test
    void theWidestDistanceDoesNotOverflow() {
        BigInteger toGreatest = BigInteger.valueOf(Double.doubleToRawLongBits(Double.MAX_VALUE));
        assertThat(Ulps.between(-Double.MAX_VALUE, Double.MAX_VALUE, Precision.DOUBLE))
                .isEqualTo(toGreatest.shiftLeft(1).doubleValue());
        assertThat(Ulps.between(-Double.MAX_VALUE, 1, Precision.DOUBLE))
                .isEqualTo(toGreatest
                        .add(BigInteger.valueOf(Double.doubleToRawLongBits(1)))
                        .doubleValue());
    }

    @Test
    void whatIsNotFiniteIsInfinitelyFar() {
        assertThat(Ulps.between(Double.NaN, Double.NaN, Precision.DOUBLE)).isInfinite();
        assertThat(Ulps.between(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Precision.DOUBLE))
                .isInfinite();
        assertThat(Ulps.between(1, Double.NEGATIVE_INFINITY, Precision.DOUBLE)).isInfinite();
    }

    @Test
    void aWalkEndsAtTheGreatestNumber() {
        assertThat(Ulps.walk(Math.nextDown(Double.MAX_VALUE), Double.MAX_VALUE, 5, Precision.DOUBLE))
                .isEqualTo(Double.MAX_VALUE);
        assertThat(Ulps.walk(1, -1, 0x1p63, Precision.DOUBLE)).isNegative();
    }

    /** Floats are counted by their own {@link Math#nextUp(float)}. */
    @Test
    void ofSinglePrecisionCountsFloats() {
        for (float start : new float[] {-3 * Float.MIN_VALUE, 0.99999994f, -1.0000001f, 1.1754942e-38f, 1e-30f, -8}) {
            float at = start;
            for (int steps = 0; steps <= 12; steps++) {
                assertThat(Ulps.between(start, at, Precision.SINGLE))
                        .as("%s to %s", start, at)
                        .isEqualTo(steps);
                assertThat(Ulps.between(at, start, Precision.SINGLE)).isEqualTo(steps);
                assertThat((float) Ulps.walk(start, Double.MAX_VALUE, steps, Precision.SINGLE))
                        .isEqualTo(at);
                at = Math.nextUp(at) == 0 ? 0.0f : Math.nextUp(at);
            }
        }
        assertThat(Ulps.between(Float.intBitsToFloat(0), Float.MAX_VALUE, Precision.SINGLE))
                .isEqualTo(Float.floatToRawIntBits(Float.MAX_VALUE));
    }

    @Test
    void betweenFloatsThereAreFractions() {
        assertThat(Ulps.between(1, 1 + 0x1p-25, Precision.SINGLE)).isEqualTo(0.25);
        assertThat(Ulps.between(1, 1 - 0x1p-25, Precision.SINGLE)).isEqualTo(0.5);
        assertThat(Ulps.between(0x1p-151, -0x1p-150, Precision.SINGLE)).isEqualTo(0.75);
    }

    @Test
    void whatIsNoFiniteFloatIsInfinitelyFarInSinglePrecision() {
        assertThat(Ulps.between(1, Double.NaN, Precision.SINGLE)).isInfinite();
        assertThat(Ulps.between(1, Double.POSITIVE_INFINITY, Precision.SINGLE)).isInfinite();
        assertThat(Ulps.between(1, 1e39, Precision.SINGLE)).isInfinite();
        assertThat(Ulps.walk(Float.MAX_VALUE, Double.MAX_VALUE, 5, Precision.SINGLE))
                .isEqualTo(Float.MAX_VALUE);
    }
}
