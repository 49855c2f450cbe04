package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.port.Framework;
import java.util.List;

/**
 * Two frameworks held against each other on one case: the value that the DSL yields, that Cucumber steps check and that
 * reports show.
 *
 * @param scenario what was computed
 * @param a the framework named first
 * @param b the framework it is held against
 * @param arrays one entry per quantity, in causal order; empty unless the outcome is AGREE, DIVERGE or INCONCLUSIVE
 * @param tolerance the rule
 * @param outcome how it ended
 * @param reason why it is UNSUPPORTED, INCONCLUSIVE, KNOWN_DIVERGENCE, MENDED or ERROR; empty otherwise
 */
public record Comparison(
        Case scenario,
        Party a,
        Party b,
        List<ArrayComparison> arrays,
        Tolerance tolerance,
        Outcome outcome,
        String reason) {
    /** Who was compared. */
    public record Party(String id, String title, String version) {
        /** The party a framework is. */
        public static Party of(Framework framework) {
            return new Party(framework.id(), framework.title(), framework.version());
        }
    }

    public Comparison {
        arrays = List.copyOf(arrays);
    }
}
