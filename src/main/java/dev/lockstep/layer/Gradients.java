package dev.lockstep.layer;

import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;

/**
 * The gradients of a network.
 *
 * @param weights ∂L/∂parameter, each of the parameter's shape
 * @param dx ∂L/∂(network input) {@code [time × batch × inputs]}
 * @param dInitialStates ∂L/∂(state before the first step) of every recurrent layer, {@code [batch × units]} each
 */
public record Gradients(Weights weights, Sequence dx, Map<String, State> dInitialStates) {
    public Gradients {
        dInitialStates = Map.copyOf(dInitialStates);
    }
}
