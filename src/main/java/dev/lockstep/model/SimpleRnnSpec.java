package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.List;

/**
 * h = φ(x·W + h′·RW + b).
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param units width of h, at least 1
 * @param activation φ
 */
public record SimpleRnnSpec(String name, int inputs, int units, Activation activation) implements RecurrentSpec {
    /** @throws InvalidInput if a size is below 1 */
    public SimpleRnnSpec {
        Sizes.positive("inputs of SimpleRnn \"" + name + "\"", inputs);
        Sizes.positive("units of SimpleRnn \"" + name + "\"", units);
    }

    @Override
    public String kind() {
        return "SimpleRnn";
    }

    @Override
    public boolean hasCell() {
        return false;
    }

    @Override
    public List<ParameterSpec> parameters() {
        Axis unit = Axis.counted(Axis.UNIT, units);
        return List.of(
                new ParameterSpec(Parameter.W, inputs, units, List.of(Axis.prefixed(Axis.FROM, "x", inputs), unit)),
                new ParameterSpec(Parameter.RW, units, units, List.of(Axis.prefixed(Axis.FROM, "h", units), unit)),
                new ParameterSpec(Parameter.B, 1, units, List.of(unit)));
    }
}
