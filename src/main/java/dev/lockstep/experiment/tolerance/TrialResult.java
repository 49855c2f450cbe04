package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;
import java.util.List;
import java.util.Optional;

/**
 * What one case showed.
 *
 * @param draw the case
 * @param method how the bounds of its forward and backward pass were found
 * @param violations numbers beyond their bounds
 * @param closeness of every implementation, in the pass and in training
 * @param bias whether the moved forget bias was noticed, where it must be
 * @param weight whether the moved weight was noticed, where it must be
 * @param boundNanos what the bounds of the pass took
 * @param exactNanos what the exact values of the pass took
 */
public record TrialResult(
        Draw draw,
        Method method,
        List<Violation> violations,
        List<Closeness> closeness,
        Optional<Detection> bias,
        Optional<Detection> weight,
        long boundNanos,
        long exactNanos) {}
