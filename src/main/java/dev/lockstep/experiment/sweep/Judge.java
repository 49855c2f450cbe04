package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.experiment.sweep.Entry.End;
import java.util.List;

/**
 * Says how comparisons ended.
 *
 * @param pins what is known
 * @param ignorePins whether nothing is excused
 */
record Judge(Pins pins, boolean ignorePins) {
    /** How one comparison ended. */
    End end(Comparison comparison) {
        return switch (comparison.outcome()) {
            case AGREE -> End.AGREE;
            case INCONCLUSIVE -> End.INCONCLUSIVE;
            default -> !ignorePins && !explaining(comparison).isEmpty() ? End.KNOWN : End.UNEXPECTED;
        };
    }

    /** Ids of what explains a comparison, whether that excuses it or not. */
    List<String> explaining(Comparison comparison) {
        return known(comparison).stream().map(Pin::id).toList();
    }

    /** What explains a comparison, whether that excuses it or not. */
    List<Pin> known(Comparison comparison) {
        boolean differs = comparison.outcome() == Outcome.DIVERGE || comparison.outcome() == Outcome.ERROR;
        return differs ? pins.explaining(comparison) : List.of();
    }
}
