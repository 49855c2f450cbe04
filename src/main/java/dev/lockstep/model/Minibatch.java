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

    /** The steps after {@code from}, up to and with {@code to}; its targets must have a step for each of the input's. */
    Minibatch steps(int from, int to) {
        return new Minibatch(input.steps(from + 1, to), targets.steps(from + 1, to), masks.steps(from + 1, to));
    }
}
