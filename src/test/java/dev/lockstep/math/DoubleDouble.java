package dev.lockstep.math;

import org.apache.commons.math3.dfp.Dfp;

/**
 * A number as the unevaluated sum of two doubles. The algorithms are those of M. Joldes, J.-M. Muller and V. Popescu, Tight and
 * rigorous error bounds for basic building blocks of double-word arithmetic, ACM Transactions on Mathematical Software 44(2),
 * 2017, with their bounds of the relative error, u = 2⁻⁵³; they hold where nothing underflows.
 *
 * @param high the nearest double
 * @param low what it lacks
 */
record DoubleDouble(double high, double low) {
    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The nearest such number. */
    static DoubleDouble of(Dfp value) {
        double high = value.toDouble();
        return new DoubleDouble(high, value.subtract(FiftyDigits.of(high)).toDouble());
    }

    /** a + b, exactly (algorithm 2). */
    static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double bOfS = s - a;
        return new DoubleDouble(s, (a - (s - bOfS)) + (b - bOfS));
    }

    /** a + b, exactly, for |a| ≥ |b| (algorithm 1). */
    private static DoubleDouble fastSum(double a, double b) {
        double s = a + b;
        return new DoubleDouble(s, b - (s - a));
    }

    /** Algorithm 6, 3u² + 13u³, if the signs agree or no cancellation takes away most digits. */
    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble first = fastSum(highs.high, highs.low + lows.high);
        return fastSum(first.high, first.low + lows.low);
    }

    DoubleDouble plus(double other) {
        return plus(of(other));
    }

    /** Algorithm 12, 5u². */
    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double lack = Math.fma(high, other.high, -product);
        double cross = Math.fma(low, other.high, Math.fma(high, other.low, low * other.low));
        return fastSum(product, lack + cross);
    }

    /** Times a power of two, exactly. */
    DoubleDouble scaled(double powerOfTwo) {
        return new DoubleDouble(high * powerOfTwo, low * powerOfTwo);
    }

    /** Algorithm 17, 15u² + 56u³. */
    DoubleDouble dividedBy(DoubleDouble divisor) {
        double quotient = high / divisor.high;
        DoubleDouble product = divisor.times(of(quotient));
        double remainder = (high - product.high) + (low - product.low);
        return fastSum(quotient, remainder / divisor.high);
    }
}
