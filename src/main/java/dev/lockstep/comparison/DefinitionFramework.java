package dev.lockstep.comparison;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;

/**
 * The equations in plain double as one side of a comparison, for layers that ours does not have yet.
 *
 * @param definition what is computed
 */
public record DefinitionFramework(Definition definition) implements Framework {
    /** By the equations as they are written. */
    public static DefinitionFramework standard() {
        return new DefinitionFramework(Definition.STANDARD);
    }

    @Override
    public String id() {
        return "definition";
    }

    @Override
    public String title() {
        return "the definition";
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public Support supports(Case scenario) {
        if (!computes(scenario.network())) {
            return Support.no("its GRU takes activations of single numbers, and softmax is one of a row");
        }
        boolean score = scenario.observed().contains(Quantity.Kind.SCORE);
        return score && !(scenario.objective() instanceof Objective.Targets)
                ? Support.no("a score needs targets and a loss, and an upstream gradient has neither")
                : Support.YES;
    }

    /** Whether there are equations for all layers: a GRU takes activations of single numbers only. */
    static boolean computes(NetworkSpec network) {
        return network.layers().stream()
                .noneMatch(layer -> layer instanceof GruSpec gru
                        && (gru.activation() == Activation.SOFTMAX || gru.gateActivation() == Activation.SOFTMAX));
    }

    @Override
    public Observations observe(Case scenario) {
        return definition.observe(scenario);
    }
}
