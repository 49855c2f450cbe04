package dev.lockstep.math;

/**
 * e^x, tanh and the logistic function from exactly specified operations, so that they have the same bits everywhere.
 *
 * <pre>
 * (E1) n = x/ln 2 to the nearest integer, r = x − n·ln 2, |r| ≤ ln 2/2
 * (E2) q = e^r − 1 = r + r²·(c0 + c1·r + … + c9·r⁹)
 * (E3) e^x = 2ⁿ·(1 + q)
 * (E4) tanh |x| = m/(m + 2) with m = e^2|x| − 1 = 2ⁿ·q + (2ⁿ − 1); the sign is that of x
 * (E5) σ(x) = 1/(1 + e) for x ≥ 0 and e/(1 + e) below, with e = e^−|x|
 * </pre>
 *
 * <p>(E1) is the reduction of W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6: ln 2
 * in two parts, the higher one so short that n times it is exact. All constants are derived by
 * {@code reference/exponential.py}. The polynomial meets (e^r − 1 − r)/r² at the ten zeros other than 0 of the Chebyshev
 * polynomial T₁₁ stretched to |r| ≤ ln 2/2, which leaves e^r − 1 a relative error of 2.4e-17.
 *
 * <p>(E4) and (E5) cancel nowhere, so that the result is right to a few ulp near 0 and where it is subnormal.
 */
public final class Elementary {
    /** What is added to it is rounded to an integer n, and its last bits then are n + 1023: the exponent of 2ⁿ. */
    public static final double ROUNDER = 0x1.8p52 + 1023;

    /** The same with n + 2046, the sum of the exponents of two factors of 2ⁿ: 2ⁿ itself may be no normal number. */
    public static final double ROUNDER_FOR_TWO = 0x1.8p52 + 2046;

    /** Where the exponent of a number is in its bits. */
    public static final int EXPONENT_SHIFT = 52;

    public static final double INVERSE_OF_LN2 = 0x1.71547652b82fep0;
    public static final double LN2_HIGH = 0x1.62e42fefa38p-1;
    public static final double LN2_LOW = 0x1.ef35793c7673p-45;

    public static final double C0 = 0x1.0000000000005p-1;
    public static final double C1 = 0x1.5555555555557p-3;
    public static final double C2 = 0x1.55555555520afp-5;
    public static final double C3 = 0x1.11111111100dfp-7;
    public static final double C4 = 0x1.6c16c17f43a58p-10;
    public static final double C5 = 0x1.a01a01abe62ddp-13;
    public static final double C6 = 0x1.a019a66a75dd4p-16;
    public static final double C7 = 0x1.71de02375656cp-19;
    public static final double C8 = 0x1.28a2c0a7209fbp-22;
    public static final double C9 = 0x1.af4ddd84882fep-26;

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
        return exponential(above > EXP_IS_INFINITE ? EXP_IS_INFINITE : above);
    }

    /** tanh x; −0 for −0, ±1 for ±∞, NaN for NaN. */
    public static double tanh(double x) {
        double magnitude = Math.abs(x);
        double bounded = magnitude > TANH_IS_ONE ? TANH_IS_ONE : magnitude;
        double twice = bounded + bounded;
        double t = Math.fma(twice, INVERSE_OF_LN2, ROUNDER);
        double q = expm1(reduced(twice, t - ROUNDER));
        double power = Double.longBitsToDouble(Double.doubleToRawLongBits(t) << EXPONENT_SHIFT);
        double m = Math.fma(power, q, power - 1);
        return Math.copySign(m / (m + 2), x);
    }

    /** 1/(1 + e^−x); 0 and 1 for ∓∞, NaN for NaN. */
    public static double sigmoid(double x) {
        double negative = -Math.abs(x);
        double e = exponential(negative < EXP_IS_ZERO ? EXP_IS_ZERO : negative);
        return (x < 0 ? e : 1) / (1 + e);
    }

    /** (E3) within the bounds where e^x becomes 0 and ∞. */
    private static double exponential(double x) {
        double t = Math.fma(x, INVERSE_OF_LN2, ROUNDER_FOR_TWO);
        double q = expm1(reduced(x, t - ROUNDER_FOR_TWO));
        long sum = Double.doubleToRawLongBits(t);
        long half = sum >>> 1;
        double first = Double.longBitsToDouble(half << EXPONENT_SHIFT);
        double second = Double.longBitsToDouble((sum - half) << EXPONENT_SHIFT);
        return Math.fma(first, q, first) * second;
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
        double high = Math.fma(C9, r, C8);
        return Math.fma(Math.fma(Math.fma(high, r4, middle), r4, low), r2, r);
    }
}
