package dev.lockstep.experiment.mutants;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which mutants of a catalogue the features kill.
 *
 * @param mutants the catalogue
 * @param families every family's own score
 */
public record MutantsResult(List<Mutant> mutants, List<FamilyScore> families) {
    /** The mutants that some family kills. */
    public List<Mutant> killed() {
        Set<String> killed = new HashSet<>();
        families.forEach(family -> family.killed().forEach(mutant -> killed.add(mutant.id())));
        return mutants.stream().filter(mutant -> killed.contains(mutant.id())).toList();
    }

    /** The mutants that no number can tell from the standard equations. */
    public List<Mutant> equivalent() {
        return mutants.stream().filter(Mutant::isEquivalent).toList();
    }

    /** The mutants that some family meets and none kills. */
    public List<Mutant> survivors() {
        List<Mutant> killed = killed();
        Set<String> met = new HashSet<>();
        families.forEach(family -> family.survivors().forEach(mutant -> met.add(mutant.id())));
        return mutants.stream()
                .filter(mutant -> met.contains(mutant.id()) && !killed.contains(mutant))
                .toList();
    }

    /** The mutants that no family meets, though they are not equivalent: nothing is known of these. */
    public List<Mutant> unmet() {
        List<Mutant> killed = killed();
        List<Mutant> survivors = survivors();
        return mutants.stream()
                .filter(mutant -> !mutant.isEquivalent() && !killed.contains(mutant) && !survivors.contains(mutant))
                .toList();
    }

    /** The mutants said to be equivalent that a comparison contradicts all the same. */
    public List<Mutant> refuted() {
        Set<String> refuted = new HashSet<>();
        families.forEach(family -> family.refuted().forEach(mutant -> refuted.add(mutant.id())));
        return mutants.stream().filter(mutant -> refuted.contains(mutant.id())).toList();
    }
}
