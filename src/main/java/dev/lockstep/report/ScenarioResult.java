package dev.lockstep.report;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Outcome;
import java.util.List;

/**
 * One scenario, or one row of examples, of a run.
 *
 * @param feature name of the feature
 * @param name name of the scenario
 * @param uri its feature file, relative to the working directory
 * @param line where it starts, the example's row when there is one
 * @param tags with {@code @}, in the order of the feature file
 * @param outcome the worst of its comparisons and of its steps
 * @param reason why it was skipped, is inconclusive or known to diverge; empty otherwise
 * @param message the whole text of what went wrong; empty unless the outcome is unexpected
 * @param pairs who was held against whom, in order
 * @param comparisons one entry for every quantity
 * @param notes what its steps wrote down besides, such as how fast two free runs drift apart
 * @param pictures what its steps drew, such as cost curves
 */
public record ScenarioResult(
        String feature,
        String name,
        String uri,
        int line,
        List<String> tags,
        Outcome outcome,
        String reason,
        String message,
        List<Pair> pairs,
        List<QuantityResult> comparisons,
        List<String> notes,
        List<Picture> pictures) {
    private static final List<String> FAMILIES =
            List.of("forward", "gradient", "optimizer", "seed", "convention", "divergence", "tolerance");

    public ScenarioResult {
        tags = List.copyOf(tags);
        pairs = List.copyOf(pairs);
        comparisons = List.copyOf(comparisons);
        notes = List.copyOf(notes);
        pictures = List.copyOf(pictures);
    }

    /** A scenario that noted and drew nothing. */
    public ScenarioResult(
            String feature,
            String name,
            String uri,
            int line,
            List<String> tags,
            Outcome outcome,
            String reason,
            String message,
            List<Pair> pairs,
            List<QuantityResult> comparisons) {
        this(feature, name, uri, line, tags, outcome, reason, message, pairs, comparisons, List.of(), List.of());
    }

    /** The same scenario with other pictures. */
    ScenarioResult with(List<Picture> others) {
        return new ScenarioResult(
                feature, name, uri, line, tags, outcome, reason, message, pairs, comparisons, notes, others);
    }

    /** Numbers compared. */
    public long elements() {
        return comparisons.stream().mapToLong(QuantityResult::elements).sum();
    }

    /** {@code features/forward/lstm.feature:15}. */
    public String where() {
        return uri + ":" + line;
    }

    /**
     * The family named by a tag ({@code @forward}), the scenario's own rather than its feature's; else the folder of the
     * feature file; else {@code other}.
     */
    public String family() {
        for (int i = tags.size() - 1; i >= 0; i--) {
            String name = tags.get(i).substring(1);
            if (FAMILIES.contains(name)) {
                return name;
            }
        }
        String[] path = uri.split("/");
        return path.length > 1 ? path[path.length - 2] : "other";
    }

    /**
     * Two frameworks held against each other once.
     *
     * @param a the framework named first
     * @param b the framework it is held against
     * @param outcome how it ended
     * @param reason why, where the outcome needs a reason; empty otherwise
     * @param rule the tolerance in text
     */
    public record Pair(Party a, Party b, Outcome outcome, String reason, String rule) {}
}
