package dev.lockstep.model;

/**
 * The functions that the equations of layers, losses and optimizers call and that no arithmetic rounds exactly, so that
 * frameworks differ in their last digits.
 *
 * <p>Softmax and log Σ e^z are not among them: everywhere they are {@link #EXP}, a sum, a quotient and {@link #LOG}. Nor are
 * products, sums and quotients, the activations that consist of them, and slopes such as that of softsign.
 */
public enum ElementaryFunction {
    /** e^x; also the slope of ELU below 0. */
    EXP,
    /** e^x − 1, as in ELU below 0. */
    EXPM1,
    /** λ·α·(e^x − 1), SELU below 0; it may be computed as λ·(α·e^x − α), which is further off near 0. */
    SELU,
    /** ln x. */
    LOG,
    /** ln(1 + x). */
    LOG1P,
    /** tanh x. */
    TANH,
    /** 1 − tanh²x, given x, however it is computed. */
    TANH_SLOPE,
    /** The logistic function σ(x) = 1/(1 + e^−x). */
    SIGMOID,
    /** σ(x)·(1 − σ(x)), given x, however it is computed. */
    SIGMOID_SLOPE,
    /** ln(1 + e^x), also as the cross entropy of a logistic output. */
    SOFTPLUS,
    /** The slope of softplus, which is σ(x), but may be computed in another way. */
    SOFTPLUS_SLOPE,
    /** √x. */
    SQRT,
    /** xⁿ, n a natural number, as in the bias correction of Adam. */
    POWER
}
