package dev.lockstep.comparison;

import java.util.List;
import java.util.stream.Collectors;

/** The text of comparisons that did not agree. */
public final class FailureMessage {
    private FailureMessage() {}

    /** The report of one comparison; {@code where} may be empty. */
    public static String of(Comparison comparison, String where) {
        return sentence(comparison) + (where.isEmpty() ? "" : "\n\n  where    " + where);
    }

    /** The reports of several comparisons, one after another; {@code where} may be empty. */
    public static String of(List<Comparison> comparisons, String where) {
        return comparisons.stream().map(c -> of(c, where)).collect(Collectors.joining("\n\n"));
    }

    static String sentence(Comparison comparison) {
        return comparison.scenario().name() + ": " + comparison.a().title() + " against "
                + comparison.b().title() + ": " + comparison.outcome();
    }
}
