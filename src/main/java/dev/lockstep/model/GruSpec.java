package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A gated recurrent unit (Cho et al., arXiv:1406.1078) in either of the forms that frameworks compute. Column blocks of W, RW
 * and the biases are in the order r z n: reset gate, update gate, candidate.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param units width of h, at least 1
 * @param activation of the candidate, usually tanh
 * @param gateActivation of r and z, usually the logistic function
 * @param reset where the reset gate acts
 * @param bias how many biases there are
 * @param preActivationClip K, see {@link RecurrentSpec#preActivationClip()}
 */
public record GruSpec(
        String name,
        int inputs,
        int units,
        Activation activation,
        Activation gateActivation,
        Reset reset,
        Bias bias,
        double preActivationClip)
        implements RecurrentSpec {
    /** Symbols of the gates, in the order of their column blocks. */
    public static final List<String> GATES = List.of("r", "z", "n");

    /** Where the reset gate acts. */
    public enum Reset {
        /** n = φ(x·W + (r ⊙ h′)·RW + …): the paper's third version, Keras with {@code reset_after=False}. */
        BEFORE_PRODUCT,
        /** n = φ(x·W + b + r ⊙ (h′·RW + rb)): its first version, cuDNN, PyTorch, Keras with {@code reset_after=True}. */
        AFTER_PRODUCT
    }

    /** @throws InvalidInput if a size is below 1, an activation needs more than one number, or the clip is not positive */
    public GruSpec {
        Sizes.positive("inputs of GRU \"" + name + "\"", inputs);
        Sizes.positive("units of GRU \"" + name + "\"", units);
        if (activation == Activation.SOFTMAX || gateActivation == Activation.SOFTMAX) {
            throw new InvalidInput(
                    "activation of GRU \"" + name + "\": a function of single numbers expected, softmax found");
        }
        Sizes.preActivationClip("GRU \"" + name + "\"", preActivationClip);
    }

    /** A GRU that clips no pre-activations. */
    public GruSpec(
            String name,
            int inputs,
            int units,
            Activation activation,
            Activation gateActivation,
            Reset reset,
            Bias bias) {
        this(name, inputs, units, activation, gateActivation, reset, bias, Double.POSITIVE_INFINITY);
    }

    /** A GRU with tanh and logistic gates, as PyTorch has it. */
    public static GruSpec plain(String name, int inputs, int units) {
        return new GruSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, Reset.AFTER_PRODUCT, Bias.TWO);
    }

    @Override
    public GruSpec named(String other) {
        return new GruSpec(other, inputs, units, activation, gateActivation, reset, bias, preActivationClip);
    }

    @Override
    public GruSpec clippingPreActivationsAt(double clip) {
        return new GruSpec(name, inputs, units, activation, gateActivation, reset, bias, clip);
    }

    @Override
    public String kind() {
        return "GRU";
    }

    @Override
    public boolean hasCell() {
        return false;
    }

    @Override
    public List<ParameterSpec> parameters() {
        Axis gate = new Axis(Axis.GATE, GATES);
        Axis unit = Axis.counted(Axis.UNIT, units);
        int columns = GATES.size() * units;
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(new ParameterSpec(
                Parameter.W, inputs, columns, List.of(Axis.prefixed(Axis.FROM, "x", inputs), gate, unit)));
        parameters.add(new ParameterSpec(
                Parameter.RW, units, columns, List.of(Axis.prefixed(Axis.FROM, "h", units), gate, unit)));
        if (bias != Bias.NONE) {
            parameters.add(new ParameterSpec(Parameter.B, 1, columns, List.of(gate, unit)));
        }
        if (bias == Bias.TWO) {
            parameters.add(new ParameterSpec(Parameter.RB, 1, columns, List.of(gate, unit)));
        }
        return parameters;
    }
}
