package org.example;

import dev.lockstep.model.Sequence;
import dev.lockstep.steps.ScenarioState;
import io.cucumber.java.en.When;

/** A phrase of one's own. */
public final class AlternatingSteps {
    /** Every feature takes the first number at odd steps and the second at even ones. */
    @When("it reads {int} steps that alternate between {number} and {number}")
    public void alternating(int steps, double odd, double even) {
        ScenarioState state = ScenarioState.current();
        Sequence signal = Sequence.zeros(steps, 1, state.network().inputs());
        for (int t = 1; t <= steps; t++) {
            signal.at(t).fill(t % 2 == 1 ? odd : even);
        }
        state.input(signal);
    }
}
