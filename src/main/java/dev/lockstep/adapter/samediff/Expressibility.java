package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Truncation;
import java.util.Optional;

/** What SameDiff is not asked, and why; each reason is a clause that follows "because". */
final class Expressibility {
    private Expressibility() {}

    /** The first reason why the case is not observed in SameDiff, if there is one. */
    static Optional<String> obstacle(Case scenario) {
        if (scenario.observed().contains(Kind.SCORE) && scenario.objective() instanceof Objective.Upstream) {
            return Optional.of("a score needs targets and a loss, and an upstream gradient has neither");
        }
        if (scenario.truncation() instanceof Truncation.Segmented
                && scenario.training().isPresent()
                && scenario.network().recurrent().stream().anyMatch(RecurrentSpec::trainableStart)) {
            return Optional.of("its graphs begin every segment from the initial state where that is a parameter");
        }
        return Optional.empty();
    }
}
