package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The equations with one thing wrong.
 *
 * @param id unique in a catalogue, such as {@code L7.f.one}
 * @param equation number of the equation that is wrong, as in the packages {@code layer} and {@code optimizer}
 * @param what what is wrong with it
 * @param kind what that moves
 * @param equations the equations, wrong
 * @param misread what the mutant takes a case for, where what is wrong is no equation of its own; the case itself otherwise
 * @param met whether a case uses what is wrong
 * @param equivalent why no number can tell it from the standard equations; empty where one can
 */
public record Mutant(
        String id,
        String equation,
        String what,
        Kind kind,
        Equations equations,
        UnaryOperator<Case> misread,
        Predicate<Case> met,
        String equivalent) {
    /** Wrong equations. */
    public static Mutant of(
            String id, String equation, String what, Kind kind, Equations equations, Predicate<Case> met) {
        return new Mutant(id, equation, what, kind, equations, UnaryOperator.identity(), met, "");
    }

    /** The standard equations of another case. */
    static Mutant misreading(
            String id, String equation, String what, Kind kind, UnaryOperator<Case> misread, Predicate<Case> met) {
        return new Mutant(id, equation, what, kind, Equations.STANDARD, misread, met, "");
    }

    /** The same, which no number can tell from the standard equations. */
    Mutant equivalent(String because) {
        return new Mutant(id, equation, what, kind, equations, misread, met, because);
    }

    /** Whether it is equivalent to the standard equations. */
    public boolean isEquivalent() {
        return !equivalent.isEmpty();
    }

    /** What it computes in plain double. */
    public Observations observe(Case scenario) {
        return new Definition(equations).observe(misread.apply(scenario));
    }
}
