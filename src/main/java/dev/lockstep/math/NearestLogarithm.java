package dev.lockstep.math;

/**
 * The natural logarithm, rounded once: the double nearest to ln x, the same on every machine.
 *
 * <p>ln x = k·ln 2 + ln m with m in [√½, √2], and ln m = 2·artanh s with s = (m − 1)/(m + 1), by its power series. Numbers
 * are held as the unevaluated sum of two doubles; sums and products keep their rounding errors (Knuth, The Art of Computer
 * Programming 2, 4.2.2, theorem B; Dekker, Numerische Mathematik 18, 1971). What is rounded in the end is right to about
 * 100 bits, so another double than the nearest comes out only where ln x lies within 2^−47 ulp of the middle of two.
 */
final class NearestLogarithm {
    private static final double SQRT_2 = 1.4142135623730951;
    /** ln 2 but for 2^−102; k times the first part is exact for every exponent k, as its last 11 bits are 0. */
    private static final double LN_2_HIGH = 0x1.62e42fefa38p-1;

    private static final double LN_2_LOW = 0x1.ef35793c7673p-45;
    /** The next power, s^45/45, is below 2^−117 of s, for s up to (√2 − 1)². */
    private static final int GREATEST_POWER = 43;

    private NearestLogarithm() {}

    /**
     * ln x, and the double that another library may take for it.
     *
     * @param nearest the double nearest to ln x
     * @param neighbour the one on the other side of ln x where ln x lies within 0.02 ulp of the middle of the two, so that a
     *     library whose logarithms are within 0.52 ulp may have either; else {@code nearest} again
     */
    record Rounded(double nearest, double neighbour) {}

    /** @param x positive, finite and not subnormal */
    static Rounded of(double x) {
        int k = Math.getExponent(x);
        double m = Math.scalb(x, -k);
        if (m > SQRT_2) {
            m /= 2;
            k++;
        }
        Pair lnM = twiceArtanh(Pair.sum(m, -1), Pair.sum(m, 1));
        Pair lowOfK = Pair.product(k, LN_2_LOW);
        Pair lnX = Pair.sum(k * LN_2_HIGH, lnM.high);
        Pair result = Pair.sum(lnX.high, lowOfK.high);
        Pair rounded = Pair.sum(result.high, result.low + (lnX.low + (lnM.low + lowOfK.low)));
        boolean inDoubt = Math.abs(rounded.low) > 0.48 * Math.ulp(rounded.high);
        double beyond = rounded.low > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        return new Rounded(rounded.high, inDoubt ? Math.nextAfter(rounded.high, beyond) : rounded.high);
    }

    /** 2·artanh(n/d) = 2s·(1 + s²/3 + s⁴/5 + …), by Horner's rule. */
    private static Pair twiceArtanh(Pair n, Pair d) {
        Pair s = n.dividedBy(d);
        Pair square = s.times(s);
        Pair sum = new Pair(0, 0);
        for (int power = GREATEST_POWER; power >= 1; power -= 2) {
            sum = sum.times(square).plus(Pair.quotient(1, power));
        }
        Pair half = s.times(sum);
        return new Pair(2 * half.high, 2 * half.low);
    }

    /** high + low, where low is at most half a unit in the last place of high. */
    private record Pair(double high, double low) {
        /** a + b exactly. */
        static Pair sum(double a, double b) {
            double sum = a + b;
            double ofB = sum - a;
            double ofA = sum - ofB;
            return new Pair(sum, (a - ofA) + (b - ofB));
        }

        /** a·b exactly, but for underflow. */
        static Pair product(double a, double b) {
            double product = a * b;
            return new Pair(product, Math.fma(a, b, -product));
        }

        static Pair quotient(double a, double b) {
            double quotient = a / b;
            return new Pair(quotient, Math.fma(-quotient, b, a) / b);
        }

        Pair plus(Pair other) {
            Pair sum = sum(high, other.high);
            return sum(sum.high, sum.low + (low + other.low));
        }

        Pair times(Pair other) {
            Pair product = product(high, other.high);
            return sum(product.high, product.low + (high * other.low + low * other.high));
        }

        Pair dividedBy(Pair other) {
            double quotient = high / other.high;
            double rest = Math.fma(-quotient, other.high, high) + (low - quotient * other.low);
            return sum(quotient, rest / other.high);
        }
    }
}
