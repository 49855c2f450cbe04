package dev.lockstep.model;

/** What one entry or row of the output costs; p is the output, y the target, n the number of output features. */
public enum LossFunction {
    /** (y − p)²/n. */
    MSE,
    /** (y − p)². */
    L2,
    /** −y·log p, for outputs that are a distribution over the features; fused with softmax. */
    MCXENT,
    /** −y·log p − (1 − y)·log(1 − p), for outputs that are independent probabilities. */
    XENT,
    /** y·p/n, linear in the output, so that the gradient is whatever the targets say. */
    WASSERSTEIN
}
