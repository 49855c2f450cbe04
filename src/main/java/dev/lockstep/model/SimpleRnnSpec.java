package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * h = φ(x·W + h′·RW + b), with no bias h = φ(x·W + h′·RW), with two h = φ(x·W + b + h′·RW + rb);
 * with layer normalisation N, gains gx and gh, h = φ(gx⊙N(x·W) + gh⊙N(h′·RW) + b), and + rb with two.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param units width of h, at least 1
 * @param activation φ
 * @param bias how many biases there are
 * @param norm what x·W and h′·RW each go through, with gains g of their own; usually nothing
 * @param trainableStart whether the state before the first step is a parameter h0, shared by all rows of a batch
 * @param preActivationClip K, see {@link RecurrentSpec#preActivationClip()}
 */
public record SimpleRnnSpec(
        String name,
        int inputs,
        int units,
        Activation activation,
        Bias bias,
        Optional<LayerNorm> norm,
        boolean trainableStart,
        double preActivationClip)
        implements RecurrentSpec {
    /** @throws InvalidInput if a size is below 1, or the clip is not positive */
    public SimpleRnnSpec {
        Sizes.positive("inputs of SimpleRnn \"" + name + "\"", inputs);
        Sizes.positive("units of SimpleRnn \"" + name + "\"", units);
        Sizes.preActivationClip("SimpleRnn \"" + name + "\"", preActivationClip);
    }

    /** A layer that clips no pre-activations. */
    public SimpleRnnSpec(
            String name,
            int inputs,
            int units,
            Activation activation,
            Bias bias,
            Optional<LayerNorm> norm,
            boolean trainableStart) {
        this(name, inputs, units, activation, bias, norm, trainableStart, Double.POSITIVE_INFINITY);
    }

    /** A layer without normalisation. */
    public SimpleRnnSpec(String name, int inputs, int units, Activation activation, Bias bias, boolean trainableStart) {
        this(name, inputs, units, activation, bias, Optional.empty(), trainableStart);
    }

    /** A layer with one bias that starts from a given state or zero. */
    public SimpleRnnSpec(String name, int inputs, int units, Activation activation) {
        this(name, inputs, units, activation, Bias.ONE, Optional.empty(), false);
    }

    @Override
    public SimpleRnnSpec named(String other) {
        return new SimpleRnnSpec(other, inputs, units, activation, bias, norm, trainableStart, preActivationClip);
    }

    @Override
    public SimpleRnnSpec clippingPreActivationsAt(double clip) {
        return new SimpleRnnSpec(name, inputs, units, activation, bias, norm, trainableStart, clip);
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
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(
                new ParameterSpec(Parameter.W, inputs, units, List.of(Axis.prefixed(Axis.FROM, "x", inputs), unit)));
        parameters.add(
                new ParameterSpec(Parameter.RW, units, units, List.of(Axis.prefixed(Axis.FROM, "h", units), unit)));
        if (bias != Bias.NONE) {
            parameters.add(new ParameterSpec(Parameter.B, 1, units, List.of(unit)));
        }
        if (bias == Bias.TWO) {
            parameters.add(new ParameterSpec(Parameter.RB, 1, units, List.of(unit)));
        }
        if (norm.isPresent()) {
            Axis normalised = new Axis(Axis.FROM, List.of("x", "h"));
            parameters.add(new ParameterSpec(Parameter.G, 2, units, List.of(normalised, unit)));
        }
        if (trainableStart) {
            parameters.add(new ParameterSpec(Parameter.H0, 1, units, List.of(unit)));
        }
        return parameters;
    }
}
