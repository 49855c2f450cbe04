package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;

/**
 * How close the numbers of one implementation came to their bounds, in one case.
 *
 * @param implementation its id
 * @param training whether these are the numbers after optimizer steps, not those of the forward and backward pass
 * @param method how the bounds were found
 * @param numbers how many were held against their bounds
 * @param idle how many of them have a bound greater than the greatest entry of their array, which says nothing
 * @param medianBoundOverError the median of bound/error over the numbers with an error
 * @param greatest error/bound of the number that came closest
 */
public record Closeness(
        String implementation,
        boolean training,
        Method method,
        int numbers,
        int idle,
        double medianBoundOverError,
        double greatest) {}
