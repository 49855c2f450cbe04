package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Epsilon;

/**
 * Steps that are divided by a root mean square √s.
 *
 * @param alpha the learning rate α
 * @param epsilon ε
 * @param placement where ε is added
 */
record RootMeanSquare(double alpha, double epsilon, Epsilon placement) {
    /** The step for one entry, to be subtracted. */
    double step(double gradient, double s) {
        return switch (placement) {
            case OUTSIDE_ROOT -> alpha * gradient / (Math.sqrt(s) + epsilon); // (O7) α·∇/(√s + ε)
            case INSIDE_ROOT -> alpha * gradient / Math.sqrt(s + epsilon); // (O8) α·∇/√(s + ε)
            case ADDED_TO_QUOTIENT -> alpha * gradient / Math.sqrt(s) + epsilon; // (O9) α·∇/√s + ε
        };
    }
}
