package dev.lockstep.layer;

import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.Map;

/** One run of a layer over a sequence: what came out, and the record from which the gradient is computed. */
interface Pass {
    /** Outputs at every step {@code [time × batch × outputs]}, not to be modified. */
    Sequence outputs();

    /** By recurrent part of the layer, the state after the last step, {@code [batch × units]} each. */
    Map<String, State> finalStates();

    /**
     * Backpropagation through time.
     *
     * @param dOutputs ∂L/∂outputs {@code [time × batch × outputs]}, not modified
     * @param dFinal by recurrent part, ∂L/∂(state after the last step), beside what that state contributes through the outputs;
     *     zero for parts not named
     * @param truncation how far errors flow back, in every recurrent part for itself
     */
    LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation);
}
