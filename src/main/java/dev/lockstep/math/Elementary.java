package dev.lockstep.math;

/**
 * e^x, tanh and the logistic function from exactly specified operations, so that they have the same bits everywhere.
 *
 * <pre>
 * (E1) n = x/ln 2 to the nearest integer, r = x − n·ln 2, ln 2 in two parts
 * (E2) q = e^r − 1 = r + r²·(1/2! + r/3! + … + r^11/13!), |r| ≤ ln 2/2
 * (E3) e^x = 2ⁿ·(1 + q)
 * (E4) tanh x = (e^2|x| − 1)/(e^2|x| + 1) with the sign of x, from m = e^2|x| − 1 = 2ⁿ·q + (2ⁿ − 1) as m/(m + 2)
 * (E5) σ(x) = 1/(1 + e^−x) for x ≥ 0, e^x/(1 + e^x) below, both from e^−|x|
 * </pre>
 */
public final class Elementary {
    /** 1.5·2⁵²: what is added to it is rounded to an integer, which then is in its last bits. */
    public static final double ROUNDER = 0x1.8p52;

    public static final double INVERSE_OF_LN2 = 0x1.71547652b82fep0;
    public static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    public static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    /** From here on tanh rounds to 1. */
    public static final double TANH_IS_ONE = 20;

    private Elementary() {}

    /** e^x. */
    public static double exp(double x) {
        if (!(x < 710)) {
            return x != x ? x : Double.POSITIVE_INFINITY;
        }
        if (x < -746) {
            return 0;
        }
        double t = Math.fma(x, INVERSE_OF_LN2, ROUNDER);
        double n = t - ROUNDER;
        double q = expm1(Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x)));
        long half = ((long) n) >> 1;
        double first = powerOfTwo(half);
        double second = powerOfTwo((long) n - half);
        return Math.fma(first, q, first) * second;
    }

    /** tanh x. */
    public static double tanh(double x) {
        double magnitude = Math.abs(x);
        if (magnitude >= TANH_IS_ONE) {
            return Math.copySign(1, x);
        }
        double a = magnitude + magnitude;
        double t = Math.fma(a, INVERSE_OF_LN2, ROUNDER);
        double n = t - ROUNDER;
        double q = expm1(Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, a)));
        double power = Double.longBitsToDouble((Double.doubleToRawLongBits(t) << 52) + (1023L << 52));
        double m = Math.fma(power, q, power - 1);
        return Math.copySign(m / (m + 2), x);
    }

    /** 1/(1 + e^−x). */
    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    private static double powerOfTwo(long n) {
        return Double.longBitsToDouble((n + 1023) << 52);
    }

    /** (E2) */
    private static double expm1(double r) {
        double r2 = r * r;
        double r4 = r2 * r2;
        double p2 = Math.fma(r, 1 / 6., 1 / 2.);
        double p4 = Math.fma(r, 1 / 120., 1 / 24.);
        double p6 = Math.fma(r, 1 / 5040., 1 / 720.);
        double p8 = Math.fma(r, 1 / 362880., 1 / 40320.);
        double p10 = Math.fma(r, 1 / 39916800., 1 / 3628800.);
        double p12 = Math.fma(r, 1 / 6227020800., 1 / 479001600.);
        double low = Math.fma(p4, r2, p2);
        double middle = Math.fma(p8, r2, p6);
        double high = Math.fma(p12, r2, p10);
        double p = Math.fma(Math.fma(high, r4, middle), r4, low);
        return Math.fma(p, r2, r);
    }
}
