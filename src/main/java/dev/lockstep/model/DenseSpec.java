package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.List;

/**
 * y = φ(x·W + b), or φ(x·W) without bias, at every time step, with the same weights.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param outputs features of y, at least 1
 * @param activation φ
 * @param bias none or one
 */
public record DenseSpec(String name, int inputs, int outputs, Activation activation, Bias bias) implements LayerSpec {
    /** @throws InvalidInput if a size is below 1, or there are two biases */
    public DenseSpec {
        if (bias == Bias.TWO) {
            throw new InvalidInput("biases of Dense \"" + name + "\": none or one expected, two found");
        }
        Sizes.positive("inputs of Dense \"" + name + "\"", inputs);
        Sizes.positive("outputs of Dense \"" + name + "\"", outputs);
    }

    /** A layer with a bias. */
    public DenseSpec(String name, int inputs, int outputs, Activation activation) {
        this(name, inputs, outputs, activation, Bias.ONE);
    }

    @Override
    public String kind() {
        return "Dense";
    }

    @Override
    public List<ParameterSpec> parameters() {
        Axis unit = Axis.counted(Axis.UNIT, outputs);
        ParameterSpec w =
                new ParameterSpec(Parameter.W, inputs, outputs, List.of(Axis.prefixed(Axis.FROM, "x", inputs), unit));
        return bias == Bias.NONE ? List.of(w) : List.of(w, new ParameterSpec(Parameter.B, 1, outputs, List.of(unit)));
    }
}
