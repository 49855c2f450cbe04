package dev.lockstep.model;

/**
 * What one optimizer step reads: a minibatch, or under {@link Truncation.Segmented} some steps of one.
 *
 * @param minibatch its input, targets and masks, of these steps alone
 * @param goesOn whether recurrent layers start from where the segment before it left them, not from the case's initial states
 */
public record Segment(Minibatch minibatch, boolean goesOn) {}
