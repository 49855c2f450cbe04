package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** h = φ(x·W + h′·RW + b), with none, one or two biases; equations (R1) to (R11) of this package. */
public final class SimpleRnn implements Layer {
    private final SimpleRnnSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final RowMajorMatrix b;
    private final RowMajorMatrix rb;
    private final Optional<RowMajorMatrix> h0;

    /**
     * A layer with its W {@code [inputs × units]}, RW {@code [units × units]} and, as far as the spec has them, b, rb and h0
     * {@code [1 × units]} each, from {@code weights}.
     */
    public SimpleRnn(SimpleRnnSpec spec, Weights weights) {
        this.spec = spec;
        this.W = weights.get(spec.name(), Parameter.W).copy();
        this.RW = weights.get(spec.name(), Parameter.RW).copy();
        RowMajorMatrix none = new RowMajorMatrix(1, spec.units());
        this.b = spec.bias() == Bias.NONE
                ? none
                : weights.get(spec.name(), Parameter.B).copy();
        this.rb =
                spec.bias() == Bias.TWO ? weights.get(spec.name(), Parameter.RB).copy() : none;
        this.h0 = spec.trainableStart()
                ? Optional.of(weights.get(spec.name(), Parameter.H0).copy())
                : Optional.empty();
    }

    @Override
    public SimpleRnnSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, Optional<State> initial) {
        RowMajorMatrix start =
                initial.orElseGet(() -> State.zero(spec, x.batch())).h().copy();
        boolean fromParameter = initial.isEmpty() && spec.trainableStart();
        if (fromParameter) {
            start.addToEveryRow(h0.orElseThrow()); // (R10) h at t = 0 is h0 in every row
        }
        SimpleRnnPass pass = new SimpleRnnPass(x, start, fromParameter);
        pass.run();
        return pass;
    }

    /** z and h of every step. */
    private final class SimpleRnnPass implements RecurrentPass {
        private final Sequence x;
        private final RowMajorMatrix start;
        private final boolean fromParameter;
        private final Sequence z;
        private final Sequence h;

        SimpleRnnPass(Sequence x, RowMajorMatrix start, boolean fromParameter) {
            this.x = x;
            this.start = start;
            this.fromParameter = fromParameter;
            this.z = Sequence.zeros(x.time(), x.batch(), spec.units());
            this.h = Sequence.zeros(x.time(), x.batch(), spec.units());
        }

        void run() {
            z.allSteps().addProduct(x.allSteps(), W);
            z.allSteps().addToEveryRow(b);
            z.allSteps().addToEveryRow(rb);
            for (int t = 1; t <= x.time(); t++) {
                z.at(t).addProduct(hPrev(t), RW); // (R1) z = x·W + h′·RW + b + rb
                spec.activation().forward(z.at(t), h.at(t)); // (R2) h = φ(z)
            }
        }

        private RowMajorMatrix hPrev(int t) {
            return t == 1 ? start : h.at(t - 1);
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
        public State stateBefore(int t) {
            return State.of(hPrev(t));
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
            Map<Parameter, RowMajorMatrix> parameters = new EnumMap<>(Parameter.class);
            parameters.put(Parameter.W, dW);
            parameters.put(Parameter.RW, dRW);
            if (spec.bias() != Bias.NONE) {
                parameters.put(Parameter.B, db);
            }
            if (spec.bias() == Bias.TWO) {
                parameters.put(Parameter.RB, db.copy()); // (R8) drb = db
            }
            h0.ifPresent(h -> parameters.put(Parameter.H0, dh0(dhLater)));
            return new LayerGradients(parameters, dx, Optional.of(State.of(dhLater)));
        }

        private RowMajorMatrix dh0(RowMajorMatrix dStart) {
            RowMajorMatrix dh0 = new RowMajorMatrix(1, spec.units());
            if (fromParameter) {
                dh0.addColumnSums(dStart); // (R11) dh0 = Σ_rows of dh′ at t = 1
            }
            return dh0;
        }
    }
}
