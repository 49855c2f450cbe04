package dev.lockstep.steps;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Regularisation.Setting;
import io.cucumber.java.en.Given;

/** What surrounds the optimizer in a step: learning rates that change, norms of gradients, regularisation. */
public final class UpdateSteps {
    private final ScenarioState state = ScenarioState.current();

    /** A rate that takes the place of the optimizer's own. */
    @Given("the learning rate is {pace}")
    public void learningRate(Pace pace) {
        state.pace(pace);
    }

    /** Every layer's gradient has the norm 1. */
    @Given("gradients are renormalised layer by layer")
    public void renormalisedByLayer() {
        state.clip(new GradientClip.Renormalised(GradientClip.Scope.LAYER));
    }

    /** Every parameter's gradient has the norm 1. */
    @Given("gradients are renormalised parameter by parameter")
    public void renormalisedByParameter() {
        state.clip(new GradientClip.Renormalised(GradientClip.Scope.PARAMETER));
    }

    /** Of W, RW and peepholes. */
    @Given("the weights are regularised by {penalties}")
    public void weights(Regularisation.Rule rule) {
        state.regularisation(given -> new Regularisation(rule, given.biases(), given.setting()));
    }

    /** Of b and rb. */
    @Given("the biases are regularised by {penalties}")
    public void biases(Regularisation.Rule rule) {
        state.regularisation(given -> new Regularisation(given.weights(), rule, given.setting()));
    }

    /** Where a framework can be told of each layer or of the whole network. */
    @Given("regularisation is set for the whole network at once")
    public void wholeNetwork() {
        state.regularisation(given -> given.told(Setting.WHOLE_NETWORK));
    }
}
