package dev.lockstep.comparison;

import dev.lockstep.model.Accuracy;

/** Where tolerances come from. */
public final class Tolerances {
    private Tolerances() {}

    /**
     * |a − b| ≤ x; 0 asks for the same number.
     *
     * @throws dev.lockstep.model.InvalidInput if x is negative, NaN or infinite
     */
    public static ExplicitTolerance absolute(double x) {
        return new ExplicitTolerance(x, 0);
    }

    /**
     * |a − b| ≤ y·|b|.
     *
     * @throws dev.lockstep.model.InvalidInput if y is negative, NaN or infinite
     */
    public static ExplicitTolerance relative(double y) {
        return new ExplicitTolerance(0, y);
    }

    /**
     * At most n doubles apart.
     *
     * @throws dev.lockstep.model.InvalidInput if n is negative, NaN, infinite or not whole
     */
    public static UlpTolerance ulps(double n) {
        return new UlpTolerance(n);
    }

    /** Bounds derived from the roundings that lead to each number: the default. */
    public static Tolerance derived() {
        return new DerivedTolerance(Accuracy.ANY, Accuracy.ANY);
    }

    /** Bounds for gradients against {@link CentralDifferences}: the framework's derived one, and the error of the differences. */
    public static Tolerance centralDifferences() {
        return new CentralDifferenceTolerance(derived());
    }
}
