package dev.lockstep.math;

/**
 * xⁿ by squaring, in pairs of doubles (T. J. Dekker, <em>A floating-point technique for extending the available precision</em>,
 * Numerische Mathematik 18, 1971, with a fused multiply-add for the rounding of a product): the double next to the true value
 * unless that lies all but half way between two. That holds as long as
 * neither xⁿ nor a square on the way overflows or comes near the subnormal numbers. Unlike {@link StrictMath#pow} it allocates nothing.
 */
public final class IntegerPower {
    private IntegerPower() {}

    /**
     * xⁿ.
     *
     * @param n at least 0
     */
    public static double of(double x, int n) {
        double high = 1;
        double low = 0;
        double squareHigh = x;
        double squareLow = 0;
        for (int bits = n; bits != 0; bits >>>= 1) {
            if ((bits & 1) == 1) {
                double product = high * squareHigh;
                double rest = Math.fma(high, squareHigh, -product) + (high * squareLow + low * squareHigh);
                high = product + rest;
                low = rest - (high - product);
            }
            double square = squareHigh * squareHigh;
            double rest = Math.fma(squareHigh, squareHigh, -square) + 2 * squareHigh * squareLow;
            squareHigh = square + rest;
            squareLow = rest - (squareHigh - square);
        }
        return high;
    }
}
