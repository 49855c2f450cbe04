package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How far an error spreads: the quantities that it may touch, and no others. */
final class Reach {
    private static final Set<Kind> BACKWARD = EnumSet.of(
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT,
            Kind.PARAMETER,
            Kind.OPTIMIZER_STATE);

    /** Nothing: where there is a divergence, there are no numbers. */
    static final BiPredicate<Case, Quantity> NOTHING = (scenario, quantity) -> false;

    /** Outputs when the sequence arrives in pieces. */
    static final BiPredicate<Case, Quantity> STREAMED = only(Kind.STREAMED);

    /** The score, be it the case's or that of an optimizer step. */
    static final BiPredicate<Case, Quantity> SCORE = only(Kind.SCORE);

    /** Every gradient, and what came of it in training. */
    static final BiPredicate<Case, Quantity> BACKWARD_OF_ALL = (scenario, quantity) -> isBackward(quantity);

    /** The score, every gradient, and what came of them in training. */
    static final BiPredicate<Case, Quantity> LOSS =
            (scenario, quantity) -> quantity.kind() == Kind.SCORE || isBackward(quantity);

    /**
     * What an optimizer makes of right gradients: parameters, and all that is computed by them afterwards; in the first step not its
     * own state.
     */
    static final BiPredicate<Case, Quantity> UPDATES =
            (scenario, quantity) -> quantity.step() > 1 || quantity.kind() == Kind.PARAMETER;

    /** What is not of an optimizer step. */
    static final BiPredicate<Case, Quantity> UNTRAINED = (scenario, quantity) -> quantity.step() == 0;

    /**
     * What goes back in pieces that each start from zeros, of recurrent layers and below. In training the first piece of all does so
     * anyway, and differs only where errors are not to reach its start.
     */
    static final BiPredicate<Case, Quantity> CUTS = backwardFrom(Traits::recurrent)
            .and((scenario, quantity) -> quantity.step() != 1 || Traits.reachesBackLess(scenario));

    /** What weight decay changes: the score of a step counts it; the optimizer's own state does not in the first step. */
    static final BiPredicate<Case, Quantity> DECAY =
            UPDATES.or((scenario, quantity) -> quantity.kind() == Kind.SCORE && quantity.step() == 1);

    private Reach() {}

    /** Quantities of that kind. */
    static BiPredicate<Case, Quantity> only(Kind kind) {
        return (scenario, quantity) -> quantity.kind() == kind;
    }

    /**
     * Outputs of layers, of which gradients know nothing.
     *
     * @param places of these layers in the stack
     */
    static BiPredicate<Case, Quantity> outputsOf(Function<Case, IntStream> places) {
        return (scenario, quantity) -> quantity.kind() == Kind.STREAMED
                || quantity.kind() == Kind.OUTPUTS
                        && places.apply(scenario).anyMatch(at -> at == place(scenario, quantity));
    }

    /**
     * Wrong on the way forward: outputs and states of the lowest of some layers and of those above it, and everything that a loss, or
     * a gradient from outside, then makes of them.
     *
     * @param places of these layers in the stack
     */
    static BiPredicate<Case, Quantity> forwardFrom(Function<Case, IntStream> places) {
        return (scenario, quantity) -> {
            int lowest = places.apply(scenario).min().orElse(Integer.MAX_VALUE);
            return switch (quantity.kind()) {
                case OUTPUTS, FINAL_HIDDEN, FINAL_CELL -> place(scenario, quantity) >= lowest;
                default -> lowest < Integer.MAX_VALUE;
            };
        };
    }

    /**
     * Wrong on the way back: gradients of the highest of some layers and of those below it; in training, their parameters, and
     * everything from the second step on.
     *
     * @param places of these layers in the stack
     */
    static BiPredicate<Case, Quantity> backwardFrom(Function<Case, IntStream> places) {
        return (scenario, quantity) -> {
            int highest = places.apply(scenario).max().orElse(-1);
            boolean below = quantity.kind() == Kind.INPUT_GRADIENT || place(scenario, quantity) <= highest;
            return highest >= 0 && isBackward(quantity) && (quantity.step() > 1 || below);
        };
    }

    /** A gradient, or what came of one in training. */
    private static boolean isBackward(Quantity quantity) {
        return BACKWARD.contains(quantity.kind()) || quantity.kind() == Kind.SCORE && quantity.step() > 1;
    }

    /** Of the layer that a quantity is of, or that has it for a part; beyond all others if it is of none. */
    private static int place(Case scenario, Quantity quantity) {
        List<LayerSpec> layers = scenario.network().layers();
        return IntStream.range(0, layers.size())
                .filter(at -> layers.get(at).name().equals(quantity.layer())
                        || layers.get(at).parts().stream()
                                .anyMatch(part -> part.name().equals(quantity.layer())))
                .findFirst()
                .orElse(layers.size());
    }
}
