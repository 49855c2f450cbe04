package dev.lockstep.model;

/** How many biases a layer adds to its pre-activation. */
public enum Bias {
    /** None: z = x·W + h′·RW. */
    NONE,
    /** b. */
    ONE,
    /** b beside x·W and rb beside h′·RW, each trained on its own, as PyTorch and cuDNN have it. */
    TWO
}
