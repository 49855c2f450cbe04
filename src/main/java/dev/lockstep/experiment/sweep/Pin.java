package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A listed divergence of a framework: where it must be expected, and in what.
 *
 * @param id of the list, {@code D1}
 * @param framework id of the framework that is wrong
 * @param where cases in which it may show
 * @param in the quantities that it may touch there
 * @param said parts of what the framework may say when it throws, crashes or yields numbers that are not finite; none if it does not
 * @param without the case without what the divergence is about, so that what else there is to it can be compared
 * @param sentence who is wrong, and how
 * @param feature that proves it
 */
record Pin(
        String id,
        String framework,
        Predicate<Case> where,
        BiPredicate<Case, Quantity> in,
        List<String> said,
        UnaryOperator<Case> without,
        String sentence,
        String feature) {
    /** What adapters say of numbers that are not finite, where they are to go on with them. */
    static final String NOT_FINITE = "finite numbers expected";

    Pin {
        said = List.copyOf(said);
    }

    /** Whether it may show in this comparison at all. */
    boolean concerns(Comparison comparison) {
        boolean takesPart =
                comparison.a().id().equals(framework) || comparison.b().id().equals(framework);
        return takesPart && where.test(comparison.scenario());
    }

    /**
     * Whether it explains that this quantity differs in a comparison that it concerns. What is computed before training differs only
     * if it may show without training.
     */
    boolean touches(Comparison comparison, Quantity quantity) {
        Case scenario = comparison.scenario();
        return in.test(scenario, quantity)
                && (quantity.step() > 0 || scenario.training().isEmpty() || showsUntrained(scenario));
    }

    /**
     * Whether it explains how an array differs: as a whole, or because it says that numbers are not finite, and no others differ whose
     * bounds are finite.
     */
    boolean explains(Comparison comparison, ArrayComparison array) {
        boolean first = comparison.a().id().equals(framework);
        return touches(comparison, array.quantity())
                || said.contains(NOT_FINITE)
                        && array.beyond().stream()
                                .allMatch(entry ->
                                        entry.isUnbounded() || !Double.isFinite(first ? entry.a() : entry.b()));
    }

    private boolean showsUntrained(Case scenario) {
        Parts parts = new Parts(scenario);
        parts.training = Optional.empty();
        try {
            return where.test(parts.whole());
        } catch (InvalidInput nothing) {
            return false; // Nothing was observed but training.
        }
    }

    /** Whether it explains that a comparison that it concerns could not be made. */
    boolean explainsFailure(Comparison comparison) {
        Comparison.Party wrong = comparison.a().id().equals(framework) ? comparison.a() : comparison.b();
        return comparison.outcome() == Outcome.ERROR
                && comparison.reason().startsWith(wrong.title() + " ")
                && said.stream().anyMatch(comparison.reason()::contains);
    }
}
