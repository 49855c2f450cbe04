package dev.lockstep.steps;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What of a case a framework hands out, where that is not everything: states are not to be had everywhere. */
final class HandedOut {
    private HandedOut() {}

    /**
     * The case without final states where the framework computes it but for these, with gradients of initial states where it has
     * them; of another way into a framework, what is to be had that way. The case as it is where that does not help.
     */
    static Case by(Framework framework, Case scenario) {
        Case fewer = scenario;
        if (framework.available().yes() && !framework.supports(scenario).yes()) {
            EnumSet<Kind> kinds = EnumSet.copyOf(scenario.observed());
            if (Frameworks.isRoute(framework)) {
                kinds.removeIf(kind ->
                        !framework.supports(scenario.observing(Set.of(kind))).yes());
            } else {
                kinds.removeAll(List.of(Kind.FINAL_HIDDEN, Kind.FINAL_CELL));
            }
            if (!kinds.isEmpty()
                    && framework.supports(scenario.observing(kinds)).yes()) {
                fewer = scenario.observing(kinds);
            }
        }
        return InitialStateGradients.addedWhere(framework, fewer);
    }
}
