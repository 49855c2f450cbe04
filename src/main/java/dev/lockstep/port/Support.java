package dev.lockstep.port;

/**
 * Whether a framework can do something.
 *
 * @param yes whether it can
 * @param because why not, a clause that follows "because"; empty when it can
 */
public record Support(boolean yes, String because) {
    /** It can. */
    public static final Support YES = new Support(true, "");

    /** It cannot, because … */
    public static Support no(String because) {
        return new Support(false, because);
    }
}
