package dev.lockstep.comparison;

/** Two frameworks did not agree, or it could not be told; the message is the whole report of it. */
public final class Divergence extends AssertionError {
    private static final long serialVersionUID = 1;

    /** @param message the report, as {@link Comparison#message()} writes it */
    public Divergence(String message) {
        super(message);
    }
}
