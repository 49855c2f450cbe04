package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an optimizer has made of the parameters of a network, and what another one would have made of them. */
public final class OptimizerSteps {
    private final ScenarioState state = ScenarioState.current();

    /** A parameter after an optimizer step, laid out like its weights. */
    @Then("after step {int} {weight} of layer {int} is, within {tolerance}")
    public void parameter(int step, Parameter parameter, int number, Tolerance tolerance, DataTable table) {
        Case scenario = trainedFor(step);
        List<LayerSpec> layers = scenario.network().layers();
        if (number < 1 || number > layers.size()) {
            throw new InvalidInput("layer: 1 to " + layers.size() + " expected, " + number + " found");
        }
        LayerSpec layer = layers.get(number - 1);
        if (layer.parameters().stream().noneMatch(spec -> spec.parameter() == parameter)) {
            throw new InvalidInput(
                    "parameter of " + layer.title() + ": one that it has expected, " + parameter.symbol() + " found");
        }
        WeightTable weights = new WeightTable(parameter.symbol() + " of " + layer.title(), table.cells());
        Quantity quantity = Quantity.parameter(new ParameterKey(layer.name(), parameter), step);
        Tensor expected = Tensor.of(layer.parameter(parameter), weights.only(layer, parameter));
        state.compared(Comparison.of(
                scenario,
                Comparison.Party.of(Frameworks.ours()),
                Frameworks.ours().observe(scenario),
                Comparison.Party.expected(),
                Observations.builder().put(quantity, expected).build(),
                tolerance));
    }

    /** The greatest distance of any parameter from where another optimizer leads from the same start. */
    @Then("after step {int} the parameters are {number} away from those of {optimizer}, within {number}")
    public void away(int step, double expected, OptimizerSpec other, double tolerance) {
        Case scenario = trainedFor(step);
        Observations here = Frameworks.ours().observe(scenario);
        Observations there = Frameworks.ours().observe(scenario.trainedBy(other));
        double greatest = 0;
        for (Quantity quantity : here.quantities()) {
            if (quantity.kind() == Kind.PARAMETER && quantity.step() == step) {
                double[] a = here.get(quantity).values();
                double[] b = there.get(quantity).values();
                for (int i = 0; i < a.length; i++) {
                    greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
                }
            }
        }
        // Written so that NaN is not near.
        if (!(Math.abs(greatest - expected) <= tolerance)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "greatest distance of any parameter after step %d: %s expected, %s found",
                    step,
                    expected,
                    greatest));
        }
        state.checked();
    }

    private Case trainedFor(int step) {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        Case whole = state.observing(Set.of(Kind.PARAMETER));
        Training training = whole.training().orElseThrow();
        int steps = training.segments(whole.truncation()).size();
        if (step < 1 || step > steps) {
            throw new InvalidInput("optimizer step: 1 to " + steps + " expected, " + step + " found");
        }
        return steps == training.minibatches().size() ? whole.trainedFor(step) : whole;
    }
}
