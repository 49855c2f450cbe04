package dev.lockstep.steps;

import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Ruling;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.java.en.Then;
import java.util.EnumSet;
import java.util.Locale;

/** What the 50-digit value says. */
public final class RefereeSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Under derived bounds; and each of the two must be within its own bound of the truth. */
    @Then("{framework} agrees, with a referee")
    public void agreesWithReferee(Framework framework) {
        agreesWithReferee(framework, Tolerances.derived());
    }

    /** The same under a tolerance of one's own; each is held to the truth by its derived bound all the same. */
    @Then("{framework} agrees within {tolerance}, with a referee")
    public void agreesWithReferee(Framework framework, Tolerance tolerance) {
        Comparison comparison = ThenSteps.compare(framework, state.subject(framework), tolerance)
                .refereed();
        comparison.ruling().ifPresent(ruling -> state.scenario().log("referee: " + ruling.sentence()));
        state.compared(comparison);
    }

    /** How far every number of ours is from the truth, in ulps of the truth. */
    @Then("the referee finds ours within {number} ulp")
    public void oursWithin(double ulps) {
        within(Frameworks.ours(), ulps);
    }

    /** How far every number of a framework is from the truth, in ulps of the truth. */
    @Then("the referee finds {framework} within {number} ulp")
    public void within(Framework framework, double ulps) {
        if (!(ulps >= 0)) {
            throw new InvalidInput("ulps from the truth: at least 0 expected, " + ulps + " found");
        }
        Case scenario = state.subject(framework);
        Support may = Run.current().frameworks().mayUse(framework);
        Support supports = may.yes() ? framework.supports(scenario) : may;
        if (!supports.yes()) {
            state.compared(Comparison.unsupported(
                    scenario, framework, Frameworks.equations(), Tolerances.derived(), supports.because()));
            return;
        }
        Observations found = framework.observe(scenario);
        Comparison itself = Comparison.of(
                        scenario,
                        Party.of(framework, scenario),
                        found,
                        Party.of(framework, scenario),
                        found,
                        Tolerances.derived())
                .refereed();
        Ruling ruling = itself.ruling()
                .filter(Ruling::given)
                .orElseThrow(() -> new InvalidInput("referee: a case that it can rule on expected, but "
                        + itself.ruling().map(Ruling::refused).orElse("there is nothing to compare")));
        double greatest = ruling.ulps(true);
        state.checked();
        state.scenario().log(String.format(Locale.ROOT, "referee: %s is within %.2f ulp", framework.title(), greatest));
        if (!(greatest <= ulps)) {
            throw new AssertionError(framework.title() + " is " + String.format(Locale.ROOT, "%.3g", greatest)
                    + " ulp from the truth, " + ulps + " ulp at most were expected.");
        }
    }

    /** Two routes of which neither was derived by hand, in 50 digits: backwards on the tape, and forward passes alone. */
    @Then("in 50 digits the tape's gradients agree with central differences within {number} of the largest")
    public void tapeAgainstCentralDifferences(double share) {
        EnumSet<Kind> kinds = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
        kinds.addAll(InitialStateGradients.of(state.network()));
        Case scenario = state.observing(kinds);
        state.checked();
        CentralDifferences.fromTape(scenario).forEach((quantity, found) -> {
            if (!(found <= share)) {
                throw new AssertionError(quantity + " by the tape and by central differences: at most " + share
                        + " of the largest apart expected, " + found + " found");
            }
        });
    }
}
