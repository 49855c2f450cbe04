package dev.lockstep.model;

/**
 * What one training step reads.
 *
 * @param input {@code [time × batch × inputs]}
 * @param targets {@code [output time × batch × outputs]}
 * @param masks which of their steps count
 */
public record Minibatch(Sequence input, Sequence targets, Masks masks) {
    /** All of whose steps count. */
    public Minibatch(Sequence input, Sequence targets) {
        this(input, targets, Masks.NONE);
    }
}
