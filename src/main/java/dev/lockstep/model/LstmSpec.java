package dev.lockstep.model;

import dev.lockstep.math.Activation;
import java.util.Arrays;
import java.util.List;

/**
 * An LSTM with forget gate (Gers, Schmidhuber, Cummins 2000) and, on request, peepholes (Gers, Schraudolph,
 * Schmidhuber 2002): i and f look at c′, o looks at the new c.
 *
 * @param name unique within the network
 * @param inputs features of x, at least 1
 * @param units width of h and c, at least 1
 * @param activation of the candidate and of the cell state on its way out, usually tanh
 * @param gateActivation of i, f and o, usually the logistic function
 * @param peepholes whether there are weights p from the cell state to i, f, o
 */
public record LstmSpec(
        String name, int inputs, int units, Activation activation, Activation gateActivation, boolean peepholes)
        implements RecurrentSpec {
    /** @throws InvalidInput if a size is below 1 */
    public LstmSpec {
        Sizes.positive("inputs of LSTM \"" + name + "\"", inputs);
        Sizes.positive("units of LSTM \"" + name + "\"", units);
    }

    /** An LSTM with tanh, logistic gates and no peepholes. */
    public static LstmSpec plain(String name, int inputs, int units) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, false);
    }

    @Override
    public LstmSpec named(String other) {
        return new LstmSpec(other, inputs, units, activation, gateActivation, peepholes);
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
        ParameterSpec w = new ParameterSpec(
                Parameter.W, inputs, 4 * units, List.of(Axis.prefixed(Axis.FROM, "x", inputs), gate, unit));
        ParameterSpec rw = new ParameterSpec(
                Parameter.RW, units, 4 * units, List.of(Axis.prefixed(Axis.FROM, "h", units), gate, unit));
        ParameterSpec b = new ParameterSpec(Parameter.B, 1, 4 * units, List.of(gate, unit));
        if (!peepholes) {
            return List.of(w, rw, b);
        }
        Axis watcher = new Axis(Axis.GATE, List.of("i", "f", "o"));
        return List.of(w, rw, b, new ParameterSpec(Parameter.P, 3, units, List.of(watcher, unit)));
    }
}
