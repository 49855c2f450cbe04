package dev.lockstep.layer;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;

/** A layer with its weights. Immutable; one object may serve any number of sequences. */
sealed interface Layer permits RecurrentLayer, Bidirectional, MaskZero, Dense, ActivationLayer, LastStep {
    /** What the layer is. */
    LayerSpec spec();

    /**
     * Runs the layer over a whole sequence.
     *
     * @param x {@code [time × batch × inputs]}
     * @param mask which steps count
     * @param initial by recurrent part, the state before the first step, {@code [batch × units]} each; parts not named start
     *     from their own parameter or zero
     * @return the outputs, and all that the way back needs
     */
    Pass forward(Sequence x, StepMask mask, Map<String, State> initial);

    /** The layer of that spec, with its parameters taken from {@code weights}. */
    static Layer of(LayerSpec spec, Weights weights) {
        if (spec instanceof RecurrentSpec recurrent) {
            return RecurrentLayer.of(recurrent, weights);
        }
        if (spec instanceof BidirectionalSpec both) {
            return new Bidirectional(both, weights);
        }
        if (spec instanceof MaskZeroSpec masked) {
            return new MaskZero(masked, weights);
        }
        if (spec instanceof DenseSpec dense) {
            return new Dense(dense, weights);
        }
        if (spec instanceof ActivationSpec activation) {
            return new ActivationLayer(activation);
        }
        return new LastStep((LastStepSpec) spec);
    }
}
