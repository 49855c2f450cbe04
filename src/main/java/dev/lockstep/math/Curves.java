package dev.lockstep.math;

/** Curves of {@link Activation} that take more than a line. */
final class Curves {
    /** The mean of 1/8 and 1/3. */
    static final double MEAN_LEAK = 0.5 * (1.0 / 8 + 1.0 / 3);

    static final double SELU_SCALE = 1.0507009873554805;
    static final double SELU_ALPHA = 1.6732632423543772;

    private static final double ROOT_OF_2_OVER_PI = 0.7978845608028654;
    private static final double CUBIC_SHARE = 0.044715;

    private Curves() {}

    /** Softmax, entry by entry: there is no such thing. */
    static double ofRows(double z) {
        throw new IllegalStateException("softmax needs a whole row, not one entry");
    }

    /** Its slope, likewise. */
    static double ofRows(double z, double a) {
        throw new IllegalStateException("softmax has a Jacobian, not a slope");
    }

    /** The slope of z·σ(β·z): σ + β·z·σ·(1 − σ), with 1 − σ taken from −β·z. */
    static double gatedSlope(double z, double beta) {
        double gate = Elementary.sigmoid(beta * z);
        return gate * (1 + beta * z * Elementary.sigmoid(-beta * z));
    }

    /**
     * z·tanh(ln(1 + e^z)). With e = e^z the tanh is ((1 + e)² − 1)/((1 + e)² + 1) = (2e + e²)/(2 + 2e + e²); for z > 0 both
     * are divided by e², so that nothing overflows.
     */
    static double mish(double z) {
        double e = Elementary.exp(-Math.abs(z));
        return z * (z > 0 ? (1 + 2 * e) / (1 + 2 * e + 2 * e * e) : e * (2 + e) / (2 + e * (2 + e)));
    }

    /** With t the tanh above, t + z·(1 − t²)·σ(z), where 1 − t² = 4·(1 + e)²/(2 + 2e + e²)² and (1 + e)·σ(z) = e. */
    static double mishSlope(double z) {
        double e = Elementary.exp(-Math.abs(z));
        if (z > 0) {
            double divisor = 1 + 2 * e + 2 * e * e;
            return (1 + 2 * e) / divisor + z * 4 * e * e * (1 + e) / (divisor * divisor);
        }
        double divisor = 2 + e * (2 + e);
        return e * (2 + e) / divisor + z * 4 * e * (1 + e) / (divisor * divisor);
    }

    /** √(2/π)·(z + 0.044715·z³). */
    static double geluArgument(double z) {
        return ROOT_OF_2_OVER_PI * z * (1 + CUBIC_SHARE * z * z);
    }

    /** Since ½·(1 + tanh u) = σ(2u), φ = z·σ(2u) and φ′ = σ + z·σ·(1 − σ)·2u′. */
    static double geluTanhSlope(double z) {
        double u = geluArgument(z);
        double gate = Elementary.sigmoid(2 * u);
        if (gate == 0) {
            return 0; // where z³ would make it 0·∞
        }
        double twice = 2 * ROOT_OF_2_OVER_PI * (1 + 3 * CUBIC_SHARE * z * z);
        return gate * (1 + z * twice * Elementary.sigmoid(-2 * u));
    }

    /** 1 − 1/(1 + n) as n/(1 + n), so that it keeps its digits near 0; for great |y| n may be infinite, and it is 1. */
    static double rationalTanh(double z, double scale, double quartic) {
        double y = Math.abs(2 * z / 3);
        double n = y * (1 + y * (1 + quartic * y * y));
        return Math.copySign(scale * (Double.isInfinite(n) ? 1 : n / (1 + n)), z);
    }

    /** scale·2/3·n′/(1 + n)² with n′ = 1 + 2y + 4·1.41645·y³. */
    static double rationalTanhSlope(double z, double scale, double quartic) {
        double y = Math.abs(2 * z / 3);
        double divisor = 1 + y * (1 + y * (1 + quartic * y * y));
        return scale * 2 / 3 * (((1 + y * (2 + 4 * quartic * y * y)) / divisor) / divisor);
    }
}
