package dev.lockstep.layer;

import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Optional;

/** One run of a single recurrent layer over a sequence, from a given state. */
interface RecurrentPass {
    /** Outputs at every step {@code [time × batch × units]}, not to be modified. */
    Sequence outputs();

    /** The state after the last step, {@code [batch × units]} each. */
    State finalState();

    /**
     * The state that step t starts from, {@code [batch × units]} each.
     *
     * @param t from 1, where it is the initial state, to the number of steps
     */
    State stateBefore(int t);

    /**
     * Backpropagation through time over the whole sequence.
     *
     * @param dOutputs ∂L/∂outputs {@code [time × batch × units]}, not modified
     * @param dFinal ∂L/∂(state after the last step), beside what that state contributes through the outputs; empty for zero
     */
    LayerGradients backward(Sequence dOutputs, Optional<State> dFinal);
}
