package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What packed sequences do not compute, and why; each reason is a clause that follows "because". */
final class PackingExpressibility {
    private static final String REVERSE =
            "its packed sequences start in reverse from the state that the case resets at the steps before";
    private static final Set<Kind> STATES = EnumSet.of(Kind.FINAL_HIDDEN, Kind.FINAL_CELL);
    private static final Set<Kind> START_GRADIENTS =
            EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    private PackingExpressibility() {}

    /** Of what is observed without optimizer steps. */
    static Optional<String> obstacle(Case scenario) {
        Packing packing = new Packing(scenario.masks());
        if (scenario.observed().contains(Kind.STREAMED) && packing.pads()) {
            return Optional.of("its packed sequences have no rows without a step, and pieces would");
        }
        return obstacle(scenario, scenario.masks()).or(() -> packing.resets() ? reset(scenario) : Optional.empty());
    }

    /**
     * Of a pass over the network.
     *
     * @param masks of the case or of one of its minibatches
     */
    static Optional<String> obstacle(Case scenario, Masks masks) {
        List<LayerSpec> layers = scenario.network().layers();
        boolean read = layers.stream().anyMatch(LastStepSpec.class::isInstance)
                || !scenario.network().recurrent().isEmpty();
        Packing packing = new Packing(masks);
        Optional<String> obstacle = read ? packing.obstacle() : Optional.empty();
        return obstacle.or(
                () -> packing.resets() && startsInReverse(scenario) ? Optional.of(REVERSE) : Optional.empty());
    }

    private static boolean startsInReverse(Case scenario) {
        return both(scenario)
                .flatMap(both -> both.parts().stream())
                .map(RecurrentSpec.class::cast)
                .anyMatch(part -> part.trainableStart()
                        || scenario.initialStates().containsKey(part.name())
                                && !scenario.initialStates().get(part.name()).isZero());
    }

    private static Stream<LayerSpec> both(Case scenario) {
        return scenario.network().layers().stream().filter(BidirectionalSpec.class::isInstance);
    }

    /** Packed sequences end where a row does, and know nothing of what becomes of its state afterwards. */
    private static Optional<String> reset(Case scenario) {
        if (scenario.network().recurrent().isEmpty()) {
            return Optional.empty();
        }
        boolean arriving = scenario.objective() instanceof Objective.Upstream upstream
                && !upstream.finalStates().isEmpty();
        if (arriving || !Collections.disjoint(scenario.observed(), STATES)) {
            return Optional.of("its packed sequences carry states past the end of a row, where the case resets them");
        }
        boolean backwards = both(scenario).findAny().isPresent();
        return backwards && !Collections.disjoint(scenario.observed(), START_GRADIENTS)
                ? Optional.of(REVERSE)
                : Optional.empty();
    }
}
