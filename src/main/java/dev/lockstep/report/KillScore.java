package dev.lockstep.report;

import java.util.List;

/**
 * What the scenarios of one family would notice: how many mutants of the equations that they use contradict a number that they
 * compared.
 *
 * @param family its name, as {@link ScenarioResult#family()} has it
 * @param mutants of the equations that its comparisons use
 * @param killed how many of them a comparison contradicts
 * @param unmet how many more are of the family's kind, but none of its comparisons uses their equation
 * @param survivors those that every comparison agrees with, each in a few words
 */
public record KillScore(String family, int mutants, int killed, int unmet, List<String> survivors) {
    public KillScore {
        survivors = List.copyOf(survivors);
    }

    /** The share of its mutants that is killed; 1 where there are none. */
    public double score() {
        return mutants == 0 ? 1 : (double) killed / mutants;
    }

    /** {@code 12 of 13 (40 not met)}. */
    public String counted() {
        return NumberText.count(killed) + " of " + NumberText.count(mutants)
                + (unmet == 0 ? "" : " (" + NumberText.count(unmet) + " not met)");
    }
}
