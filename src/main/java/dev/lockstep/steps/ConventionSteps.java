package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Diagnosis;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.convention.Calculation;
import dev.lockstep.convention.Conventions;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Conventions planted on one side, which must be called by their names. */
public final class ConventionSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Planted in the equations, and held against ours. */
    @Then("the convention {string}, planted in the definition, is named")
    public void namedInDefinition(String id) {
        named(id, Calculation.DEFINITION, new Party("definition", "the definition", ""), Frameworks.ours(), id);
    }

    /** Planted in the equations where others explain the numbers as well. */
    @Then("the convention {string}, planted in the definition, is named beside {string}")
    public void namedInDefinitionBeside(String id, String others) {
        Party definition = new Party("definition", "the definition", "");
        named(id, Calculation.DEFINITION, definition, Frameworks.ours(), id + ", " + others);
    }

    /** Planted in what a framework is given and in what it hands out. */
    @Then("the convention {string}, planted at the adapter of {framework}, is named")
    public void namedAtAdapter(String id, Framework framework) {
        Case scenario = state.subject();
        Support may = Run.current().frameworks().mayUse(framework);
        Support supports = may.yes() ? framework.supports(scenario) : may;
        if (!supports.yes()) {
            skipped(framework, supports);
            return;
        }
        named(id, Calculation.by(framework), Party.of(framework, scenario), framework, id);
    }

    /**
     * What a framework has in the place of something that the case says and it cannot do: its numbers are those of the case as it
     * understands it, and held against ours of the case as it stands.
     */
    @Then("{framework} has the convention {string} where the case has not")
    public void hasInstead(Framework framework, String id) {
        Support may = Run.current().frameworks().mayUse(framework);
        if (!may.yes()) {
            skipped(framework, may);
            return;
        }
        Hypothesis instead = only(id, state.subject());
        Case scenario = state.observing(handedOut(framework, instead));
        if (framework.supports(scenario).yes()) {
            throw new AssertionError(framework.title() + " was expected to have the convention \"" + id
                    + "\" and nothing else; but it says that it can compute the case as it stands.");
        }
        Party ours = Party.of(Frameworks.ours(), scenario);
        Observations meant = Frameworks.ours().observe(scenario);
        Party party = Party.of(framework, scenario);
        Observations understood = planted(instead, Calculation.by(framework), scenario);
        called(id, Comparison.of(scenario, ours, meant, party, understood, Tolerances.derived()), id);
    }

    /** What a framework can be held against of the case as it understands it. */
    private Set<Kind> handedOut(Framework framework, Hypothesis instead) {
        List<Case> understood = new ArrayList<>();
        Calculation listening = (scenario, change) -> {
            understood.add(scenario);
            return Calculation.DEFINITION.observe(scenario, change);
        };
        planted(instead, listening, state.subject());
        return HandedOut.by(framework, understood.get(0)).observed();
    }

    private void skipped(Framework framework, Support why) {
        state.compared(Comparison.unsupported(
                state.subject(), Frameworks.ours(), framework, Tolerances.derived(), why.because()));
    }

    /** The first hypothesis of a convention, which is about all that it concerns. */
    private static Hypothesis only(String id, Case scenario) {
        List<Hypothesis> hypotheses = Conventions.named(id).hypotheses(scenario);
        if (hypotheses.isEmpty()) {
            throw new InvalidInput("convention \"" + id + "\": a case that it applies to expected, none found");
        }
        return hypotheses.get(0);
    }

    private static Observations planted(Hypothesis hypothesis, Calculation place, Case scenario) {
        try {
            return hypothesis.observe(place, scenario);
        } catch (UnsupportedOperationException exception) {
            throw new InvalidInput("convention \"" + hypothesis.title()
                    + "\": one that can be planted there expected, found that " + exception.getMessage());
        }
    }

    private void named(String id, Calculation place, Party party, Framework plain, String expected) {
        Case scenario = state.subject();
        Observations planted = planted(only(id, scenario), place, scenario);
        Party untouched = new Party("plain", "the plain " + party.title(), party.version(), party.accuracy());
        called(
                id,
                Comparison.of(scenario, untouched, plain.observe(scenario), party, planted, Tolerances.derived()),
                expected);
    }

    /** @param expected all names that the detective is to give, with commas between them */
    private void called(String id, Comparison found, String expected) {
        if (found.outcome() != Outcome.DIVERGE) {
            throw new AssertionError("The convention \"" + id + "\" does not show: " + found.sentence());
        }
        Diagnosis diagnosis = Diagnosis.of(found);
        TreeSet<String> names = new TreeSet<>();
        diagnosis.named().forEach(candidate -> candidate.conventions().forEach(one -> names.add(one.id())));
        if (!names.equals(new TreeSet<>(Arrays.asList(expected.split(", "))))) {
            throw new AssertionError("named for \"" + id + "\" in " + found.b().title() + ": " + expected
                    + " expected, " + (names.isEmpty() ? "nothing" : String.join(", ", names))
                    + " found; the detective says\n  " + String.join("\n  ", diagnosis.findings()));
        }
        state.scenario().log(String.join("\n", diagnosis.findings()));
        state.checked();
    }
}
