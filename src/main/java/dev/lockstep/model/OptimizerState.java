package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an optimizer remembers between steps.
 *
 * @param stepsTaken t, the number of steps behind it
 * @param slots for every slot name of the optimizer, one matrix per parameter, of the parameter's shape
 */
public record OptimizerState(int stepsTaken, Map<String, Weights> slots) {
    public OptimizerState {
        slots = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    }

    /** The state before the first step. */
    public static OptimizerState initial(OptimizerSpec optimizer, NetworkSpec network) {
        Map<String, Weights> slots = new LinkedHashMap<>();
        for (String slot : optimizer.slots()) {
            Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
            for (LayerSpec layer : network.parts()) {
                for (ParameterSpec spec : layer.parameters()) {
                    RowMajorMatrix matrix = new RowMajorMatrix(spec.rows(), spec.columns());
                    matrix.fill(optimizer.initial(slot));
                    matrices.put(new ParameterKey(layer.name(), spec.parameter()), matrix);
                }
            }
            slots.put(slot, new Weights(network, matrices));
        }
        return new OptimizerState(0, slots);
    }

    /**
     * The state that a framework was observed to have reached from this one.
     *
     * @param steps how many optimizer steps later, from 1
     */
    public OptimizerState after(int steps, NetworkSpec network, Observations observations) {
        Map<String, Weights> reached = new LinkedHashMap<>();
        for (String slot : slots.keySet()) {
            reached.put(slot, Weights.of(network, key -> observations.get(Quantity.optimizerState(key, slot, steps))));
        }
        return new OptimizerState(stepsTaken + steps, reached);
    }
}
