package dev.lockstep.model;

/**
 * What one training step reads.
 *
 * @param input {@code [time × batch × inputs]}
 * @param targets {@code [output time × batch × outputs]}
 */
public record Minibatch(Sequence input, Sequence targets) {}
