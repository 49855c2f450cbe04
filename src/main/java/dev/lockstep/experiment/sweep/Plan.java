package dev.lockstep.experiment.sweep;

import java.util.List;

/**
 * What a sweep is asked to do.
 *
 * @param cases the last case's number; the first is 1
 * @param seed of the cases
 * @param tags an expression such as {@code @lstm and not @mask} that cases must satisfy; empty for all
 * @param ignorePins whether nothing is excused
 * @param frameworks id and version of those that take part
 */
public record Plan(int cases, long seed, String tags, boolean ignorePins, List<String> frameworks) {
    public Plan {
        frameworks = List.copyOf(frameworks);
    }

    /** What a journal must be of to be gone on with: everything but the number of cases. */
    String identity() {
        return "seed " + seed + (tags.isEmpty() ? "" : ", tags " + tags) + (ignorePins ? ", pins ignored" : "") + ", "
                + String.join(", ", frameworks);
    }
}
