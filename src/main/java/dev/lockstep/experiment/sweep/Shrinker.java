package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks for the smallest case in which two frameworks still do not agree in the same way: changes one thing after another, from the
 * start again after each that can be had, until nothing can.
 */
final class Shrinker {
    /** Comparisons that one search may take. */
    private static final int BUDGET = 600;

    private final Contest contest;
    private final Judge judge;
    private final List<Framework> pair;
    private final Outcome outcome;
    private final String manner;
    private final List<String> pins;
    private int left = BUDGET;

    /**
     * @param contest who computes
     * @param judge what counts as not agreeing
     * @param start how the two do not agree
     */
    Shrinker(Contest contest, Judge judge, Comparison start) {
        this.contest = contest;
        this.judge = judge;
        this.outcome = start.outcome();
        this.manner = manner(start);
        this.pins = judge.explaining(start);
        this.pair = List.of(
                contest.framework(start.a().id()), contest.framework(start.b().id()));
    }

    /** The smallest case that was found, and how it ended. */
    Comparison smallest(Comparison start) {
        Comparison best = start;
        int from = 0;
        while (left > 0) {
            List<Supplier<Case>> candidates = Smaller.than(best.scenario());
            Optional<Comparison> next = Optional.empty();
            int tried = 0;
            // Round and round from where the last change was, so that what cannot be had is not tried after every step.
            while (next.isEmpty() && tried < candidates.size() && left > 0) {
                next = stillDiffering(candidates.get((from + tried) % candidates.size()), best.scenario());
                tried++;
            }
            if (next.isEmpty()) {
                return best;
            }
            from = (from + tried - 1) % candidates.size();
            best = next.get();
        }
        return best;
    }

    private Optional<Comparison> stillDiffering(Supplier<Case> candidate, Case than) {
        Case smaller;
        try {
            smaller = candidate.get();
        } catch (InvalidInput contradiction) {
            return Optional.empty();
        }
        if (Weight.of(smaller) >= Weight.of(than)) {
            return Optional.empty();
        }
        boolean canBoth = pair.stream()
                .allMatch(framework -> Reductions.supported(framework, smaller).isPresent());
        if (!canBoth) {
            return Optional.empty();
        }
        left--;
        Comparison comparison = contest.compare(smaller, pair).get(0);
        boolean same = comparison.outcome() == outcome
                && manner(comparison).equals(manner)
                && judge.end(comparison) == End.UNEXPECTED
                && judge.explaining(comparison).equals(pins);
        return same ? Optional.of(comparison) : Optional.empty();
    }

    /** How somebody failed, without the numbers and names that a smaller case changes; nothing where numbers differ. */
    private static String manner(Comparison comparison) {
        return comparison.outcome() == Outcome.ERROR ? comparison.reason().replaceAll("[\\d\"\\[].*", "") : "";
    }
}
