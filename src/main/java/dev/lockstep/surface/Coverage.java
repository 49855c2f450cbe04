package dev.lockstep.surface;

/** How it stands with a setting of a framework. */
public enum Coverage {
    /** A feature holds it against ours, and it agrees. */
    AGREES("agrees"),
    /** A feature holds it against ours, and it agrees; another pins where it does not, or cannot be asked. */
    IN_PART("in part"),
    /** A feature holds it against ours, and pins that it does not agree. */
    PINNED("pinned"),
    /** No feature does, for a reason. */
    UNSUPPORTED("unsupported");

    private final String word;

    Coverage(String word) {
        this.word = word;
    }

    /** What it is called in text. */
    public String word() {
        return word;
    }
}
