package dev.lockstep.experiment.mutants;

import java.util.List;

/**
 * What one family of features would notice. Its mutants are those of its {@link Kind}s that some comparison of it meets.
 *
 * @param family its name
 * @param comparisons that were held against mutants
 * @param killed mutants that some comparison contradicts
 * @param survivors mutants that every comparison agrees with
 * @param unmet mutants of its kinds whose equation none of its comparisons uses
 * @param refuted mutants said to be equivalent to the standard equations that a comparison contradicts all the same
 */
public record FamilyScore(
        String family,
        int comparisons,
        List<Mutant> killed,
        List<Mutant> survivors,
        List<Mutant> unmet,
        List<Mutant> refuted) {
    /** How many mutants could have been killed. */
    public int mutants() {
        return killed.size() + survivors.size();
    }

    /** The share of its mutants that is killed; 1 where there are none. */
    public double score() {
        return mutants() == 0 ? 1 : (double) killed.size() / mutants();
    }
}
