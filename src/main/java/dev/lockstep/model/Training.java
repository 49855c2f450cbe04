package dev.lockstep.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Optimizer steps, one for each minibatch, in order; under {@link Truncation.Segmented}, one for each segment of each minibatch.
 * Recurrent layers start every minibatch from the case's initial states.
 *
 * <p>One step: the gradient of the reduced loss is clipped, the gradients of the penalties are added, the optimizer reads the sum at
 * its learning rate, and weight decay is taken from the parameters beside its step.
 *
 * @param optimizer the optimizer, one state for each parameter
 * @param pace how its learning rate changes, if it does; then its own rate is not read
 * @param regularisation what is done so that parameters stay small
 * @param clip what is done to every gradient first
 * @param start its state before the first of these steps
 * @param minibatches what each step reads; the same one may occur many times
 */
public record Training(
        OptimizerSpec optimizer,
        Optional<Pace> pace,
        Regularisation regularisation,
        GradientClip clip,
        OptimizerState start,
        List<Minibatch> minibatches) {
    /** @throws InvalidInput if there is no minibatch, the state is another optimizer's, or it has no rate to change */
    public Training {
        minibatches = List.copyOf(minibatches);
        if (minibatches.isEmpty()) {
            throw new InvalidInput("training: at least one minibatch expected, none found");
        }
        if (!start.slots().keySet().equals(new LinkedHashSet<>(optimizer.slots()))) {
            throw new InvalidInput("state of " + optimizer.title() + ": " + optimizer.slots() + " expected, "
                    + start.slots().keySet() + " found");
        }
        if (pace.isPresent() && !optimizer.takesSchedule()) {
            throw new InvalidInput("schedule of the learning rate: an optimizer that has one expected, "
                    + optimizer.title() + " found");
        }
    }

    /** Training at a constant rate without regularisation. */
    public Training(OptimizerSpec optimizer, GradientClip clip, OptimizerState start, List<Minibatch> minibatches) {
        this(optimizer, Optional.empty(), Regularisation.NONE, clip, start, minibatches);
    }

    /** Training on gradients as they are. */
    public Training(OptimizerSpec optimizer, OptimizerState start, List<Minibatch> minibatches) {
        this(optimizer, GradientClip.NONE, start, minibatches);
    }

    /** What each optimizer step reads, in order: every minibatch, cut into segments where the truncation says so. */
    public List<Segment> segments(Truncation truncation) {
        List<Segment> segments = new ArrayList<>();
        for (Minibatch whole : minibatches) {
            int time = whole.input().time();
            int length = truncation instanceof Truncation.Segmented segmented ? segmented.forward() : time;
            for (int from = 0; from < time; from += length) {
                boolean all = length >= time;
                segments.add(new Segment(all ? whole : whole.steps(from, Math.min(time, from + length)), from > 0));
            }
        }
        return segments;
    }

    /** The same training over other minibatches. */
    public Training over(List<Minibatch> others) {
        return new Training(optimizer, pace, regularisation, clip, start, others);
    }

    /** The same training from another state of the optimizer. */
    public Training from(OptimizerState other) {
        return new Training(optimizer, pace, regularisation, clip, other, minibatches);
    }

    /** The same training with gradients clipped in another way. */
    public Training clippedTo(GradientClip other) {
        return new Training(optimizer, pace, regularisation, other, start, minibatches);
    }

    /** The same training with another learning rate at every step. */
    public Training at(Pace other) {
        return new Training(optimizer, Optional.of(other), regularisation, clip, start, minibatches);
    }

    /** The same training with other regularisation. */
    public Training with(Regularisation other) {
        return new Training(optimizer, pace, other, clip, start, minibatches);
    }

    /** The same training by another optimizer, from a state of its own. */
    public Training by(OptimizerSpec other, OptimizerState state) {
        return new Training(other, pace, regularisation, clip, state, minibatches);
    }
}
