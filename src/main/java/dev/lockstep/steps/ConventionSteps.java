package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Diagnosis;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.convention.Calculation;
import dev.lockstep.convention.Convention;
import dev.lockstep.convention.Conventions;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.java.en.Then;
import java.util.Arrays;
import java.util.List;
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
            state.compared(Comparison.unsupported(
                    scenario, Frameworks.ours(), framework, Tolerances.derived(), supports.because()));
            return;
        }
        named(id, Calculation.by(framework), Party.of(framework), framework, id);
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
        Convention convention = Conventions.named(id);
        List<Hypothesis> hypotheses = convention.hypotheses(scenario);
        if (hypotheses.isEmpty()) {
            throw new InvalidInput("convention \"" + id + "\": a case that it applies to expected, none found");
        }
        Comparison found = Comparison.of(
                scenario,
                new Party("plain", "the plain " + party.title(), party.version()),
                plain.observe(scenario),
                party,
                planted(hypotheses.get(0), place, scenario),
                Tolerances.derived());
        if (found.outcome() != Outcome.DIVERGE) {
            throw new AssertionError("The convention \"" + id + "\" does not show: " + found.sentence());
        }
        Diagnosis diagnosis = Diagnosis.of(found);
        TreeSet<String> names = new TreeSet<>();
        diagnosis.named().forEach(candidate -> candidate.conventions().forEach(one -> names.add(one.id())));
        if (!names.equals(new TreeSet<>(Arrays.asList(expected.split(", "))))) {
            throw new AssertionError("named for \"" + id + "\" planted in " + party.title() + ": " + expected
                    + " expected, " + (names.isEmpty() ? "nothing" : String.join(", ", names))
                    + " found; the detective says\n  " + String.join("\n  ", diagnosis.findings()));
        }
        state.scenario().log(String.join("\n", diagnosis.findings()));
        state.checked();
    }
}
