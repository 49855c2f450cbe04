package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.List;

/**
 * y = φ(x·W + b) at every time step, with the same weights.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param outputs features of y, at least 1
 * @param activation φ
 */
public record DenseSpec(String name, int inputs, int outputs, Activation activation) implements LayerSpec {
    /** @throws InvalidInput if a size is below 1 */
    public DenseSpec {
        Sizes.positive("inputs of Dense \"" + name + "\"", inputs);
        Sizes.positive("outputs of Dense \"" + name + "\"", outputs);
    }

    @Override
    public String kind() {
        return "Dense";
    }

    @Override
    public List<ParameterSpec> parameters() {
        Axis unit = Axis.counted(Axis.UNIT, outputs);
        return List.of(
                new ParameterSpec(Parameter.W, inputs, outputs, List.of(Axis.prefixed(Axis.FROM, "x", inputs), unit)),
                new ParameterSpec(Parameter.B, 1, outputs, List.of(unit)));
    }
}
