package dev.lockstep.layer;

import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.Map;

/** Keeps of every row the last time step that counts; its gradient is zero at every other: (K6) of this package. */
final class LastStep implements Layer {
    private final LastStepSpec spec;

    /** A layer without weights. */
    LastStep(LastStepSpec spec) {
        this.spec = spec;
    }

    @Override
    public LastStepSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        int[] last = new int[x.batch()];
        Sequence outputs = Sequence.zeros(1, x.batch(), x.features());
        for (int row = 0; row < x.batch(); row++) {
            last[row] = x.time();
            while (!mask.counts(last[row], row)) {
                last[row]--;
            }
            outputs.at(1).rows(row, row + 1).assign(x.at(last[row]).rows(row, row + 1));
        }
        return new LastStepPass(x.time(), last, outputs);
    }

    /** @param last of each row the step that was kept, from 1 */
    private record LastStepPass(int time, int[] last, Sequence outputs) implements Pass {
        @Override
        public Map<String, State> finalStates() {
            return Map.of();
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation) {
            Sequence dx = Sequence.zeros(time, outputs.batch(), outputs.features());
            for (int row = 0; row < last.length; row++) {
                dx.at(last[row]).rows(row, row + 1).assign(dOutputs.at(1).rows(row, row + 1));
            }
            return new LayerGradients(Map.of(), dx, Map.of());
        }
    }
}
