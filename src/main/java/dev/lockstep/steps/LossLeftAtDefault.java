package dev.lockstep.steps;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;

/**
 * A framework whose user asked for a loss and did not say how it is to be clipped.
 *
 * @param framework what computes
 * @param loss what it takes the case's loss for
 */
record LossLeftAtDefault(Framework framework, Loss loss) implements Framework {
    @Override
    public String id() {
        return framework.id();
    }

    @Override
    public String title() {
        return framework.title();
    }

    @Override
    public String version() {
        return framework.version();
    }

    @Override
    public Support available() {
        return framework.available();
    }

    @Override
    public Accuracy accuracy() {
        return framework.accuracy();
    }

    @Override
    public Support supports(Case scenario) {
        return framework.supports(changed(scenario));
    }

    @Override
    public Observations observe(Case scenario) {
        return framework.observe(changed(scenario));
    }

    private Case changed(Case scenario) {
        if (scenario.objective() instanceof Objective.Targets targets) {
            return scenario.with(new Objective.Targets(loss, targets.targets()));
        }
        throw new InvalidInput("default of a loss: a loss expected before it, none found");
    }
}
