package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a framework that cannot compute all of a case is asked instead. */
final class Reductions {
    private static final EnumSet<Kind> OF_INITIAL_STATES =
            EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);
    private static final EnumSet<Kind> OF_LAST_STATES = EnumSet.of(
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.STREAMED);
    private static final EnumSet<Kind> OF_GRADIENTS = EnumSet.of(
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.STREAMED);
    private static final EnumSet<Kind> FORWARD =
            EnumSet.of(Kind.OUTPUTS, Kind.STREAMED, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);

    private Reductions() {}

    /**
     * As much of a case as a framework can compute: all of it, or without the gradients of initial states, without last states and
     * pieces too, without any gradient that is not followed by a step, without training, the forward pass alone.
     */
    static Optional<Case> supported(Framework framework, Case scenario) {
        return Stream.<Supplier<Case>>of(
                        () -> scenario,
                        () -> without(scenario, OF_INITIAL_STATES),
                        () -> without(scenario, OF_LAST_STATES),
                        () -> trained(scenario),
                        () -> untrained(scenario),
                        () -> without(untrained(scenario), OF_INITIAL_STATES),
                        () -> without(untrained(scenario), OF_LAST_STATES),
                        () -> forward(scenario),
                        () -> without(forward(scenario), OF_LAST_STATES))
                .flatMap(less -> some(less).stream())
                .filter(some -> framework.supports(some).yes())
                .findFirst();
    }

    /** Nothing where nothing would be observed any more. */
    private static Optional<Case> some(Supplier<Case> less) {
        try {
            return Optional.of(less.get());
        } catch (InvalidInput nothing) {
            return Optional.empty();
        }
    }

    /** Of a case that two were asked for parts of, what both were asked for. */
    static Case common(Case a, Case b) {
        Case fewer = a.training().isEmpty()
                        || b.training().isPresent()
                                && a.observed().size() <= b.observed().size()
                ? a
                : b;
        Set<Kind> kinds = EnumSet.copyOf(a.observed());
        kinds.retainAll(b.observed());
        return fewer.observing(kinds);
    }

    private static Case without(Case scenario, Set<Kind> kinds) {
        Parts parts = new Parts(scenario);
        parts.observed = EnumSet.copyOf(scenario.observed());
        parts.observed.removeAll(kinds);
        return parts.whole();
    }

    /** Without gradients that no step follows; nothing where there are no steps. */
    private static Case trained(Case scenario) {
        if (scenario.training().isEmpty()) {
            throw new InvalidInput("reduced case: training expected, none found");
        }
        return without(scenario, OF_GRADIENTS);
    }

    private static Case untrained(Case scenario) {
        Parts parts = new Parts(scenario);
        parts.training = Optional.empty();
        return parts.whole();
    }

    /** Without loss, labels and truncation, which only gradients know. */
    private static Case forward(Case scenario) {
        Parts parts = new Parts(scenario);
        parts.training = Optional.empty();
        parts.objective = new Objective.None();
        parts.truncation = Truncation.NONE;
        parts.masks = new Masks(scenario.masks().features(), scenario.masks().rule(), Optional.empty());
        parts.observed = EnumSet.copyOf(FORWARD);
        parts.observed.retainAll(scenario.observed());
        return parts.whole();
    }
}
