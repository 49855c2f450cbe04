package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.List;

/**
 * y = φ(x) at every time step.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param activation φ
 */
public record ActivationSpec(String name, int inputs, Activation activation) implements LayerSpec {
    /** @throws InvalidInput if the size is below 1 */
    public ActivationSpec {
        Sizes.positive("inputs of Activation \"" + name + "\"", inputs);
    }

    @Override
    public int outputs() {
        return inputs;
    }

    @Override
    public String kind() {
        return "Activation";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }
}
