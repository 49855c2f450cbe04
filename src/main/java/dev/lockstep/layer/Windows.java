package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Errors of a recurrent layer that flow back through windows of time only, (T1) to (T3) of this package. Every window is run
 * once more from the state it starts from, and its gradient is that of ordinary BPTT within it. The gradients of all windows
 * are added up.
 */
final class Windows {
    private final RecurrentSpec spec;
    private final BiFunction<Integer, Integer, RecurrentPass> run;
    private final int time;
    private final Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
    private final Sequence dx;
    private final State dInitial;

    /**
     * @param spec what the layer is
     * @param x what it read {@code [time × batch × inputs]}
     * @param run runs the layer from its first to its last step given, from the state before the first
     */
    Windows(RecurrentSpec spec, Sequence x, BiFunction<Integer, Integer, RecurrentPass> run) {
        this.spec = spec;
        this.run = run;
        this.time = x.time();
        this.dx = Sequence.zeros(x.time(), x.batch(), x.features());
        this.dInitial = State.zero(spec, x.batch());
    }

    /**
     * @param truncation where windows begin and end; some
     * @return the truncated gradients
     */
    LayerGradients gradients(Sequence dOutputs, Optional<State> dFinal, Truncation truncation) {
        if (truncation instanceof Truncation.Sliding sliding) {
            sliding(dOutputs, dFinal, sliding.steps());
        } else if (truncation instanceof Truncation.Chunked chunked) {
            segments(dOutputs, dFinal, chunked.length(), chunked.length());
        } else if (truncation instanceof Truncation.Segmented segmented) {
            segments(dOutputs, dFinal, segmented.forward(), segmented.backward());
        } else {
            throw new IllegalArgumentException("a truncation with windows expected, " + truncation + " found");
        }
        return new LayerGradients(parameters, dx, Map.of(spec.name(), dInitial));
    }

    /** (T1) the error entering at t flows back to max(1, t − k), and on to the initial state only if t ≤ k. */
    private void sliding(Sequence dOutputs, Optional<State> dFinal, int k) {
        for (int t = 1; t <= time; t++) {
            int from = Math.max(1, t - k);
            Sequence dWindow = Sequence.zeros(t - from + 1, dOutputs.batch(), dOutputs.features());
            dWindow.at(dWindow.time()).assign(dOutputs.at(t));
            add(from, t, dWindow, dFinal, t <= k);
        }
    }

    /**
     * (T2) and (T3): the errors of the last {@code backward} steps of a segment flow back to the first of them, and on to the
     * initial state only if that is step 1.
     */
    private void segments(Sequence dOutputs, Optional<State> dFinal, int forward, int backward) {
        for (int first = 1; first <= time; first += forward) {
            int to = Math.min(time, first + forward - 1);
            int from = Math.max(first, to - backward + 1);
            add(from, to, dOutputs.steps(from, to), dFinal, from == 1);
        }
    }

    /** @param reachesStart whether errors of this window, which then begins at 1, flow on to the initial state */
    private void add(int from, int to, Sequence dOutputs, Optional<State> dFinal, boolean reachesStart) {
        Optional<State> dLast = to == time ? dFinal : Optional.empty();
        LayerGradients window = run.apply(from, to).backward(dOutputs, dLast);
        window.addTo(parameters);
        for (int t = from; t <= to; t++) {
            dx.at(t).increment(window.dx().at(t - from + 1));
        }
        if (reachesStart) {
            State d = window.dInitial().get(spec.name());
            dInitial.h().increment(d.h());
            d.c().ifPresent(dc -> dInitial.c().orElseThrow().increment(dc));
        }
    }
}
