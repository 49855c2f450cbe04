package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import java.util.List;

/** The pinned divergences of frameworks, for whoever compares them. */
public final class KnownDivergences {
    private static final Judge JUDGE = new Judge(Pins.ALL, false);

    private KnownDivergences() {}

    /**
     * What explains that a comparison did not agree, each in a sentence that ends with the feature that proves it; nothing if it
     * agreed, or if anything is left that they do not explain.
     */
    public static List<String> explaining(Comparison comparison) {
        return JUDGE.known(comparison).stream()
                .map(pin -> pin.id() + ", " + pin.sentence() + " (" + pin.feature() + ")")
                .distinct()
                .toList();
    }
}
