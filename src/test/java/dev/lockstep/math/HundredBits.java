package dev.lockstep.math;

import org.apache.commons.math3.dfp.Dfp;

/**
 * Elementary functions, and the slopes of some, to 100 bits, for more points than 50 digits have time for;
 * {@link HundredBitsTest} holds them to those.
 *
 * @param significand its two doubles
 * @param exponent of the power of two by which it is to be multiplied
 */
public record HundredBits(DoubleDouble significand, int exponent) {
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
    public static HundredBits exp(double x) {
        double bounded = Math.max(-800, Math.min(800, x));
        double n = Math.rint(bounded / LN2.toDouble());
        return new HundredBits(expm1(reduced(bounded, n)).plus(1), (int) n);
    }

    /** tanh x; below 2⁻¹⁰⁰ it is x, but for a share of x²/3; beyond ±50 that of ±50. */
    public static HundredBits tanh(double x) {
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
    public static HundredBits logistic(double x) {
        HundredBits e = exp(-Math.abs(x));
        DoubleDouble denominator =
                e.significand.scaled(Math.scalb(1.0, e.exponent)).plus(1);
        return x < 0
                ? new HundredBits(e.significand.dividedBy(denominator), e.exponent)
                : new HundredBits(DoubleDouble.of(1).dividedBy(denominator), 0);
    }

    /** e^x − 1; below −50 that of −50, beyond 50 that of 50. */
    public static HundredBits expm1(double x) {
        double bounded = Math.max(-50, Math.min(50, x));
        double n = Math.rint(bounded / LN2.toDouble());
        double power = Math.scalb(1.0, (int) n);
        return new HundredBits(expm1(reduced(bounded, n)).scaled(power).plus(DoubleDouble.sum(power, -1)), 0);
    }

    /** λ·α·(e^x − 1), SELU below 0, of two constants that are the published ones rounded. */
    public static HundredBits seluBelowZero(double x) {
        DoubleDouble scale = DoubleDouble.of(1.0507009873554805).times(DoubleDouble.of(1.6732632423543772));
        return new HundredBits(expm1(x).significand.times(scale), 0);
    }

    /** ln x, x positive and normal. */
    public static HundredBits log(double x) {
        int k = nearestPower(x);
        double m = Math.scalb(x, -k);
        return new HundredBits(log(k, DoubleDouble.sum(m, -1), DoubleDouble.sum(m, 1)), 0);
    }

    /** ln(1 + x), x above −1. */
    public static HundredBits log1p(double x) {
        return new HundredBits(log1p(DoubleDouble.of(x)), 0);
    }

    /** ln(1 + e^x); below −600 that of −600. */
    public static HundredBits softplus(double x) {
        HundredBits e = exp(-Math.min(600, Math.abs(x)));
        DoubleDouble log = log1p(e.significand.scaled(Math.scalb(1.0, e.exponent)));
        return new HundredBits(x > 0 ? DoubleDouble.of(x).plus(log) : log, 0);
    }

    /** The slope of the logistic function, σ(x)·σ(−x). */
    public static HundredBits logisticSlope(double x) {
        HundredBits small = logistic(-Math.abs(x));
        return new HundredBits(small.significand.times(logistic(Math.abs(x)).significand), small.exponent);
    }

    /** The slope of tanh, 1 − tanh²x = 4·σ(2x)·σ(−2x). */
    public static HundredBits tanhSlope(double x) {
        HundredBits quarter = logisticSlope(2 * x);
        return new HundredBits(quarter.significand, quarter.exponent + 2);
    }

    private static DoubleDouble log1p(DoubleDouble x) {
        DoubleDouble sum = x.plus(1);
        int k = nearestPower(sum.high());
        DoubleDouble m = sum.scaled(Math.scalb(1.0, -k));
        return k == 0 ? log(0, x, x.plus(2)) : log(k, m.plus(-1), m.plus(1));
    }

    /** The k for which x/2^k is between √½ and √2. */
    private static int nearestPower(double x) {
        int k = Math.getExponent(x);
        return Math.scalb(x, -k) > Math.sqrt(2) ? k + 1 : k;
    }

    /** k·ln 2 + ln m, from m − 1 and m + 1: ln m = 2·artanh s = 2s·(1 + s²/3 + s⁴/5 + …) with s = (m − 1)/(m + 1). */
    private static DoubleDouble log(int k, DoubleDouble below, DoubleDouble above) {
        DoubleDouble s = below.dividedBy(above);
        DoubleDouble square = s.times(s);
        DoubleDouble sum = DoubleDouble.of(0);
        for (int power = 45; power >= 1; power -= 2) {
            sum = sum.times(square).plus(DoubleDouble.of(1).dividedBy(DoubleDouble.of(power)));
        }
        DoubleDouble log = s.times(sum).scaled(2);
        return k == 0
                ? log
                : DoubleDouble.sum(k * LN2_FIRST, k * LN2_SECOND).plus(log).plus(k * LN2_THIRD);
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
    public double ulps(double actual) {
        if (Double.isInfinite(Math.scalb(significand.high(), exponent))) {
            return actual == Math.copySign(Double.POSITIVE_INFINITY, significand.high()) ? 0 : Double.POSITIVE_INFINITY;
        }
        double ulp = Math.max(Math.ulp(significand.high()), Math.scalb(Double.MIN_VALUE, -exponent));
        double distance = (Math.scalb(actual, -exponent) - significand.high()) - significand.low();
        return Math.abs(distance) / ulp;
    }

    /** How far a double is away from this number, where both are far from the ends of the doubles. */
    public double error(double actual) {
        return Math.scalb(Math.abs((Math.scalb(actual, -exponent) - significand.high()) - significand.low()), exponent);
    }

    /** The double nearest to this number. */
    public double toDouble() {
        return Math.scalb(significand.high(), exponent);
    }

    /** This number with 50 digits. */
    Dfp toDfp() {
        Dfp sum = FiftyDigits.of(significand.high()).add(FiftyDigits.of(significand.low()));
        return sum.multiply(FiftyDigits.of(2).pow(exponent));
    }
}
