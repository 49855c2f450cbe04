package dev.lockstep.steps;

import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.Set;

/**
 * The gradients of h₀ and c₀, which some frameworks have and others do not. Beside final states, see {@link HandedOut}, they are the
 * only quantities that a comparison may be made without: a framework that refuses anything else refuses the comparison.
 */
final class InitialStateGradients {
    private InitialStateGradients() {}

    /** The kinds that the network has: none without recurrent layers, none of c₀ without cells, none where h₀ is a parameter. */
    static Set<Kind> of(NetworkSpec network) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (RecurrentSpec layer : network.recurrent()) {
            if (layer.trainableStart()) {
                continue;
            }
            kinds.add(Kind.INITIAL_HIDDEN_GRADIENT);
            if (layer.hasCell()) {
                kinds.add(Kind.INITIAL_CELL_GRADIENT);
            }
        }
        return kinds;
    }

    /** The case, observing these gradients too if it observes other gradients and the framework has them all. */
    static Case addedWhere(Framework framework, Case scenario) {
        if (!scenario.observed().contains(Kind.GRADIENT)) {
            return scenario;
        }
        EnumSet<Kind> all = EnumSet.copyOf(scenario.observed());
        all.addAll(of(scenario.network()));
        Case wider = scenario.observing(all);
        boolean has = framework.available().yes() && framework.supports(wider).yes();
        return has ? wider : scenario;
    }
}
