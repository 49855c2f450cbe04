package dev.lockstep.math;

/**
 * e^x, tanh and the logistic function from exactly specified operations, so that they have the same bits everywhere.
 *
 * <pre>
 * (E1) n = x/ln 2 to the nearest integer, for tanh that of x/ln 2 − 1/4; r = x − n·ln 2
 * (E2) q = e^r − 1 = r + r²·(c0 + c1·r + … + c10·r¹⁰)
 * (E3) e^x = 2ⁿ·(1 + q)
 * (E4) tanh |x| = m/(m + 2) with m = e^2|x| − 1 = 2ⁿ·q + (2ⁿ − 1); the sign is that of x
 * (E5) σ(x) = 1/(1 + e) for x ≥ 0 and e/(1 + e) below, with e = e^−|x|
 * </pre>
 *
 * <p>(E1) is the reduction of W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6: ln 2
 * in two parts, the higher one so short that n times it is exact. For tanh r is moved up, since below 0 the m of (E4) cancels
 * for n = 1. All constants are derived by {@code reference/exponential.py}. The polynomial meets (e^r − 1 − r)/r² at eleven
 * zeros of the Chebyshev polynomial T₁₂ stretched to the range of r, of which the twelfth is r = 0; that leaves e^r − 1 a
 * relative error of 2.19e-17.
 *
 * <p>At ten million points each (where the functions vary, in the bits of all numbers, subnormal, around thresholds) results are
 * at most so many units in their last place away from the exact ones:
 *
 * <pre>
 * e^x     1.003   at x = −261.6057602282805
 * tanh x  2.334   at x = 0.030750086417595135
 * σ(x)    2.186   at x = −6.23744663474838
 * </pre>
 *
 * tanh of a subnormal number is that number.
 */
public final class Elementary {
    /** What is added to it is rounded to an integer n, and its last bits then are n + 1023: the exponent of 2ⁿ. */
    public static final double ROUNDER = 0x1.8p52 + 1023;

    /** The same with n + 2046, the sum of the exponents of two factors of 2ⁿ: 2ⁿ itself may be no normal number. */
    public static final double ROUNDER_FOR_TWO = 0x1.8p52 + 2046;

    /** The same with n + 1023 + 64, for numbers that are small but for a factor of 2⁶⁴. */
    public static final double ROUNDER_FOR_SMALL = 0x1.8p52 + 1023 + 64;

    /** What takes that factor away. */
    public static final double SMALL = 0x1p-64;

    /** Where the exponent of a number is in its bits. */
    public static final int EXPONENT_SHIFT = 52;

    public static final double INVERSE_OF_LN2 = 0x1.71547652b82fep0;

    /** By how much r is moved up for tanh, in units of ln 2. */
    public static final double SHIFT = 0.25;

    public static final double LN2_HIGH = 0x1.62e42fefa38p-1;
    public static final double LN2_LOW = 0x1.ef35793c7673p-45;

    public static final double C0 = 0x1.ffffffffffffcp-2;
    public static final double C1 = 0x1.5555555555556p-3;
    public static final double C2 = 0x1.55555555561e8p-5;
    public static final double C3 = 0x1.111111110fef0p-7;
    public static final double C4 = 0x1.6c16c168e9f9cp-10;
    public static final double C5 = 0x1.a01a01b03fe85p-13;
    public static final double C6 = 0x1.a01a0c37d5d22p-16;
    public static final double C7 = 0x1.71ddef151afc5p-19;
    public static final double C8 = 0x1.27d5487af15c3p-22;
    public static final double C9 = 0x1.af7a441320e76p-26;
    public static final double C10 = 0x1.3055f65e1c549p-29;

    /** From here on e^x is infinite. */
    public static final double EXP_IS_INFINITE = 710;

    /** From here down e^x rounds to 0. */
    public static final double EXP_IS_ZERO = -746;

    /** From here on tanh rounds to 1. */
    public static final double TANH_IS_ONE = 20;

    private Elementary() {}

    /** e^x; +0 where it is too small for a number, infinite where it is too great, NaN for NaN. */
    public static double exp(double x) {
        double above = x < EXP_IS_ZERO ? EXP_IS_ZERO : x;
        double bounded = above > EXP_IS_INFINITE ? EXP_IS_INFINITE : above;
        double t = Math.fma(bounded, INVERSE_OF_LN2, ROUNDER_FOR_TWO);
        double q = expm1(reduced(bounded, t - ROUNDER_FOR_TWO));
        long sum = Double.doubleToRawLongBits(t);
        long half = sum >>> 1;
        double first = Double.longBitsToDouble(half << EXPONENT_SHIFT);
        double second = Double.longBitsToDouble((sum - half) << EXPONENT_SHIFT);
        return Math.fma(first, q, first) * second;
    }

    /** tanh x; −0 for −0, ±1 for ±∞, NaN for NaN. */
    public static double tanh(double x) {
        double magnitude = Math.abs(x);
        double bounded = magnitude > TANH_IS_ONE ? TANH_IS_ONE : magnitude;
        double twice = bounded + bounded;
        double t = Math.fma(twice, INVERSE_OF_LN2, -SHIFT) + ROUNDER;
        double q = expm1(reduced(twice, t - ROUNDER));
        double power = Double.longBitsToDouble(Double.doubleToRawLongBits(t) << EXPONENT_SHIFT);
        double m = Math.fma(power, q, power - 1);
        return Math.copySign(m / (m + 2), x);
    }

    /** 1/(1 + e^−x); 0 and 1 for ∓∞, NaN for NaN. */
    public static double sigmoid(double x) {
        double negative = -Math.abs(x);
        double bounded = negative < EXP_IS_ZERO ? EXP_IS_ZERO : negative;
        double t = Math.fma(bounded, INVERSE_OF_LN2, ROUNDER_FOR_SMALL);
        double q = expm1(reduced(bounded, t - ROUNDER_FOR_SMALL));
        double power = Double.longBitsToDouble(Double.doubleToRawLongBits(t) << EXPONENT_SHIFT);
        double e = Math.fma(power, q, power) * SMALL;
        return (x < 0 ? e : 1) / (1 + e);
    }

    /** (E1) r. */
    private static double reduced(double x, double n) {
        return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    }

    /** (E2), in the order that needs the fewest steps one after another. */
    private static double expm1(double r) {
        double r2 = r * r;
        double r4 = r2 * r2;
        double low = Math.fma(Math.fma(C3, r, C2), r2, Math.fma(C1, r, C0));
        double middle = Math.fma(Math.fma(C7, r, C6), r2, Math.fma(C5, r, C4));
        double high = Math.fma(C10, r2, Math.fma(C9, r, C8));
        return Math.fma(Math.fma(Math.fma(high, r4, middle), r4, low), r2, r);
    }
}
