package dev.lockstep.comparison;

/** How a comparison, or a scenario made of comparisons, ended; later ones outweigh earlier ones. */
public enum Outcome {
    /** Every number is within its bound. */
    AGREE,
    /** A pinned divergence whose witness still holds. */
    KNOWN_DIVERGENCE,
    /** A framework cannot compute the case; the reason is given. */
    UNSUPPORTED,
    /** The comparison cannot tell anything, because both sides are zero or saturated throughout. */
    INCONCLUSIVE,
    /** A pinned divergence that is no longer there. */
    MENDED,
    /** At least one number is beyond its bound. */
    DIVERGE,
    /** A framework failed, or there was nothing to compare. */
    ERROR;

    /** Whether it fails a run: DIVERGE, MENDED and ERROR. */
    public boolean isUnexpected() {
        return compareTo(MENDED) >= 0;
    }

    /** The one that outweighs the other. */
    public Outcome and(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
