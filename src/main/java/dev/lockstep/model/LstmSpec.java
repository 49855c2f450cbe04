package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An LSTM with forget gate (Gers, Schmidhuber, Cummins 2000) and, on request, peepholes (Gers, Schraudolph,
 * Schmidhuber 2002): i and f look at c′, o looks at the new c. Each gate's pre-activation is z = x·W + h′·RW + b, without b
 * or with rb as well where the layer has no bias or two.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param units width of h and c, at least 1
 * @param activation of the candidate and of the cell state on its way out, usually tanh
 * @param gateActivation of i, f and o, usually the logistic function
 * @param peepholes whether there are weights p from the cell state to i, f, o
 * @param bias how many biases there are
 * @param preActivationClip K, see {@link RecurrentSpec#preActivationClip()}; the cell state is not clipped
 */
public record LstmSpec(
        String name,
        int inputs,
        int units,
        Activation activation,
        Activation gateActivation,
        boolean peepholes,
        Bias bias,
        double preActivationClip)
        implements RecurrentSpec {
    /** @throws InvalidInput if a size is below 1, or the clip is not positive */
    public LstmSpec {
        Sizes.positive("inputs of LSTM \"" + name + "\"", inputs);
        Sizes.positive("units of LSTM \"" + name + "\"", units);
        Sizes.preActivationClip("LSTM \"" + name + "\"", preActivationClip);
    }

    /** An LSTM that clips no pre-activations. */
    public LstmSpec(
            String name,
            int inputs,
            int units,
            Activation activation,
            Activation gateActivation,
            boolean peepholes,
            Bias bias) {
        this(name, inputs, units, activation, gateActivation, peepholes, bias, Double.POSITIVE_INFINITY);
    }

    /** An LSTM with one bias. */
    public LstmSpec(
            String name, int inputs, int units, Activation activation, Activation gateActivation, boolean peepholes) {
        this(name, inputs, units, activation, gateActivation, peepholes, Bias.ONE);
    }

    /** An LSTM with tanh, logistic gates, one bias and no peepholes. */
    public static LstmSpec plain(String name, int inputs, int units) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, false);
    }

    @Override
    public LstmSpec named(String other) {
        return new LstmSpec(other, inputs, units, activation, gateActivation, peepholes, bias, preActivationClip);
    }

    @Override
    public LstmSpec clippingPreActivationsAt(double clip) {
        return new LstmSpec(name, inputs, units, activation, gateActivation, peepholes, bias, clip);
    }

    @Override
    public String kind() {
        return "LSTM";
    }

    @Override
    public boolean hasCell() {
        return true;
    }

    @Override
    public List<ParameterSpec> parameters() {
        Axis gate = new Axis(
                Axis.GATE, Arrays.stream(Gate.values()).map(Gate::symbol).toList());
        Axis unit = Axis.counted(Axis.UNIT, units);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(new ParameterSpec(
                Parameter.W, inputs, 4 * units, List.of(Axis.prefixed(Axis.FROM, "x", inputs), gate, unit)));
        parameters.add(new ParameterSpec(
                Parameter.RW, units, 4 * units, List.of(Axis.prefixed(Axis.FROM, "h", units), gate, unit)));
        if (bias != Bias.NONE) {
            parameters.add(new ParameterSpec(Parameter.B, 1, 4 * units, List.of(gate, unit)));
        }
        if (bias == Bias.TWO) {
            parameters.add(new ParameterSpec(Parameter.RB, 1, 4 * units, List.of(gate, unit)));
        }
        if (peepholes) {
            Axis watcher = new Axis(Axis.GATE, List.of("i", "f", "o"));
            parameters.add(new ParameterSpec(Parameter.P, 3, units, List.of(watcher, unit)));
        }
        return parameters;
    }
}
