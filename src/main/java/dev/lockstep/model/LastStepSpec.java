package dev.lockstep.model;

import java.util.List;

/**
 * Keeps the last time step only: {@code [time × batch × features]} becomes {@code [1 × batch × features]}.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 */
public record LastStepSpec(String name, int inputs) implements LayerSpec {
    /** @throws InvalidInput if the size is below 1 */
    public LastStepSpec {
        Sizes.positive("inputs of LastStep \"" + name + "\"", inputs);
    }

    @Override
    public int outputs() {
        return inputs;
    }

    @Override
    public String kind() {
        return "LastStep";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }
}
