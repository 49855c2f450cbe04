package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One run of an {@link Lstm}; its gradient is (L12) to (L26) of this package. */
final class LstmPass implements RecurrentPass {
    private final Lstm lstm;
    private final LstmRecord record;

    LstmPass(Lstm lstm, LstmRecord record) {
        this.lstm = lstm;
        this.record = record;
    }

    @Override
    public Sequence outputs() {
        return record.h();
    }

    @Override
    public Optional<State> finalState() {
        int last = record.h().time();
        return Optional.of(
                State.of(record.h().at(last).copy(), record.c().at(last).copy()));
    }

    @Override
    public State stateBefore(int t) {
        return State.of(record.hPrev(t), record.cPrev(t));
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
        Backward backward = new Backward(dFinal);
        for (int t = record.x().time(); t >= 1; t--) {
            backward.step(t, dOutputs.at(t));
        }
        return backward.gradients();
    }

    /** The way back: the pre-activation gradients of all steps, and what a step hands to the one before it. */
    private final class Backward {
        private final LstmSpec spec = lstm.spec();
        private final Map<Gate, Sequence> dz = new EnumMap<>(Gate.class);
        private final RowMajorMatrix dhLater;
        private final RowMajorMatrix dcLater;
        private final RowMajorMatrix da;
        private final RowMajorMatrix dh;
        private final RowMajorMatrix dc;

        Backward(Optional<State> dFinal) {
            int batch = record.x().batch();
            State start = dFinal.orElseGet(() -> State.zero(spec, batch));
            dhLater = start.h().copy();
            dcLater = start.c().orElseThrow().copy();
            da = new RowMajorMatrix(batch, spec.units());
            dh = new RowMajorMatrix(batch, spec.units());
            dc = new RowMajorMatrix(batch, spec.units());
            for (Gate gate : Gate.values()) {
                dz.put(gate, Sequence.zeros(record.x().time(), batch, spec.units()));
            }
        }

        void step(int t, RowMajorMatrix dOutput) {
            Activation phi = spec.activation();
            RowMajorMatrix i = record.a(Gate.INPUT).at(t);
            RowMajorMatrix f = record.a(Gate.FORGET).at(t);
            RowMajorMatrix g = record.a(Gate.CANDIDATE).at(t);
            RowMajorMatrix o = record.a(Gate.OUTPUT).at(t);
            RowMajorMatrix c = record.c().at(t);
            RowMajorMatrix s = record.s().at(t);
            RowMajorMatrix cPrev = record.cPrev(t);
            RowMajorMatrix dzi = dz.get(Gate.INPUT).at(t);
            RowMajorMatrix dzf = dz.get(Gate.FORGET).at(t);
            RowMajorMatrix dzo = dz.get(Gate.OUTPUT).at(t);

            dh.assign(dOutput);
            dh.increment(dhLater); // (L12) dh ← dh + ←dh
            gate(Gate.OUTPUT, t, dh, s); // (L13) do = dh ⊙ s, dzo = σ′(zo)·do
            da.assignHadamard(dh, o);
            phi.backward(c, s, da, dc);
            dc.increment(dcLater); // (L14) dc = φ′(c)·(dh ⊙ o) + ←dc
            lstm.peepholes().ifPresent(p -> dc.addRowHadamard(p.po(), dzo)); // (L15) dc ← dc + po ⊙ dzo
            gate(Gate.INPUT, t, dc, g); // (L16) di = dc ⊙ g, dzi = σ′(zi)·di
            gate(Gate.FORGET, t, dc, cPrev); // (L17) df = dc ⊙ c′, dzf = σ′(zf)·df
            gate(Gate.CANDIDATE, t, dc, i); // (L18) dg = dc ⊙ i, dzg = φ′(zg)·dg
            dcLater.assignHadamard(dc, f); // (L19) dc′ = dc ⊙ f
            lstm.peepholes()
                    .ifPresent(
                            p -> { // (L20) dc′ ← dc′ + pi ⊙ dzi + pf ⊙ dzf
                                dcLater.addRowHadamard(p.pi(), dzi);
                                dcLater.addRowHadamard(p.pf(), dzf);
                            });
            dhLater.fill(0);
            for (Gate gate : Gate.values()) {
                dhLater.addProductTransposed(
                        dz.get(gate).at(t), lstm.block(gate).RW()); // (L21) dh′ = Σ_gates dz·RWᵀ
            }
        }

