package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Plain;
import dev.lockstep.port.Support;
import java.util.Optional;

/** What SameDiff is not asked, and why; each reason is a clause that follows "because". */
final class Expressibility {
    private Expressibility() {}

    /** The first reason why the case is not observed in SameDiff, if there is one. */
    static Optional<String> obstacle(Case scenario) {
        if (scenario.observed().contains(Kind.SCORE) && scenario.objective() instanceof Objective.Upstream) {
            return Optional.of("a score needs targets and a loss, and an upstream gradient has neither");
        }
        if (scenario.network().layers().stream().anyMatch(GruSpec.class::isInstance)) {
            return Optional.of("its graphs have no GRU yet");
        }
        if (scenario.truncation() instanceof Truncation.Segmented segmented
                && (segmented.backward() < segmented.forward()
                        || scenario.observed().stream().anyMatch(kind -> kind.isGradient() && kind != Kind.SCORE)
                        || scenario.network().recurrent().stream().anyMatch(RecurrentSpec::trainableStart))) {
            return Optional.of("its graphs know segments only as optimizer steps through the whole of each");
        }
        return Optional.of(Plain.supports(scenario))
                .filter(support -> !support.yes())
                .map(Support::because);
    }
}
