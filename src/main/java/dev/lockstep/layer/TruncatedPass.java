package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a recurrent layer whose errors flow back through windows of time only, (T1) and (T2) of this package. Every window
 * is run once more from the state it starts from, and its gradient is that of ordinary BPTT within it.
 *
 * @param layer the layer
 * @param x what it read {@code [time × batch × inputs]}
 * @param whole the run over all steps
 * @param truncation where windows begin and end
 */
record TruncatedPass(Layer layer, Sequence x, RecurrentPass whole, Truncation truncation) implements Pass {
    @Override
    public Sequence outputs() {
        return whole.outputs();
    }

    @Override
    public Optional<State> finalState() {
        return whole.finalState();
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
        if (truncation instanceof Truncation.Sliding sliding) {
            return sliding(dOutputs, dFinal, sliding.steps());
        }
        if (truncation instanceof Truncation.Chunked chunked) {
            return chunked(dOutputs, dFinal, chunked.length());
        }
        return whole.backward(dOutputs, dFinal);
    }

    private RecurrentSpec spec() {
        return (RecurrentSpec) layer.spec();
    }

    /** (T1) the error entering at t flows back to max(1, t − k), and on to the initial state only if t ≤ k. */
    private LayerGradients sliding(Sequence dOutputs, Optional<State> dFinal, int k) {
        Sum sum = new Sum();
        for (int t = 1; t <= x.time(); t++) {
            int from = Math.max(1, t - k);
            Sequence dWindow = Sequence.zeros(t - from + 1, x.batch(), dOutputs.features());
            dWindow.at(dWindow.time()).assign(dOutputs.at(t));
            sum.add(from, t, dWindow, t == x.time() ? dFinal : Optional.empty(), t <= k);
        }
        return sum.gradients();
    }

    /** (T2) the errors of a chunk flow back to its first step; those of the first chunk to the initial state. */
    private LayerGradients chunked(Sequence dOutputs, Optional<State> dFinal, int length) {
        Sum sum = new Sum();
        for (int from = 1; from <= x.time(); from += length) {
            int to = Math.min(x.time(), from + length - 1);
            sum.add(from, to, dOutputs.steps(from, to), to == x.time() ? dFinal : Optional.empty(), from == 1);
        }
        return sum.gradients();
    }

    /** The gradients of all windows, added up. */
    private final class Sum {
        private final Map<Parameter, RowMajorMatrix> parameters = new EnumMap<>(Parameter.class);
        private final Sequence dx = Sequence.zeros(x.time(), x.batch(), x.features());
        private final State dInitial = State.zero(spec(), x.batch());

        /** @param reachesStart whether errors of this window, which then begins at 1, flow on to the initial state */
        void add(int from, int to, Sequence dOutputs, Optional<State> dFinal, boolean reachesStart) {
            boolean fromParameter = reachesStart && spec().trainableStart();
            Optional<State> start = fromParameter ? Optional.empty() : Optional.of(whole.stateBefore(from));
            LayerGradients window = layer.forward(x.steps(from, to), start).backward(dOutputs, dFinal);
            window.parameters()
                    .forEach((parameter, d) -> parameters
                            .computeIfAbsent(
                                    parameter, p -> new RowMajorMatrix(d.getRowDimension(), d.getColumnDimension()))
                            .increment(d));
            for (int t = from; t <= to; t++) {
                dx.at(t).increment(window.dx().at(t - from + 1));
            }
            if (reachesStart) {
                State d = window.dInitial().orElseThrow();
                dInitial.h().increment(d.h());
                d.c().ifPresent(dc -> dInitial.c().orElseThrow().increment(dc));
            }
        }

        LayerGradients gradients() {
            return new LayerGradients(parameters, dx, Optional.of(dInitial));
        }
    }
}