        /** dz of one gate, from the gradient of what it multiplies into and its partner in that product. */
        private void gate(Gate gate, int t, RowMajorMatrix dProduct, RowMajorMatrix partner) {
            Activation activation = gate == Gate.CANDIDATE ? spec.activation() : spec.gateActivation();
            da.assignHadamard(dProduct, partner);
            activation.backward(
                    record.z(gate).at(t), record.a(gate).at(t), da, dz.get(gate).at(t));
        }

        LayerGradients gradients() {
            RowMajorMatrix dW = new RowMajorMatrix(spec.inputs(), 4 * spec.units());
            RowMajorMatrix dRW = new RowMajorMatrix(spec.units(), 4 * spec.units());
            RowMajorMatrix db = new RowMajorMatrix(1, 4 * spec.units());
            Sequence dx = Sequence.zeros(record.x().time(), record.x().batch(), spec.inputs());
            for (Gate gate : Gate.values()) {
                int from = gate.ordinal() * spec.units();
                dW.setColumns(from, inputWeights(gate));
                dRW.setColumns(from, recurrentWeights(gate));
                db.setColumns(from, bias(gate));
                dx.allSteps()
                        .addProductTransposed(
                                dz.get(gate).allSteps(), lstm.block(gate).W()); // (L26) dx = Σ_gates dz·Wᵀ
            }
            Map<Parameter, RowMajorMatrix> parameters = new HashMap<>();
            parameters.put(Parameter.W, dW);
            parameters.put(Parameter.RW, dRW);
            parameters.put(Parameter.B, db);
            if (spec.peepholes()) {
                parameters.put(Parameter.P, peepholes());
            }
            return new LayerGradients(parameters, dx, Optional.of(State.of(dhLater, dcLater)));
        }

        private RowMajorMatrix inputWeights(Gate gate) {
            RowMajorMatrix dW = new RowMajorMatrix(spec.inputs(), spec.units());
            dW.addTransposedProduct(record.x().allSteps(), dz.get(gate).allSteps()); // (L22) dW = Σₜ xᵀ·dz
            return dW;
        }

        private RowMajorMatrix recurrentWeights(Gate gate) {
            RowMajorMatrix dRW = new RowMajorMatrix(spec.units(), spec.units());
            for (int t = 1; t <= record.x().time(); t++) {
                dRW.addTransposedProduct(record.hPrev(t), dz.get(gate).at(t)); // (L23) dRW = Σₜ h′ᵀ·dz
            }
            return dRW;
        }

        private RowMajorMatrix bias(Gate gate) {
            RowMajorMatrix db = new RowMajorMatrix(1, spec.units());
            db.addColumnSums(dz.get(gate).allSteps()); // (L24) db = Σₜ Σ_rows dz
            return db;
        }

        private RowMajorMatrix peepholes() {
            RowMajorMatrix dp = new RowMajorMatrix(3, spec.units());
            for (int t = 1; t <= record.x().time(); t++) { // (L25) dp = Σₜ Σ_rows of dzi ⊙ c′, dzf ⊙ c′, dzo ⊙ c
                dp.rows(0, 1).addColumnSumsOfHadamard(dz.get(Gate.INPUT).at(t), record.cPrev(t));
                dp.rows(1, 2).addColumnSumsOfHadamard(dz.get(Gate.FORGET).at(t), record.cPrev(t));
                dp.rows(2, 3)
                        .addColumnSumsOfHadamard(
                                dz.get(Gate.OUTPUT).at(t), record.c().at(t));
            }
            return dp;
        }
    }
}
