package dev.lockstep.model;

/** What happens to the state of a recurrent layer at a step that does not count. Equations in {@code dev.lockstep.layer}. */
public enum MaskRule {
    /** (K1) the state becomes zero, and the next step starts from there: Deeplearning4j. */
    RESET,
    /** (K2) the state stays what it was: Keras; what PyTorch's packed sequences amount to. */
    CARRY
}
