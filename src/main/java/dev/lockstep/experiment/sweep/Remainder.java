package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what a known divergence leaves: the case without what it is about, and that one again without what is known of it, so that
 * nothing else hides behind what is known.
 *
 * @param contest who computes
 * @param judge what is known
 */
record Remainder(Contest contest, Judge judge) {
    /** The first of these comparisons that ended as nobody knew, if there is one. */
    Optional<Comparison> unexpected(Comparison known) {
        Comparison latest = known;
        Set<String> before = new HashSet<>();
        // Nothing is taken out twice, so that this ends.
        while (judge.end(latest) == End.KNOWN && before.addAll(judge.explaining(latest))) {
            Optional<Comparison> rest = rest(latest);
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            latest = rest.get();
        }
        return Optional.of(latest).filter(comparison -> judge.end(comparison) == End.UNEXPECTED);
    }

    private Optional<Comparison> rest(Comparison known) {
        Optional<Case> less = without(known);
        List<Framework> pair = List.of(
                contest.framework(known.a().id()), contest.framework(known.b().id()));
        return less.filter(scenario -> pair.stream()
                        .allMatch(framework ->
                                Reductions.supported(framework, scenario).isPresent()))
                .map(scenario -> contest.compare(scenario, pair).get(0));
    }

    /** Nothing if nothing is taken out, or if the model refuses what is left. */
    private Optional<Case> without(Comparison known) {
        Case scenario = known.scenario();
        try {
            Case less = scenario;
            for (Pin pin : judge.known(known)) {
                if (pin.where().test(less)) {
                    less = pin.without().apply(less);
                }
            }
            return less == scenario ? Optional.empty() : Optional.of(less);
        } catch (InvalidInput contradiction) {
            return Optional.empty();
        }
    }
}
