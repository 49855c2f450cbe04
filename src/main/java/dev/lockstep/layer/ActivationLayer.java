package dev.lockstep.layer;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.Map;

/** y = φ(x) at every time step; (D2) and (D3) of this package with x for z. */
final class ActivationLayer implements Layer {
    private final ActivationSpec spec;

    /** A layer without weights. */
    ActivationLayer(ActivationSpec spec) {
        this.spec = spec;
    }

    @Override
    public ActivationSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        Sequence y = Sequence.zeros(x.time(), x.batch(), x.features());
        spec.activation().forward(x.allSteps(), y.allSteps());
        return new ActivationPass(spec, x, y);
    }

    /**
     * One run of the layer.
     *
     * @param spec what the layer is
     * @param z what it read {@code [time × batch × inputs]}
     * @param outputs φ(z), same shape
     */
    record ActivationPass(ActivationSpec spec, Sequence z, Sequence outputs) implements Pass {
        @Override
        public Map<String, State> finalStates() {
            return Map.of();
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation) {
            Sequence dz = Sequence.zeros(z.time(), z.batch(), z.features());
            spec.activation().backward(z.allSteps(), outputs.allSteps(), dOutputs.allSteps(), dz.allSteps());
            return new LayerGradients(Map.of(), dz, Map.of());
        }
    }
}
