package dev.lockstep.model;

/**
 * What is done to a probability p before its logarithm is taken, or to a norm before something is divided by it.
 *
 * @param rule the kind of clipping
 * @param epsilon its size; 0 for {@link Rule#NONE}
 */
public record Clipping(Rule rule, double epsilon) {
    /** The kinds of clipping found in the field. */
    public enum Rule {
        /** log p. */
        NONE,
        /** log(p + ε), so that p = 0 costs −log ε; dL/dp has p + ε in its denominators. */
        ADDED,
        /**
         * p is replaced by p̃ = min(max(p, ε), 1 − ε), in the loss and in dL/dp, while the slope of the clamp itself
         * counts as 1 (Deeplearning4j). With softmax only the loss is clamped; its gradient stays p − y.
         */
        CLAMPED,
        /**
         * In the loss p and y are replaced by min(max(·, ε), 1); its gradient is that of the exact loss (Deeplearning4j's
         * KL_DIVERGENCE).
         */
        CLAMPED_IN_SCORE,
        /** ‖p‖ and ‖y‖ are ε where they are below, and the gradient is that of this loss. */
        FLOORED
    }

    /** The exact logarithm. */
    public static final Clipping NONE = new Clipping(Rule.NONE, 0);

    /** @throws InvalidInput if ε does not fit the rule: 0 for none, within (0, 0.5) otherwise */
    public Clipping {
        boolean fits = rule == Rule.NONE ? epsilon == 0 : epsilon > 0 && epsilon < 0.5;
        if (!fits) {
            throw new InvalidInput("ε of the clipping inside logarithms: "
                    + (rule == Rule.NONE ? "0" : "a number between 0 and 0.5") + " expected, " + epsilon + " found");
        }
    }

    /** log(p + ε). */
    public static Clipping added(double epsilon) {
        return new Clipping(Rule.ADDED, epsilon);
    }

    /** p and y clamped to [ε, 1] in the loss, and not in its gradient. */
    public static Clipping clampedInScore(double epsilon) {
        return new Clipping(Rule.CLAMPED_IN_SCORE, epsilon);
    }

    /** Norms of at least ε. */
    public static Clipping floored(double epsilon) {
        return new Clipping(Rule.FLOORED, epsilon);
    }

    /** p clamped to [ε, 1 − ε]. */
    public static Clipping clamped(double epsilon) {
        return new Clipping(Rule.CLAMPED, epsilon);
    }
}
