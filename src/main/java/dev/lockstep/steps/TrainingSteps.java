package dev.lockstep.steps;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.StepwiseTraining;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Training;
import dev.lockstep.port.Framework;
import io.cucumber.java.en.Then;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** What must hold of whole training runs. */
public final class TrainingSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Every optimizer step on its own, from the parameters and the state that ours reached. */
    @Then("every minibatch agrees with {framework} from the same parameters and optimizer state")
    public void everyMinibatch(Framework framework) {
        Case scenario = state.observing(Set.of(Kind.PARAMETER));
        state.compared(
                Run.current().frameworks().mayUse(framework).yes()
                        ? StepwiseTraining.resynchronised(Frameworks.ours(), framework, scenario, Tolerances.derived())
                        : ThenSteps.compare(framework, scenario, Tolerances.derived()));
    }

    /** The first steps of two runs from the same start, each going its own way; then how far apart they drift. */
    @Then("the free run stays within {tolerance} of {framework} for {int} steps, and its growth is reported")
    public void freeRun(Tolerance tolerance, Framework framework, int steps) {
        Training training = training();
        if (steps < 1 || steps > training.minibatches().size()) {
            throw new InvalidInput(
                    "steps of the free run: 1 to " + training.minibatches().size() + " expected, " + steps + " found");
        }
        Case whole = state.observing(EnumSet.of(Kind.SCORE, Kind.PARAMETER));
        Comparison first = ThenSteps.compare(framework, whole.trainedFor(steps), tolerance);
        state.compared(first);
        if (first.outcome() == Outcome.AGREE) {
            boolean complete = steps == training.minibatches().size();
            Comparison all = complete ? first : ThenSteps.compare(framework, whole, tolerance);
            state.scenario().log(growth(framework, all));
        }
    }

    private Training training() {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        return state.observing(Set.of(Kind.PARAMETER)).training().orElseThrow();
    }

    private static String growth(Framework framework, Comparison comparison) {
        TreeMap<Integer, Double> greatest = new TreeMap<>();
        for (ArrayComparison array : comparison.arrays()) {
            if (array.quantity().kind() == Kind.PARAMETER) {
                greatest.merge(array.quantity().step(), array.maxAbsolute(), Math::max);
            }
        }
        StringBuilder text = new StringBuilder(
                "free run against " + framework.title() + ", greatest difference of any parameter after step");
        for (int step = 1; step <= greatest.lastKey(); step *= 2) {
            text.append(String.format(Locale.ROOT, " %d: %.1e,", step, greatest.get(step)));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        " %d: %.1e",
                        greatest.lastKey(),
                        greatest.lastEntry().getValue()))
                .toString();
    }
}
