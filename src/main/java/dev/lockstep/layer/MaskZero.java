package dev.lockstep.layer;

import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;

/** A recurrent layer that finds the steps that count in its own input, (K5) of this package; no gradient flows through that. */
final class MaskZero implements Layer {
    private final MaskZeroSpec spec;
    private final RecurrentLayer wrapped;

    /** A layer whose wrapped one has its parameters from {@code weights}. */
    MaskZero(MaskZeroSpec spec, Weights weights) {
        this.spec = spec;
        this.wrapped = RecurrentLayer.of(spec.wrapped(), weights);
    }

    @Override
    public MaskZeroSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        return wrapped.forward(x, StepMask.found(spec, x), initial);
    }
}
