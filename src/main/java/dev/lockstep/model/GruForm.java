package dev.lockstep.model;

/**
 * In which form a framework computes h = (1 − z) ⊙ n + z ⊙ h′ of a {@link GruSpec}. Both are the same number, and round differently:
 * where z is almost 1, ∂L/∂n = ∂L/∂h·(1 − z) has correct digits in one and next to none in the other.
 */
public enum GruForm {
    /** (1 − z) ⊙ n + z ⊙ h′. */
    SUM,
    /** n + z ⊙ (h′ − n), so that ∂L/∂n = ∂L/∂h − ∂L/∂h ⊙ z; in PyTorch. */
    INTERPOLATION
}
