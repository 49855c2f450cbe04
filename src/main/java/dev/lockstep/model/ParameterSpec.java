package dev.lockstep.model;

import java.util.List;

/**
 * Name and shape of one parameter of a layer.
 *
 * @param parameter which one
 * @param rows rows of its matrix
 * @param columns columns of its matrix
 * @param axes what its entries mean, row-major; the product of their sizes is rows·columns
 */
public record ParameterSpec(Parameter parameter, int rows, int columns, List<Axis> axes) {
    public ParameterSpec {
        axes = List.copyOf(axes);
    }
}
