package dev.lockstep.definition;

/** What the node of a {@link Tape} is. */
public enum Operation {
    /** A number without error that nothing is differentiated with respect to. */
    CONSTANT,
    /** A number without error. */
    LEAF,
    /** An inner product Σ aᵢ·bᵢ, in whatever order; sums, differences and products are such. */
    DOT,
    /** a/b. */
    QUOTIENT,
    /** The value of a, where it would be divided by b, were that not computed to be 0. */
    UNDIVIDED,
    /** The value of a, with no gradient flowing back. */
    DETACHED,
    /** e^a. */
    EXP,
    /** e^a − 1. */
    EXPM1,
    /** λ·α·(e^a − 1) with the constants of SELU. */
    SELU,
    /** ln a. */
    LOG,
    /** ln(1 + a). */
    LOG1P,
    /** tanh a. */
    TANH,
    /** 1/(1 + e^−a). */
    SIGMOID,
    /** ln(1 + e^a). */
    SOFTPLUS,
    /** ln(1 + e^a) as a cost. */
    LOGISTIC_LOSS,
    /** √a. */
    SQRT,
    /** ln Σ e^aᵢ. */
    LOG_SUM_EXP,
    /** A power of a constant, rounded. */
    POWER
}
