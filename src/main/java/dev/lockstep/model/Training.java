package dev.lockstep.model;

import java.util.List;

/**
 * Optimizer steps, one for each minibatch, in order. Recurrent layers start every minibatch from the case's initial
 * states.
 *
 * @param optimizer the optimizer, one state for each parameter
 * @param clip what is done to every gradient first
 * @param start its state before the first of these steps
 * @param minibatches what each step reads; the same one may occur many times
 */
public record Training(OptimizerSpec optimizer, GradientClip clip, OptimizerState start, List<Minibatch> minibatches) {
    /** @throws InvalidInput if there is no minibatch */
    public Training {
        minibatches = List.copyOf(minibatches);
        if (minibatches.isEmpty()) {
            throw new InvalidInput("training: at least one minibatch expected, none found");
        }
        if (!start.slots().keySet().equals(new java.util.LinkedHashSet<>(optimizer.slots()))) {
            throw new InvalidInput("state of " + optimizer.title() + ": " + optimizer.slots() + " expected, "
                    + start.slots().keySet() + " found");
        }
    }

    /** Training on gradients as they are. */
    public Training(OptimizerSpec optimizer, OptimizerState start, List<Minibatch> minibatches) {
        this(optimizer, GradientClip.NONE, start, minibatches);
    }

    /** The same training over other minibatches. */
    public Training over(List<Minibatch> others) {
        return new Training(optimizer, clip, start, others);
    }

    /** The same training from another state of the optimizer. */
    public Training from(OptimizerState other) {
        return new Training(optimizer, clip, other, minibatches);
    }
}
