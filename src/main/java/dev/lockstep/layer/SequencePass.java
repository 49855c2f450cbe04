package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a recurrent layer over a whole sequence, under a mask if there is one, from a given state, its parameter h0 or zero.
 *
 * @param layer the layer
 * @param x what it read {@code [time × batch × inputs]}
 * @param mask which steps count
 * @param fromParameter whether it started from h0
 * @param whole the run over all steps
 */
record SequencePass(RecurrentLayer layer, Sequence x, StepMask mask, boolean fromParameter, RecurrentPass whole)
        implements Pass {
    /** @param initial the state to start from; if empty h0, or zero where the layer has none */
    static SequencePass of(RecurrentLayer layer, Sequence x, StepMask mask, Optional<State> initial) {
        RecurrentRun.requireAffordable(
                layer.spec(),
                "units of all steps",
                x.time(),
                x.batch(),
                layer.spec().units());
        State start = initial.orElseGet(() -> State.zero(layer.spec(), x.batch()));
        boolean fromParameter = initial.isEmpty() && layer.trainedStart().isPresent();
        if (fromParameter) {
            start.h().addToEveryRow(layer.trainedStart().orElseThrow()); // (R10) h at t = 0 is h0 in every row
        }
        return new SequencePass(layer, x, mask, fromParameter, run(layer, x, mask, start));
    }

    private static RecurrentPass run(RecurrentLayer layer, Sequence x, StepMask mask, State start) {
        return mask.values().isPresent() ? new MaskedRun(layer, x, mask, start) : layer.run(x, start);
    }

    private RecurrentSpec spec() {
        return layer.spec();
    }

    @Override
    public Sequence outputs() {
        return whole.outputs();
    }

    @Override
    public Map<String, State> finalStates() {
        return Map.of(spec().name(), whole.finalState());
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation) {
        Optional<State> dLast = Optional.ofNullable(dFinal.get(spec().name()));
        LayerGradients gradients = truncation instanceof Truncation.Full
                ? whole.backward(dOutputs, dLast)
                : new Windows(spec(), x, this::window).gradients(dOutputs, dLast, truncation);
        if (layer.trainedStart().isEmpty()) {
            return gradients;
        }
        RowMajorMatrix dStart = gradients.dInitial().get(spec().name()).h();
        RowMajorMatrix dh0 = new RowMajorMatrix(1, dStart.getColumnDimension());
        if (fromParameter) {
            dh0.addColumnSums(dStart); // (R11) dh0 = Σ_rows of dh′ at t = 1
        }
        return gradients.with(new ParameterKey(spec().name(), Parameter.H0), dh0);
    }

    private RecurrentPass window(int from, int to) {
        return run(layer, x.steps(from, to), mask.steps(from, to), whole.stateBefore(from));
    }
}
