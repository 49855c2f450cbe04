package dev.lockstep.steps;

import dev.lockstep.experiment.tolerance.Implementation;
import dev.lockstep.experiment.tolerance.ToleranceExperiment;
import dev.lockstep.experiment.tolerance.ToleranceResult;
import dev.lockstep.experiment.tolerance.Violation;
import dev.lockstep.model.InvalidInput;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.Locale;
import java.util.Optional;

/** The experiment behind the derived tolerance, on a few cases. */
public final class ToleranceSteps {
    private static final int MOST = 1000;

    private final ScenarioState state = ScenarioState.current();
    private Optional<ToleranceResult> result = Optional.empty();

    /** Our layers, the equations in double and Deeplearning4j, as far as each can compute a case. */
    @When("{int} random cases of the tolerance experiment from seed {long} are held against 32 digits")
    public void run(int cases, long seed) {
        if (cases < 1 || cases > MOST) {
            throw new InvalidInput("random cases: 1 to " + MOST + " expected, " + cases + " found");
        }
        result = Optional.of(new ToleranceExperiment(Implementation.all(), 1).run(cases, seed, done -> {}));
    }

    /** And bounds are not so wide that they hold whatever happens. */
    @Then("no number is beyond its bound, and the median of bound\\/error is at most {number}")
    public void holds(double median) {
        ToleranceResult found = result();
        if (!found.violations().isEmpty()) {
            Violation first = found.violations().get(0);
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "numbers beyond their bounds: none expected, %d found, first %s, %s: %.3e off, bound %.3e",
                    found.violations().size(),
                    first.implementation(),
                    first.where(),
                    first.error(),
                    first.bound()));
        }
        if (!(found.medianBoundOverError() <= median)) {
            throw new AssertionError("median of bound/error: at most " + median + " expected, "
                    + found.medianBoundOverError() + " found");
        }
        state.checked();
    }

    /** In LSTMs of at most 50 steps with weights in ±1. */
    @Then(
            "a forget bias moved by 1e-12 and a weight moved by 1e-10 of itself are noticed in at least {number} % of its LSTMs")
    public void notices(double percent) {
        require("forget bias moved by 1e-12", result().noticedForgetBias(), percent);
        require("weight moved by 1e-10 of itself", result().noticedWeight(), percent);
        state.checked();
    }

    private static void require(String fault, double share, double percent) {
        if (!(100 * share >= percent)) {
            throw new AssertionError(fault + ": noticed in at least " + percent + " % of the LSTMs expected, in "
                    + 100 * share + " % found");
        }
    }

    private ToleranceResult result() {
        return result.orElseThrow(() -> new InvalidInput(
                "scenario: random cases of the tolerance experiment expected before this step, none found"));
    }
}
