package dev.lockstep.layer;

import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Map;
import java.util.Optional;

/** Keeps the last time step; its gradient is zero at every other. */
public final class LastStep implements Layer {
    private final LastStepSpec spec;

    /** A layer without weights. */
    public LastStep(LastStepSpec spec) {
        this.spec = spec;
    }

    @Override
    public LastStepSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, Optional<State> initial) {
        double[] last = x.at(x.time()).toArray();
        return new LastStepPass(x.time(), new Sequence(1, x.batch(), x.features(), last));
    }

    private record LastStepPass(int time, Sequence outputs) implements Pass {
        @Override
        public Optional<State> finalState() {
            return Optional.empty();
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
            Sequence dx = Sequence.zeros(time, outputs.batch(), outputs.features());
            dx.at(time).assign(dOutputs.at(1));
            return new LayerGradients(Map.of(), dx, Optional.empty());
        }
    }
}
