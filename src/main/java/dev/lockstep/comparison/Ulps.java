package dev.lockstep.comparison;

/** Distances between doubles, counted in doubles. */
public final class Ulps {
    private Ulps() {}

    /**
     * How many steps of {@link Math#nextUp} lead from the smaller to the greater number. Exact up to 2⁵³ and the nearest
     * double to the true count beyond; −0 and +0 are the same number.
     *
     * @return 0 when both are the same number; infinite when either is NaN or infinite
     */
    public static double between(double a, double b) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return Double.POSITIVE_INFINITY;
        }
        long from = ordinal(Math.min(a, b));
        long to = ordinal(Math.max(a, b));
        long unsigned = to - from;
        if (unsigned >= 0) {
            return unsigned;
        }
        // Beyond 2⁶³ − 1 the count only fits an unsigned long; the lowest bit is kept so that rounding stays right.
        return (unsigned >>> 1 | unsigned & 1) * 2.0;
    }

    /**
     * The double that lies {@code steps} doubles away from {@code from}, in the direction of {@code to}; saturates at the
     * greatest finite number.
     *
     * @param from finite
     * @param to any number but NaN
     * @param steps at least 0
     */
    static double walk(double from, double to, double steps) {
        double limit = to >= from ? Double.MAX_VALUE : -Double.MAX_VALUE;
        if (steps >= between(from, limit)) {
            return limit;
        }
        // The count may exceed a long; two halves never do, and wrap around to the right sum.
        long half = (long) (steps / 2);
        long count = half + (long) (steps - half);
        return number(to >= from ? ordinal(from) + count : ordinal(from) - count);
    }

    /** Position among all finite doubles, with both zeros at 0. */
    private static long ordinal(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits >= 0 ? bits : Long.MIN_VALUE - bits;
    }

    private static double number(long ordinal) {
        return Double.longBitsToDouble(ordinal >= 0 ? ordinal : Long.MIN_VALUE - ordinal);
    }
}
