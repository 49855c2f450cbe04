package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Sequence;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an LSTM computes at every step: z and activation of every gate, c, s = φ(c) and h, each
 * {@code [time × batch × units]}, beside its input and its initial state.
 */
final class LstmRecord {
    private final Sequence x;
    private final RowMajorMatrix h0;
    private final RowMajorMatrix c0;
    private final Map<Gate, Sequence> z = new EnumMap<>(Gate.class);
    private final Map<Gate, Sequence> a = new EnumMap<>(Gate.class);
    private final Sequence c;
    private final Sequence s;
    private final Sequence h;

    LstmRecord(LstmSpec spec, Sequence x, RowMajorMatrix h0, RowMajorMatrix c0) {
        this.x = x;
        this.h0 = h0;
        this.c0 = c0;
        for (Gate gate : Gate.values()) {
            z.put(gate, Sequence.zeros(x.time(), x.batch(), spec.units()));
            a.put(gate, Sequence.zeros(x.time(), x.batch(), spec.units()));
        }
        this.c = Sequence.zeros(x.time(), x.batch(), spec.units());
        this.s = Sequence.zeros(x.time(), x.batch(), spec.units());
        this.h = Sequence.zeros(x.time(), x.batch(), spec.units());
    }

    Sequence x() {
        return x;
    }

    /** Pre-activations of a gate. */
    Sequence z(Gate gate) {
        return z.get(gate);
    }

    /** Activations of a gate: i, f, g or o. */
    Sequence a(Gate gate) {
        return a.get(gate);
    }

    Sequence c() {
        return c;
    }

    Sequence s() {
        return s;
    }

    Sequence h() {
        return h;
    }

    /** h′ at step t, from 1. */
    RowMajorMatrix hPrev(int t) {
        return t == 1 ? h0 : h.at(t - 1);
    }

    /** c′ at step t, from 1. */
    RowMajorMatrix cPrev(int t) {
        return t == 1 ? c0 : c.at(t - 1);
    }
}
