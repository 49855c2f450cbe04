package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.GateOrders;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import io.cucumber.java.en.Then;

/** What a comparison is worth: whether it could have failed. */
public final class GuardSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Everything agrees under the derived bounds, and that is no evidence, for exactly this reason. */
    @Then("that {framework} agrees tells nothing, because {string}")
    public void tellsNothing(Framework framework, String because) {
        tellsNothingWithin(framework, Tolerances.derived(), because);
    }

    /** Everything agrees under a tolerance of one's own, and that is no evidence, for exactly this reason. */
    @Then("that {framework} agrees within {tolerance} tells nothing, because {string}")
    public void tellsNothingWithin(Framework framework, Tolerance tolerance, String because) {
        Comparison found = ThenSteps.compare(framework, state.subject(framework), tolerance);
        if (found.outcome() != Outcome.INCONCLUSIVE && found.outcome() != Outcome.AGREE) {
            state.compared(found);
            return;
        }
        state.checked();
        if (found.outcome() == Outcome.AGREE) {
            throw new AssertionError("That " + framework.title() + " agrees was expected to tell nothing, because "
                    + because + "; but it is evidence.");
        }
        if (!found.reason().equals(because)) {
            throw new AssertionError(
                    "That " + framework.title() + " agrees tells nothing for another reason.\n  expected  because "
                            + because + "\n  found     because " + found.reason());
        }
    }

    /** Numbers have no bounds under which they could agree or differ, for exactly this reason; all that have one agree. */
    @Then("whether {framework} agrees cannot be told, because {string}")
    public void cannotBeTold(Framework framework, String because) {
        Comparison found = ThenSteps.compare(framework, state.subject(framework), Tolerances.derived());
        if (found.outcome() == Outcome.DIVERGE || found.outcome() == Outcome.ERROR) {
            state.compared(found);
            return;
        }
        state.checked();
        String reason = found.outcome() == Outcome.INCONCLUSIVE ? found.reason() : "";
        if (!reason.equals(because)) {
            throw new AssertionError("Whether " + framework.title() + " agrees was expected not to be told, because "
                    + because + "; but " + found.sentence());
        }
    }

    /** Of the last recurrent layer, which has gates: how many wrong orders differ by more than the derived bounds, in everything observed. */
    @Then("{int} of {int} wrong gate orders would show")
    public void gateOrders(int shown, int all) {
        Case scenario = state.subject();
        Framework definition = Frameworks.equations();
        Comparison same = Comparison.between(definition, definition, scenario, Tolerances.derived());
        GateOrders orders = new GateOrders(scenario, state.lastRecurrent(), same.arrays());
        if (orders.all() == 0) {
            throw new InvalidInput("gate orders: an LSTM or GRU expected, "
                    + state.lastRecurrent().title() + " found");
        }
        state.checked();
        int found = orders.shown();
        if (found != shown || orders.all() != all) {
            throw new AssertionError("wrong gate orders that would show: " + shown + " of " + all + " expected, "
                    + found + " of " + orders.all() + " found");
        }
    }
}
