package dev.lockstep.experiment.bench;

import dev.lockstep.math.Activation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The recurrent layers that are timed. */
public enum LayerType {
    /** An LSTM without peepholes, with tanh and logistic gates. */
    LSTM("LSTM", 4),
    /** A SimpleRnn with tanh and one bias. */
    SIMPLE_RNN("SimpleRnn", 1);

    /** Name of the one layer of every network here. */
    static final String NAME = "timed";

    private final String id;
    private final int gates;

    LayerType(String id, int gates) {
        this.id = id;
        this.gates = gates;
    }

    /** As on the command line and in files. */
    public String id() {
        return id;
    }

    /** Blocks of columns in W. */
    int gates() {
        return gates;
    }

    NetworkSpec network(int inputs, int units) {
        return NetworkSpec.of(
                this == LSTM
                        ? LstmSpec.plain(NAME, inputs, units)
                        : new SimpleRnnSpec(NAME, inputs, units, Activation.TANH));
    }

    /**
     * The layer of that id.
     *
     * @throws InvalidInput if there is none
     */
    public static LayerType of(String id) {
        return Arrays.stream(values())
                .filter(layer -> layer.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("--layers: some of "
                        + Arrays.stream(values()).map(LayerType::id).collect(Collectors.joining(", "))
                        + " expected, \"" + id + "\" found"));
    }
}
