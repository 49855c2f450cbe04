package dev.lockstep.adapter.definition;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;

/** The {@link Definition} in plain double, entry by entry, with gradients that nobody derived by hand. Slow: for small cases. */
public final class DefinitionFramework implements Framework {
    /** An instance without any state. */
    public DefinitionFramework() {}

    @Override
    public String id() {
        return "definition";
    }

    @Override
    public String title() {
        return "the equations";
    }

    @Override
    public String version() {
        return "in double precision";
    }

    @Override
    public Support supports(Case scenario) {
        boolean score = scenario.observed().contains(Quantity.Kind.SCORE);
        return score && !(scenario.objective() instanceof Objective.Targets)
                ? Support.no("a score needs targets and a loss, and an upstream gradient has neither")
                : Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        return Definition.STANDARD.observe(scenario);
    }
}
