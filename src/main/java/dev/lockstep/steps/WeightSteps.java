package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Optimizer;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of weights however they are written down, and of updates that do not fit them. */
public final class WeightSteps {
    private final ScenarioState state = ScenarioState.current();

    /** The same network with the weights of its one layer in a table: every number of both is the same double. */
    @Then("a(n) {layerKind} layer with these weights computes the same, to the last bit")
    public void sameBits(LayerKind kind, DataTable table) {
        Case scenario = state.subject();
        LayerKind.Weighted weighted = kind.weighted("layer 1", table.cells());
        NetworkSpec network = NetworkSpec.of(weighted.layer());
        if (!network.equals(scenario.network())) {
            throw new InvalidInput(
                    "layer in the table: " + sizes(scenario.network()) + " expected, " + sizes(network) + " found");
        }
        Case tabulated = scenario.withWeights(new Weights(network, weighted.weights()));
        state.compared(Comparison.of(
                scenario,
                Comparison.Party.of(Frameworks.ours()),
                Frameworks.ours().observe(scenario),
                new Comparison.Party("table", "the weights in one table", ""),
                Frameworks.ours().observe(tabulated),
                Tolerances.ulps(0)));
    }

    /** The gradient of an LSTM's RW where that of its W belongs: another shape, unless it reads as many features as it has units. */
    @Then("an Sgd step with the gradient of RW in the place of that of W is refused, because {string}")
    public void refusedStep(String because) {
        NetworkSpec network = state.network();
        if (network.layers().size() != 1
                || !(network.layers().get(0) instanceof LstmSpec lstm)
                || lstm.inputs() == lstm.units()) {
            throw new InvalidInput(
                    "step with the gradient of RW for W: one LSTM whose W and RW differ in shape expected, "
                            + sizes(network) + " found");
        }
        Case scenario = state.observing(Set.of(Kind.GRADIENT));
        Observations found = Frameworks.ours().observe(scenario);
        LstmSpec square = new LstmSpec(
                lstm.name(),
                lstm.units(),
                lstm.units(),
                lstm.activation(),
                lstm.gateActivation(),
                lstm.peepholes(),
                lstm.bias(),
                lstm.preActivationClip());
        Map<ParameterKey, RowMajorMatrix> gradient = new LinkedHashMap<>();
        for (ParameterKey key : scenario.weights().keys()) {
            Parameter taken = key.parameter() == Parameter.W ? Parameter.RW : key.parameter();
            double[] values = found.get(Quantity.gradient(new ParameterKey(lstm.name(), taken)))
                    .values();
            gradient.put(
                    key,
                    RowMajorMatrix.wrap(
                            values,
                            square.parameter(taken).rows(),
                            square.parameter(taken).columns()));
        }
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
        Weights slipped = new Weights(NetworkSpec.of(square), gradient);
        try {
            Optimizer.of(sgd, network).step(OptimizerState.initial(sgd, network), scenario.weights(), slipped);
        } catch (InvalidInput refusal) {
            state.checked();
            if (!refusal.getMessage().equals(because)) {
                throw new AssertionError("The step is refused for another reason.\n  expected  because " + because
                        + "\n  found     because " + refusal.getMessage());
            }
            return;
        }
        throw new AssertionError("The step was expected to be refused, because " + because + "; but it was taken.");
    }

    private static String sizes(NetworkSpec network) {
        return network.layers().stream()
                .map(layer -> layer.title() + " " + layer.inputs() + "→" + layer.outputs())
                .collect(Collectors.joining(", "));
    }
}
