package dev.lockstep.experiment.detective;

import java.util.List;

/**
 * How the detective did.
 *
 * @param entries one for every convention of the catalogue
 * @param faults faults planted that are no convention
 * @param falseNames how many of them got a name
 * @param remarks what went wrong, a line each
 */
public record DetectiveResult(List<Entry> entries, int faults, int falseNames, List<String> remarks) {
    /**
     * One convention.
     *
     * @param id its id
     * @param trials how often it was planted
     * @param namedFirst how often it was named, and nothing else
     * @param indistinguishable how often others explained the numbers as well, or nothing changed beyond its bound
     */
    public record Entry(String id, int trials, int namedFirst, int indistinguishable) {
        /** How often it was not found though it showed. */
        public int missed() {
            return trials - namedFirst - indistinguishable;
        }
    }

    public DetectiveResult {
        entries = List.copyOf(entries);
        remarks = List.copyOf(remarks);
    }

    /** Whether every convention was found wherever it showed, and nothing else was. */
    public boolean isPerfect() {
        return falseNames == 0 && entries.stream().allMatch(entry -> entry.missed() == 0);
    }
}
