package dev.lockstep.experiment.sweep;

import java.util.List;

/**
 * What became of one case.
 *
 * @param number of the case, from 1
 * @param outcome of the worst of its comparisons
 * @param pins ids of what explains its divergences, in the order of the list; also where nothing is excused
 * @param findings what is reported of it; empty where it agrees
 */
public record Entry(int number, End outcome, List<String> pins, List<Finding> findings) {
    /** How a case ended; later ones outweigh earlier ones. */
    public enum End {
        /** Everybody agrees. */
        AGREE,
        /** Pins explain every divergence. */
        KNOWN,
        /** Everybody agrees, but could not have differed. */
        INCONCLUSIVE,
        /** Somebody differs, or fails, as nobody knew. */
        UNEXPECTED
    }

    /**
     * Two frameworks that do not agree, or cannot tell.
     *
     * @param between their ids
     * @param sentence how it ended
     * @param feature name of the file that holds the smallest case as a scenario; empty where none was looked for
     * @param recording name of the file that holds it as a case
     */
    public record Finding(List<String> between, String sentence, String feature, String recording) {
        public Finding {
            between = List.copyOf(between);
        }
    }

    public Entry {
        pins = List.copyOf(pins);
        findings = List.copyOf(findings);
    }
}
