package dev.lockstep.steps;

import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;

/** A framework whose user asked for a loss and did not say how it is to be clipped. */
final class LossLeftAtDefault extends FrameworkLike {
    private final Loss loss;

    /**
     * @param framework what computes
     * @param loss what it takes the case's loss for
     */
    LossLeftAtDefault(Framework framework, Loss loss) {
        super(framework);
        this.loss = loss;
    }

    @Override
    public Support supports(Case scenario) {
        return super.supports(changed(scenario));
    }

    @Override
    public Observations observe(Case scenario) {
        return super.observe(changed(scenario));
    }

    private Case changed(Case scenario) {
        if (scenario.objective() instanceof Objective.Targets targets) {
            return scenario.with(new Objective.Targets(loss, targets.targets()));
        }
        throw new InvalidInput("default of a loss: a loss expected before it, none found");
    }
}
