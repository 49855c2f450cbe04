package dev.lockstep.steps;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.Set;

/** h and c after the last step, which every framework hands out, but some not of layers with two directions. */
final class FinalStates {
    private FinalStates() {}

    /** The kinds that the network has: none without recurrent layers, no c without cells. */
    static Set<Kind> of(NetworkSpec network) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (RecurrentSpec layer : network.recurrent()) {
            kinds.add(Kind.FINAL_HIDDEN);
            if (layer.hasCell()) {
                kinds.add(Kind.FINAL_CELL);
            }
        }
        return kinds;
    }

    /** Whether a comparison may be made without them. */
    static boolean areOptional(NetworkSpec network) {
        return network.layers().stream().anyMatch(BidirectionalSpec.class::isInstance);
    }

    /** The case, observing them too where a comparison may be made without them and the framework has them all. */
    static Case addedWhere(Framework framework, Case scenario) {
        if (!areOptional(scenario.network()) || !scenario.observed().contains(Kind.OUTPUTS)) {
            return scenario;
        }
        EnumSet<Kind> all = EnumSet.copyOf(scenario.observed());
        all.addAll(of(scenario.network()));
        Case wider = scenario.observing(all);
        boolean has = framework.available().yes() && framework.supports(wider).yes();
        return has ? wider : scenario;
    }
}
