package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Map;
import java.util.Optional;

/**
 * The gradients of one layer.
 *
 * @param parameters ∂L/∂parameter, each of the parameter's shape
 * @param dx ∂L/∂x {@code [time × batch × inputs]}
 * @param dInitial ∂L/∂(initial state); empty for layers without state
 */
public record LayerGradients(Map<Parameter, RowMajorMatrix> parameters, Sequence dx, Optional<State> dInitial) {
    public LayerGradients {
        parameters = Map.copyOf(parameters);
    }
}
