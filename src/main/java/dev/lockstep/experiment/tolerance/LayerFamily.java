package dev.lockstep.experiment.tolerance;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;

/** The recurrent layers of the experiment, with tanh and logistic gates. */
public enum LayerFamily {
    /** One bias. */
    SIMPLE_RNN("SimpleRnn", 25),
    /** Without peepholes. */
    LSTM("LSTM", 35),
    /** With peepholes. */
    PEEPHOLE_LSTM("LSTM with peepholes", 16),
    /** Two biases, reset before the product. */
    GRU_BEFORE("GRU, reset before the product", 12),
    /** Two biases, reset after the product. */
    GRU_AFTER("GRU, reset after the product", 12);

    private final String title;
    private final int percent;

    LayerFamily(String title, int percent) {
        this.title = title;
        this.percent = percent;
    }

    /** What it is called in reports. */
    public String title() {
        return title;
    }

    /** How many of a hundred cases are of it. */
    public int percent() {
        return percent;
    }

    /** Whether it has a forget gate. */
    public boolean isLstm() {
        return this == LSTM || this == PEEPHOLE_LSTM;
    }

    /** The family of a number from 0 to 99. */
    static LayerFamily at(int percentile) {
        int end = 0;
        for (LayerFamily family : values()) {
            end += family.percent;
            if (percentile < end) {
                return family;
            }
        }
        throw new IllegalArgumentException("percentile: 0 to 99 expected, " + percentile + " found");
    }

    /** A layer of this family. */
    RecurrentSpec layer(String name, int inputs, int units) {
        return switch (this) {
            case SIMPLE_RNN -> new SimpleRnnSpec(name, inputs, units, Activation.TANH);
            case LSTM -> new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, false);
            case PEEPHOLE_LSTM -> new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, true);
            case GRU_BEFORE -> gru(name, inputs, units, GruSpec.Reset.BEFORE_PRODUCT);
            case GRU_AFTER -> gru(name, inputs, units, GruSpec.Reset.AFTER_PRODUCT);
        };
    }

    private static GruSpec gru(String name, int inputs, int units, GruSpec.Reset reset) {
        return new GruSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, reset, Bias.TWO);
    }
}
