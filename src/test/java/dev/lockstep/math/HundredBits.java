package dev.lockstep.math;

import org.apache.commons.math3.dfp.Dfp;

/**
 * e^x, tanh and the logistic function to 100 bits, for more points than 50 digits have time for; {@link HundredBitsTest} holds
 * them to those.
 *
 * @param significand its two doubles
 * @param exponent of the power of two by which it is to be multiplied
 */
record HundredBits(DoubleDouble significand, int exponent) {
    private static final Dfp LN2 = FiftyDigits.of("0.69314718055994530941723212145817656807550013436026");

    /** ln 2 as a sum: n times the first or the second part is exact for n below 2¹¹. */
    private static final double LN2_FIRST = Math.rint(0x1p42 * LN2.toDouble()) * 0x1p-42;

    private static final Dfp AFTER_FIRST = LN2.subtract(FiftyDigits.of(LN2_FIRST));
    private static final double LN2_SECOND = Math.rint(0x1p84 * AFTER_FIRST.toDouble()) * 0x1p-84;
    private static final double LN2_THIRD =
            AFTER_FIRST.subtract(FiftyDigits.of(LN2_SECOND)).toDouble();

    /** 1/1!, 1/2! … : the term of 27 is below 2⁻¹³⁰ for |r| ≤ ln 2/2. */
    private static final DoubleDouble[] TAYLOR = new DoubleDouble[26];

    static {
        Dfp coefficient = FiftyDigits.of(1);
        for (int k = 0; k < TAYLOR.length; k++) {
            coefficient = coefficient.divide(k + 1);
            TAYLOR[k] = DoubleDouble.of(coefficient);
        }
    }

    /** e^x; beyond ±800, where doubles have long ended, that of ±800. */
    static HundredBits exp(double x) {
        double bounded = Math.max(-800, Math.min(800, x));
        double n = Math.rint(bounded / LN2.toDouble());
        return new HundredBits(expm1(reduced(bounded, n)).plus(1), (int) n);
    }

    /** tanh x; below 2⁻¹⁰⁰ it is x, but for a share of x²/3; beyond ±50 that of ±50. */
    static HundredBits tanh(double x) {
        if (Math.abs(x) < 0x1p-100) {
            return new HundredBits(DoubleDouble.of(x), 0);
        }
        double twice = 2 * Math.min(50, Math.abs(x));
        double n = Math.rint(twice / LN2.toDouble());
        double power = Math.scalb(1.0, (int) n);
        DoubleDouble m = expm1(reduced(twice, n)).scaled(power).plus(DoubleDouble.sum(power, -1));
        return new HundredBits(m.dividedBy(m.plus(2)).scaled(Math.signum(x)), 0);
    }

    /** 1/(1 + e^−x). */
    static HundredBits logistic(double x) {
        HundredBits e = exp(-Math.abs(x));
        DoubleDouble denominator =
                e.significand.scaled(Math.scalb(1.0, e.exponent)).plus(1);
        return x < 0
                ? new HundredBits(e.significand.dividedBy(denominator), e.exponent)
                : new HundredBits(DoubleDouble.of(1).dividedBy(denominator), 0);
    }

    private static DoubleDouble reduced(double x, double n) {
        DoubleDouble r = DoubleDouble.sum(x - n * LN2_FIRST, -n * LN2_SECOND);
        return r.plus(-n * LN2_THIRD);
    }

    /** e^r − 1 by its series. */
    private static DoubleDouble expm1(DoubleDouble r) {
        DoubleDouble sum = TAYLOR[TAYLOR.length - 1];
        for (int k = TAYLOR.length - 2; k >= 0; k--) {
            sum = sum.times(r).plus(TAYLOR[k]);
        }
        return sum.times(r);
    }

    /**
     * How many units in the last place of this number a double is away from it; the unit of a subnormal number is that of all
     * of them. Where this number rounds to infinity, infinity is 0 units away and all else infinitely many.
     */
    double ulps(double actual) {
        if (Double.isInfinite(Math.scalb(significand.high(), exponent))) {
            return actual == Math.copySign(Double.POSITIVE_INFINITY, significand.high()) ? 0 : Double.POSITIVE_INFINITY;
        }
        double ulp = Math.max(Math.ulp(significand.high()), Math.scalb(Double.MIN_VALUE, -exponent));
        double distance = (Math.scalb(actual, -exponent) - significand.high()) - significand.low();
        return Math.abs(distance) / ulp;
    }

    /** This number with 50 digits. */
    Dfp toDfp() {
        Dfp sum = FiftyDigits.of(significand.high()).add(FiftyDigits.of(significand.low()));
        return sum.multiply(FiftyDigits.of(2).pow(exponent));
    }
}
