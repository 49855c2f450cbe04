package dev.lockstep.definition;

import java.util.List;

/**
 * What a recurrent layer hands from step to step, of one batch row.
 *
 * @param h hidden state, as many numbers as units
 * @param c cell state, as many; empty where the layer has none
 * @param <T> the numbers
 */
public record Memory<T>(List<T> h, List<T> c) {}
