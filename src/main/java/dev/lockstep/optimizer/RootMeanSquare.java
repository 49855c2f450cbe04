package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Epsilon;

/**
 * Steps that are divided by a root mean square √s. One expression serves all three placements of ε, so that the loops around
 * it hold no branch: where a placement has no ε, {@link #NOTHING} is added.
 *
 * @param insideRoot what is added to s
 * @param outsideRoot what is added to the root
 * @param toQuotient what is added to the quotient
 */
record RootMeanSquare(double insideRoot, double outsideRoot, double toQuotient) {
    /** The number that changes nothing when it is added: x + (−0) is x in every bit, for −0 too, where −0 + 0 would be 0. */
    static final double NOTHING = -0.0;

    /** (O7), (O8) or (O9), by where ε is. */
    static RootMeanSquare of(double epsilon, Epsilon placement) {
        return switch (placement) {
            case OUTSIDE_ROOT -> new RootMeanSquare(NOTHING, epsilon, NOTHING); // (O7) α·∇/(√s + ε)
            case INSIDE_ROOT -> new RootMeanSquare(epsilon, NOTHING, NOTHING); // (O8) α·∇/√(s + ε)
            case ADDED_TO_QUOTIENT -> new RootMeanSquare(NOTHING, NOTHING, epsilon); // (O9) α·∇/√s + ε
        };
    }

    /** The step for one entry, to be subtracted. */
    double step(double alpha, double gradient, double s) {
        return alpha * gradient / (Math.sqrt(s + insideRoot) + outsideRoot) + toQuotient;
    }
}
