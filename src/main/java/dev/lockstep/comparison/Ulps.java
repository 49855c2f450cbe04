package dev.lockstep.comparison;

import dev.lockstep.model.Precision;

/** Distances between numbers, counted in numbers of their precision. */
public final class Ulps {
    private static final int FLOAT_DIGITS = 23;
    /** From one power of two to the next. */
    private static final double FLOATS = 0x1p23;

    private Ulps() {}

    /**
     * How many numbers of that precision apart two numbers are; of single precision also a fraction, where they lie between floats.
     * Exact up to 2⁵³.
     *
     * @return 0 when both are the same number; infinite when either is NaN or infinite, also as a float
     */
    public static double between(double a, double b, Precision precision) {
        if (precision == Precision.DOUBLE) {
            return between(a, b);
        }
        double distance = Math.abs(position(a) - position(b));
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }

    /** Position among all floats, with both zeros at 0: how many lie below a positive number, and how far it is to the next. */
    private static double position(double value) {
        double magnitude = Math.abs(value);
        if (!(magnitude <= Float.MAX_VALUE)) {
            return Double.NaN;
        }
        int exponent = Math.max(Math.getExponent(magnitude), Float.MIN_EXPONENT);
        double spacing = Math.scalb(1.0, exponent - FLOAT_DIGITS);
        double position = magnitude / spacing + (exponent - Float.MIN_EXPONENT) * FLOATS;
        return Math.copySign(position, value);
    }

    /**
     * How many steps of {@link Math#nextUp} lead from the smaller to the greater number. Exact up to 2⁵³ and the nearest
     * double to the true count beyond; −0 and +0 are the same number.
     *
     * @return 0 when both are the same number; infinite when either is NaN or infinite
     */
    private static double between(double a, double b) {
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
     * The number that lies {@code steps} numbers of that precision away from {@code from}, in the direction of {@code to}; saturates at the
     * greatest finite number.
     *
     * @param from finite
     * @param to any number but NaN
     * @param steps at least 0
     */
    static double walk(double from, double to, double steps, Precision precision) {
        if (precision == Precision.SINGLE) {
            return at(position(from) + (to >= from ? steps : -steps));
        }
        return walk(from, to, steps);
    }

    /** The number at a position among all floats; saturates at the greatest of them. */
    private static double at(double position) {
        double floats = Math.abs(position);
        double step = Math.max(Math.floor(floats / FLOATS) - 1, 0);
        double magnitude = Math.scalb(floats - step * FLOATS, (int) step + Float.MIN_EXPONENT - FLOAT_DIGITS);
        return Math.copySign(Math.min(magnitude, Float.MAX_VALUE), position);
    }

    private static double walk(double from, double to, double steps) {
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
