package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** An LSTM with forget gate and optional peepholes; equations (L1) to (L11) of this package. */
public final class Lstm implements Layer {
    private final LstmSpec spec;
    private final Map<Gate, Block> blocks = new EnumMap<>(Gate.class);
    private final Optional<Peepholes> peepholes;

    /**
     * The weights of one gate.
     *
     * @param W {@code [inputs × units]}
     * @param RW {@code [units × units]}
     * @param b {@code [1 × units]}
     */
    record Block(RowMajorMatrix W, RowMajorMatrix RW, RowMajorMatrix b) {}

    /** The weights from the cell state to i, f and o, {@code [1 × units]} each. */
    record Peepholes(RowMajorMatrix pi, RowMajorMatrix pf, RowMajorMatrix po) {}

    /**
     * A layer with its W {@code [inputs × 4·units]}, RW {@code [units × 4·units]}, b {@code [1 × 4·units]} and, where the spec
     * has peepholes, p {@code [3 × units]} from {@code weights}.
     */
    public Lstm(LstmSpec spec, Weights weights) {
        this.spec = spec;
        for (Gate gate : Gate.values()) {
            int from = gate.ordinal() * spec.units();
            int to = from + spec.units();
            blocks.put(
                    gate,
                    new Block(
                            weights.get(spec.name(), Parameter.W).columns(from, to),
                            weights.get(spec.name(), Parameter.RW).columns(from, to),
                            weights.get(spec.name(), Parameter.B).columns(from, to)));
        }
        this.peepholes = spec.peepholes() ? Optional.of(peepholes(spec, weights)) : Optional.empty();
    }

    private static Peepholes peepholes(LstmSpec spec, Weights weights) {
        RowMajorMatrix p = weights.get(spec.name(), Parameter.P).copy();
        return new Peepholes(p.rows(0, 1), p.rows(1, 2), p.rows(2, 3));
    }

    @Override
    public LstmSpec spec() {
        return spec;
    }

    Block block(Gate gate) {
        return blocks.get(gate);
    }

    Optional<Peepholes> peepholes() {
        return peepholes;
    }

    @Override
    public Pass forward(Sequence x, Optional<State> initial) {
        State start = initial.orElseGet(() -> State.zero(spec, x.batch()));
        LstmRecord record = new LstmRecord(
                spec, x, start.h().copy(), start.c().orElseThrow().copy());
        for (Gate gate : Gate.values()) {
            RowMajorMatrix z = record.z(gate).allSteps();
            z.addProduct(x.allSteps(), block(gate).W());
            z.addToEveryRow(block(gate).b());
        }
        for (int t = 1; t <= x.time(); t++) {
            for (Gate gate : Gate.values()) {
                record.z(gate).at(t).addProduct(record.hPrev(t), block(gate).RW()); // (L1) z = x·W + h′·RW + b
            }
            cell(record, t);
        }
        return new LstmPass(this, record);
    }

    /** The cell at step t, from the pre-activations without peepholes on. */
    private void cell(LstmRecord record, int t) {
        Activation phi = spec.activation();
        Activation sigma = spec.gateActivation();
        RowMajorMatrix zi = record.z(Gate.INPUT).at(t);
        RowMajorMatrix zf = record.z(Gate.FORGET).at(t);
        RowMajorMatrix zg = record.z(Gate.CANDIDATE).at(t);
        RowMajorMatrix zo = record.z(Gate.OUTPUT).at(t);
        RowMajorMatrix i = record.a(Gate.INPUT).at(t);
        RowMajorMatrix f = record.a(Gate.FORGET).at(t);
        RowMajorMatrix g = record.a(Gate.CANDIDATE).at(t);
        RowMajorMatrix o = record.a(Gate.OUTPUT).at(t);
        RowMajorMatrix cPrev = record.cPrev(t);
        RowMajorMatrix c = record.c().at(t);
        RowMajorMatrix s = record.s().at(t);
        RowMajorMatrix h = record.h().at(t);

        peepholes.ifPresent(p -> zi.addRowHadamard(p.pi(), cPrev)); // (L2) zi ← zi + pi ⊙ c′
        peepholes.ifPresent(p -> zf.addRowHadamard(p.pf(), cPrev)); // (L3) zf ← zf + pf ⊙ c′
        sigma.forward(zi, i); // (L4) i = σ(zi)
        sigma.forward(zf, f); // (L5) f = σ(zf)
        phi.forward(zg, g); // (L6) g = φ(zg)
        c.assignHadamard(f, cPrev);
        c.addHadamard(i, g); // (L7) c = f ⊙ c′ + i ⊙ g
        peepholes.ifPresent(p -> zo.addRowHadamard(p.po(), c)); // (L8) zo ← zo + po ⊙ c
        sigma.forward(zo, o); // (L9) o = σ(zo)
        phi.forward(c, s); // (L10) s = φ(c)
        h.assignHadamard(o, s); // (L11) h = o ⊙ s
    }
}
