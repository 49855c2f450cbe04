package dev.lockstep.layer;

import dev.lockstep.model.State;

/** One run of a layer that hands a state from step to step. */
interface RecurrentPass extends Pass {
    /**
     * The state that step t starts from, {@code [batch × units]} each.
     *
     * @param t from 1, where it is the initial state, to the number of steps
     */
    State stateBefore(int t);
}
