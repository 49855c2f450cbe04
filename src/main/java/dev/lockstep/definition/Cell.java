package dev.lockstep.definition;

import java.util.List;

/**
 * A recurrent layer with its weights, ready to take steps.
 *
 * @param <T> the numbers
 */
@FunctionalInterface
public interface Cell<T> {
    /**
     * One time step of one batch row.
     *
     * @param x as many numbers as the layer has inputs
     * @param previous the memory before the step
     * @return the memory after it
     */
    Memory<T> step(List<T> x, Memory<T> previous);
}
