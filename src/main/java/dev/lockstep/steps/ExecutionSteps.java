package dev.lockstep.steps;

import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.SequenceFormat;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;

/** How frameworks are asked to compute what is the same in exact arithmetic. */
public final class ExecutionSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Every number has 24 bits. */
    @Given("everything is in single precision")
    public void singlePrecision() {
        state.execution(new Execution(Precision.SINGLE, state.execution().format()));
    }

    /** The order of the axes of sequences, in frameworks that know more than one. */
    @Given("sequences are handed over as {format}")
    public void format(SequenceFormat format) {
        state.execution(new Execution(state.execution().precision(), format));
    }

    /** The input arrives a second time, in pieces of 1, 2, 3 … steps between which the states stay. */
    @When("it arrives in growing pieces, too")
    public void inPieces() {
        NetworkSpec network = state.network();
        if (!network.streams()) {
            LayerSpec obstacle = network.layers().stream()
                    .filter(layer -> !NetworkSpec.of(layer).streams())
                    .findFirst()
                    .orElseThrow();
            throw new InvalidInput(
                    "pieces of a sequence: layers that need no later step expected, " + obstacle.title() + " found");
        }
        state.inPieces();
    }
}
