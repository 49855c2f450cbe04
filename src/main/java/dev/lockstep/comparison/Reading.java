package dev.lockstep.comparison;

/** A rule-based guess at what is wrong, from where numbers differ and where they do not. */
final class Reading {
    private Reading() {}

    static String of(Comparison comparison) {
        return comparison.diverging().get(0).quantity() + " differs first.";
    }
}
