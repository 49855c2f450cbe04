package dev.lockstep.layer;

import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Optional;

/** A layer with its weights. Immutable; one object may serve any number of sequences. */
public sealed interface Layer permits SimpleRnn, Lstm, Dense, LastStep {
    /** What the layer is. */
    LayerSpec spec();

    /**
     * Runs the layer over a whole sequence.
     *
     * @param x {@code [time × batch × inputs]}
     * @param initial the state before the first step, {@code [batch × units]} each; empty for layers without state
     * @return the outputs, and all that the way back needs
     */
    Pass forward(Sequence x, Optional<State> initial);

    /**
     * The layer of that spec, with its parameters taken from {@code weights}.
     *
     * @throws InvalidInput if it is a GRU, which only the definition computes
     */
    static Layer of(LayerSpec spec, Weights weights) {
        if (spec instanceof SimpleRnnSpec simpleRnn) {
            return new SimpleRnn(simpleRnn, weights);
        }
        if (spec instanceof LstmSpec lstm) {
            return new Lstm(lstm, weights);
        }
        if (spec instanceof DenseSpec dense) {
            return new Dense(dense, weights);
        }
        if (spec instanceof LastStepSpec lastStep) {
            return new LastStep(lastStep);
        }
        throw new InvalidInput("layer: SimpleRnn, LSTM, Dense or LastStep expected, " + spec.title() + " found");
    }
}
