package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.Optional;

/** h = φ(x·W + h′·RW + b); equations (R1) to (R9) of this package. */
public final class SimpleRnn implements Layer {
    private final SimpleRnnSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final RowMajorMatrix b;

    /** A layer with its W {@code [inputs × units]}, RW {@code [units × units]} and b {@code [1 × units]} from {@code weights}. */
    public SimpleRnn(SimpleRnnSpec spec, Weights weights) {
        this.spec = spec;
        this.W = weights.get(spec.name(), Parameter.W).copy();
        this.RW = weights.get(spec.name(), Parameter.RW).copy();
        this.b = weights.get(spec.name(), Parameter.B).copy();
    }

    @Override
    public SimpleRnnSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, Optional<State> initial) {
        RowMajorMatrix h0 =
                initial.orElseGet(() -> State.zero(spec, x.batch())).h().copy();
        SimpleRnnPass pass = new SimpleRnnPass(x, h0);
        pass.run();
        return pass;
    }

    /** z and h of every step. */
    private final class SimpleRnnPass implements Pass {
        private final Sequence x;
        private final RowMajorMatrix h0;
        private final Sequence z;
        private final Sequence h;

        SimpleRnnPass(Sequence x, RowMajorMatrix h0) {
            this.x = x;
            this.h0 = h0;
            this.z = Sequence.zeros(x.time(), x.batch(), spec.units());
            this.h = Sequence.zeros(x.time(), x.batch(), spec.units());
        }

        void run() {
            z.allSteps().addProduct(x.allSteps(), W);
            z.allSteps().addToEveryRow(b);
            for (int t = 1; t <= x.time(); t++) {
                z.at(t).addProduct(hPrev(t), RW); // (R1) z = x·W + h′·RW + b
                spec.activation().forward(z.at(t), h.at(t)); // (R2) h = φ(z)
            }
        }

        private RowMajorMatrix hPrev(int t) {
            return t == 1 ? h0 : h.at(t - 1);
        }

        @Override
        public Sequence outputs() {
            return h;
        }

        @Override
        public Optional<State> finalState() {
            return Optional.of(State.of(h.at(h.time()).copy()));
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
            Sequence dz = Sequence.zeros(z.time(), z.batch(), z.features());
            RowMajorMatrix dRW = new RowMajorMatrix(spec.units(), spec.units());
            RowMajorMatrix dhLater =
                    dFinal.orElseGet(() -> State.zero(spec, x.batch())).h().copy();
            for (int t = z.time(); t >= 1; t--) {
                RowMajorMatrix dh = dOutputs.at(t).copy();
                dh.increment(dhLater); // (R3) dh ← dh + ←dh
                spec.activation().backward(z.at(t), h.at(t), dh, dz.at(t)); // (R4) dz = φ′(z)·dh
                dhLater.fill(0);
                dhLater.addProductTransposed(dz.at(t), RW); // (R5) dh′ = dz·RWᵀ
                dRW.addTransposedProduct(hPrev(t), dz.at(t)); // (R7) dRW = Σₜ h′ᵀ·dz
            }
            RowMajorMatrix dW = new RowMajorMatrix(spec.inputs(), spec.units());
            RowMajorMatrix db = new RowMajorMatrix(1, spec.units());
            Sequence dx = Sequence.zeros(x.time(), x.batch(), x.features());
            dW.addTransposedProduct(x.allSteps(), dz.allSteps()); // (R6) dW = Σₜ xᵀ·dz
            db.addColumnSums(dz.allSteps()); // (R8) db = Σₜ Σ_rows dz
            dx.allSteps().addProductTransposed(dz.allSteps(), W); // (R9) dx = dz·Wᵀ
            return new LayerGradients(
                    Map.of(Parameter.W, dW, Parameter.RW, dRW, Parameter.B, db), dx, Optional.of(State.of(dhLater)));
        }
    }
}
