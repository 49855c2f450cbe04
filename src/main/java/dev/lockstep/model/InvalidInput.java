package dev.lockstep.model;

/** Something the user gave cannot be used; the message is one sentence saying what was found and what was expected. */
public final class InvalidInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param sentence names the thing, what was expected and what was found */
    public InvalidInput(String sentence) {
        super(sentence);
    }

    /** @param cause what made it unusable, for a stack trace in a debugger */
    public InvalidInput(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
