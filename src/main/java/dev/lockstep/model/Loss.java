package dev.lockstep.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A loss with everything that frameworks leave unsaid.
 *
 * @param function what an entry costs
 * @param reduction how the costs are added up
 * @param clipping what happens inside logarithms and to norms; must be one that the function knows
 * @param weights what the costs of the outputs are multiplied by, one for each output, whatever the step and the row; empty where all
 *     count alike
 */
public record Loss(LossFunction function, Reduction reduction, Clipping clipping, List<Double> weights) {
    /** @throws InvalidInput if the function does not know the clipping, or a weight is negative, infinite or NaN */
    public Loss {
        if (!function.clippings().contains(clipping.rule())) {
            String known = function.clippings().size() == 1
                    ? "none"
                    : function.clippings().stream().map(Enum::name).collect(Collectors.joining(" or "));
            throw new InvalidInput(
                    "clipping of " + function + ": " + known + " expected, " + clipping.rule() + " found");
        }
        weights = List.copyOf(weights);
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new InvalidInput("weights of " + function + ": numbers from 0 on expected, " + weight + " found");
            }
        }
    }

    /** All of whose outputs count alike. */
    public Loss(LossFunction function, Reduction reduction, Clipping clipping) {
        this(function, reduction, clipping, List.of());
    }

    /** The loss without clipping. */
    public static Loss of(LossFunction function, Reduction reduction) {
        return new Loss(function, reduction, Clipping.NONE);
    }

    /** The same with another function; its clipping must suit it. */
    public Loss with(LossFunction other) {
        return new Loss(other, reduction, clipping, weights);
    }

    /** The same with another reduction. */
    public Loss with(Reduction other) {
        return new Loss(function, other, clipping, weights);
    }

    /** The same with another clipping. */
    public Loss with(Clipping other) {
        return new Loss(function, reduction, other, weights);
    }

    /** The same with other weights of outputs. */
    public Loss weighted(List<Double> other) {
        return new Loss(function, reduction, clipping, other);
    }

    /** @throws InvalidInput if there are weights, but not as many as outputs */
    void requireOutputs(int outputs) {
        if (!weights.isEmpty() && weights.size() != outputs) {
            throw new InvalidInput("weights of " + function + ": " + outputs
                    + " expected, as many as there are outputs, " + weights.size() + " found");
        }
    }
}
