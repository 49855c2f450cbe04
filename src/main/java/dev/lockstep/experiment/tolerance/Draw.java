package dev.lockstep.experiment.tolerance;

import dev.lockstep.model.Case;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import java.util.List;
import java.util.Optional;

/**
 * One random case.
 *
 * @param number its place in the experiment, from 1
 * @param family of its recurrent layer
 * @param scale every parameter is uniform in ±scale
 * @param pass forward and backward from random states
 * @param optimizer of its training, if it ends in a loss
 * @param minibatches of its training, read from zero states, as Deeplearning4j's are; empty without optimizer
 * @param changedBias the forget gate's bias that is moved for {@link Detection}; its column, of LSTMs only
 * @param changedWeight the weight that is moved for {@link Detection}; which matrix
 * @param changedEntry and which of its entries, row by row
 */
public record Draw(
        int number,
        LayerFamily family,
        double scale,
        Case pass,
        Optional<OptimizerSpec> optimizer,
        List<Minibatch> minibatches,
        int changedBias,
        ParameterKey changedWeight,
        int changedEntry) {
    /** Name of the recurrent layer of every case. */
    public static final String LAYER = "layer";

    /** Time steps. */
    public int time() {
        return pass.input().time();
    }

    /** Units of the recurrent layer. */
    public int units() {
        return pass.network().layer(LAYER).outputs();
    }

    /** Whether it is long and wide: at least 50 steps of at least 16 units. */
    public boolean isLarge() {
        return time() >= SamplingLaw.LARGE_TIME && units() >= SamplingLaw.LARGE_UNITS;
    }

    /** Whether faults must be noticed in it: an LSTM of at most 50 steps, with weights in ±1. */
    public boolean mustDetect() {
        return family.isLstm() && time() <= 50 && scale <= 1;
    }

    /** Its sizes, for messages. */
    public String sizes() {
        return "T " + time() + ", batch " + pass.input().batch() + ", "
                + pass.network().inputs() + "→" + units();
    }
}
