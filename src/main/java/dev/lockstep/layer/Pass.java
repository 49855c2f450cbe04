package dev.lockstep.layer;

import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Optional;

/** One run of a layer over a sequence: what came out, and the record from which the gradient is computed. */
public interface Pass {
    /** Outputs at every step {@code [time × batch × outputs]}, not to be modified. */
    Sequence outputs();

    /** The state after the last step; empty for layers without state. */
    Optional<State> finalState();

    /**
     * Backpropagation through time over the whole sequence.
     *
     * @param dOutputs ∂L/∂outputs {@code [time × batch × outputs]}, not modified
     * @param dFinal ∂L/∂(state after the last step), beside what that state contributes through the outputs; empty for zero
     */
    LayerGradients backward(Sequence dOutputs, Optional<State> dFinal);
}
