package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gradients of one layer.
 *
 * @param parameters ∂L/∂parameter of each of its parts, each of the parameter's shape
 * @param dx ∂L/∂x {@code [time × batch × inputs]}
 * @param dInitial by recurrent part, ∂L/∂(state before the first step), {@code [batch × units]} each
 */
public record LayerGradients(Map<ParameterKey, RowMajorMatrix> parameters, Sequence dx, Map<String, State> dInitial) {
    /** These with one more parameter. */
    LayerGradients with(ParameterKey key, RowMajorMatrix d) {
        Map<ParameterKey, RowMajorMatrix> more = new LinkedHashMap<>(parameters);
        more.put(key, d);
        return new LayerGradients(more, dx, dInitial);
    }

    /** Adds those of the parameters to sums, which begin with the first summand. */
    void addTo(Map<ParameterKey, RowMajorMatrix> sums) {
        parameters.forEach((key, d) -> {
            RowMajorMatrix sum = sums.get(key);
            if (sum == null) {
                sums.put(key, d.copy());
            } else {
                sum.increment(d);
            }
        });
    }
}
