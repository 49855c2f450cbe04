package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.Optional;

/** A layer that hands a state from step to step. */
sealed interface RecurrentLayer extends Layer permits SimpleRnn, Lstm, Gru {
    @Override
    RecurrentSpec spec();

    /**
     * Runs the layer over a sequence all of whose steps count.
     *
     * @param x {@code [time × batch × inputs]}
     * @param start the state before the first step, {@code [batch × units]} each
     */
    RecurrentPass run(Sequence x, State start);

    /** The parameter h0 {@code [1 × units]}, where the layer has one. */
    default Optional<RowMajorMatrix> trainedStart() {
        return Optional.empty();
    }

    @Override
    default Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        return SequencePass.of(this, x, mask, Optional.ofNullable(initial.get(spec().name())));
    }

    /** The layer of that spec, with its parameters taken from {@code weights}. */
    static RecurrentLayer of(RecurrentSpec spec, Weights weights) {
        if (spec instanceof SimpleRnnSpec simpleRnn) {
            return new SimpleRnn(simpleRnn, weights);
        }
        return spec instanceof LstmSpec lstm ? new Lstm(lstm, weights) : new Gru((GruSpec) spec, weights);
    }
}
