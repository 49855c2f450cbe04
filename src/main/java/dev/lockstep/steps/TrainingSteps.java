package dev.lockstep.steps;

import dev.lockstep.chart.LineChart;
import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.StepwiseTraining;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.CostCurve;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Training;
import dev.lockstep.port.Framework;
import io.cucumber.java.en.Then;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What must hold of whole training runs. */
public final class TrainingSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Every optimizer step on its own, from the parameters and the state that ours reached, under the derived bounds. */
    @Then("every minibatch agrees with {framework} from the same parameters and optimizer state")
    public void everyMinibatch(Framework framework) {
        everyMinibatch(framework, Tolerances.derived());
    }

    /** The same under a tolerance of one's own. */
    @Then("every minibatch agrees with {framework} within {tolerance} from the same parameters and optimizer state")
    public void everyMinibatch(Framework framework, Tolerance tolerance) {
        Case scenario = state.observing(Set.of(Kind.PARAMETER));
        state.compared(
                Run.current().frameworks().mayUse(framework).yes()
                        ? StepwiseTraining.resynchronised(Frameworks.ours(), framework, scenario, tolerance)
                        : ThenSteps.compare(framework, scenario, tolerance));
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

    /** The cost before training and of every minibatch after its step, as a curve. */
    @Then("its cost before the first step and after every step is drawn as {string}")
    public void costCurve(String name) {
        Case whole = trainedCase();
        double[] costs = new CostCurve(Frameworks.ours(), whole)
                .afterUpdates(Frameworks.ours().observe(whole));
        double[] steps = IntStream.range(0, costs.length).asDoubleStream().toArray();
        LineChart chart = new LineChart(
                name + ": cost before the first step and after every step",
                "step",
                "cost",
                true,
                List.of(new LineChart.Series(Frameworks.ours().title(), steps, costs)));
        state.scenario().attach(chart.svg(), "image/svg+xml", name + " cost");
        state.scenario()
                .log(String.format(
                        Locale.ROOT, "cost %.6f before training, %.6f in the end", costs[0], costs[costs.length - 1]));
        state.checked();
    }

    private Training training() {
        return trainedCase().training().orElseThrow();
    }

    private Case trainedCase() {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        return state.observing(Set.of(Kind.PARAMETER));
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
