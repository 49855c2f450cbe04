package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A listed divergence of a framework: where it must be expected, and in what.
 *
 * @param id of the list, {@code D1}
 * @param framework id of the framework that is wrong
 * @param where cases in which it may show
 * @param in the quantities that it may touch there
 * @param fails whether the framework throws, crashes or yields numbers that are not finite
 * @param sentence who is wrong, and how
 * @param feature that proves it
 */
record Pin(
        String id,
        String framework,
        Predicate<Case> where,
        BiPredicate<Case, Quantity> in,
        boolean fails,
        String sentence,
        String feature) {
    /** Whether it may show in this comparison at all. */
    boolean concerns(Comparison comparison) {
        boolean takesPart =
                comparison.a().id().equals(framework) || comparison.b().id().equals(framework);
        return takesPart && where.test(comparison.scenario());
    }

    /** Whether it explains that this quantity differs in a comparison that it concerns. */
    boolean touches(Comparison comparison, Quantity quantity) {
        return in.test(comparison.scenario(), quantity);
    }

    /** Whether it explains that a comparison that it concerns could not be made. */
    boolean explainsFailure(Comparison comparison) {
        Comparison.Party wrong = comparison.a().id().equals(framework) ? comparison.a() : comparison.b();
        return fails
                && comparison.outcome() == Outcome.ERROR
                && comparison.reason().startsWith(wrong.title() + " ");
    }
}
