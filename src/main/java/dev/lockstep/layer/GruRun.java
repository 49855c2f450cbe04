package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a {@link Gru} over a sequence; (G1) to (G16) of this package. The two sums of a pre-activation, x·W + b and
 * h′·RW + rb, are kept apart, since r may come between them.
 */
final class GruRun implements RecurrentPass {
    private final GruSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final RowMajorMatrix rb;
    private final Sequence x;
    private final int units;
    private final boolean before;
    private final PreActivationClip clip;
    private final Sequence outputs;
    private final List<Step> steps = new ArrayList<>();

    /**
     * What a step was, {@code [batch × units]} each.
     *
     * @param hPrev h′
     * @param read what the candidate's part of RW was multiplied with: r ⊙ h′ or h′
     * @param recurrent that product, and rb
     * @param ar the pre-activations, of r
     * @param az of z
     * @param an of n
     */
    private record Step(
            RowMajorMatrix hPrev,
            RowMajorMatrix read,
            RowMajorMatrix recurrent,
            RowMajorMatrix ar,
            RowMajorMatrix az,
            RowMajorMatrix an,
            RowMajorMatrix r,
            RowMajorMatrix z,
            RowMajorMatrix n) {}

    /** Runs the layer over x from a state; biases it has not are zero. */
    GruRun(
            GruSpec spec,
            RowMajorMatrix W,
            RowMajorMatrix RW,
            RowMajorMatrix b,
            RowMajorMatrix rb,
            Sequence x,
            State start) {
        this.spec = spec;
        this.W = W;
        this.RW = RW;
        this.rb = rb;
        this.x = x;
        this.units = spec.units();
        this.before = spec.reset() == GruSpec.Reset.BEFORE_PRODUCT;
        this.clip = new PreActivationClip(spec.preActivationClip());
        this.outputs = Sequence.zeros(x.time(), x.batch(), units);
        Sequence fromInput = Sequence.zeros(x.time(), x.batch(), 3 * units);
        fromInput.allSteps().addProduct(x.allSteps(), W);
        fromInput.allSteps().addToEveryRow(b);
        RowMajorMatrix hPrev = start.h();
        for (int t = 1; t <= x.time(); t++) {
            step(t, fromInput.at(t), hPrev);
            hPrev = outputs.at(t);
        }
    }

    private void step(int t, RowMajorMatrix fromInput, RowMajorMatrix hPrev) {
        RowMajorMatrix gates = affine(hPrev, 0, 2);
        gates.increment(fromInput.columns(0, 2 * units));
        RowMajorMatrix ar = gates.columns(0, units);
        RowMajorMatrix az = gates.columns(units, 2 * units);
        RowMajorMatrix r = activated(spec.gateActivation(), ar); // (G1) r = σ(ar)
        RowMajorMatrix z = activated(spec.gateActivation(), az); // (G2) z = σ(az)
        RowMajorMatrix read = before ? hadamard(r, hPrev) : hPrev;
        RowMajorMatrix recurrent = affine(read, 2, 3);
        RowMajorMatrix an = fromInput.columns(2 * units, 3 * units);
        an.increment(before ? recurrent : hadamard(r, recurrent));
        RowMajorMatrix n = activated(spec.activation(), an); // (G3) n = φ(an)
        RowMajorMatrix h = outputs.at(t);
        for (int row = 0; row < x.batch(); row++) {
            for (int unit = 0; unit < units; unit++) { // (G4) h = (1 − z) ⊙ n + z ⊙ h′
                double update = z.getEntry(row, unit);
                double kept = update * hPrev.getEntry(row, unit);
                h.setEntry(row, unit, (1 - update) * n.getEntry(row, unit) + kept);
            }
        }
        steps.add(new Step(hPrev, read, recurrent, ar, az, an, r, z, n));
    }

    /** A row times some column blocks of RW, and their rb. */
    private RowMajorMatrix affine(RowMajorMatrix read, int firstGate, int lastGate) {
        RowMajorMatrix product = new RowMajorMatrix(x.batch(), (lastGate - firstGate) * units);
        product.addProduct(read, gates(RW, firstGate, lastGate));
        product.addToEveryRow(gates(rb, firstGate, lastGate));
        return product;
    }

    private RowMajorMatrix gates(RowMajorMatrix matrix, int first, int last) {
        return matrix.columns(first * units, last * units);
    }

    private RowMajorMatrix activated(Activation phi, RowMajorMatrix z) {
        RowMajorMatrix a = new RowMajorMatrix(z.getRowDimension(), z.getColumnDimension());
        phi.forward(clip.read(z), a);
        return a;
    }

    private static RowMajorMatrix hadamard(RowMajorMatrix a, RowMajorMatrix b) {
        RowMajorMatrix product = new RowMajorMatrix(a.getRowDimension(), a.getColumnDimension());
        for (int row = 0; row < a.getRowDimension(); row++) {
            for (int column = 0; column < a.getColumnDimension(); column++) {
                product.setEntry(row, column, a.getEntry(row, column) * b.getEntry(row, column));
            }
        }
        return product;
    }

    @Override
    public Sequence outputs() {
        return outputs;
    }

    @Override
    public State finalState() {
        return State.of(outputs.at(x.time()).copy());
    }

    @Override
    public State stateBefore(int t) {
        return State.of(steps.get(t - 1).hPrev());
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
        Back back = new Back();
        RowMajorMatrix dh = dFinal.map(state -> state.h().copy()).orElseGet(() -> new RowMajorMatrix(x.batch(), units));
        for (int t = x.time(); t >= 1; t--) {
            dh.increment(dOutputs.at(t)); // (G5) dh ← dh + ←dh
            dh = back.step(t, dh);
        }
        return back.gradients(dh);
    }

    /** The way back: the gradients of the parameters, as far as it has come. */
    private final class Back {
        private final RowMajorMatrix dW = new RowMajorMatrix(spec.inputs(), 3 * units);
        private final RowMajorMatrix dRW = new RowMajorMatrix(units, 3 * units);
        private final RowMajorMatrix db = new RowMajorMatrix(1, 3 * units);
        private final RowMajorMatrix drb = new RowMajorMatrix(1, 3 * units);
        private final Sequence dx = Sequence.zeros(x.time(), x.batch(), spec.inputs());

        /** From dh of step t to that of the step before. */
        RowMajorMatrix step(int t, RowMajorMatrix dh) {
            Step step = steps.get(t - 1);
            RowMajorMatrix dz = new RowMajorMatrix(x.batch(), units);
            RowMajorMatrix dn = new RowMajorMatrix(x.batch(), units);
            RowMajorMatrix dhPrev = hadamard(dh, step.z());
            for (int row = 0; row < x.batch(); row++) {
                for (int unit = 0; unit < units; unit++) {
                    double d = dh.getEntry(row, unit);
                    double change = step.hPrev().getEntry(row, unit) - step.n().getEntry(row, unit);
                    dz.setEntry(row, unit, d * change); // (G6) dz = dh ⊙ (h′ − n)
                    dn.setEntry(row, unit, d * (1 - step.z().getEntry(row, unit))); // (G7) dn = dh ⊙ (1 − z)
                }
            }
            RowMajorMatrix daz = slope(spec.gateActivation(), step.az(), step.z(), dz); // (G8) daz = σ′(az)·dz
            RowMajorMatrix dan = slope(spec.activation(), step.an(), step.n(), dn); // (G8) dan = φ′(an)·dn
            RowMajorMatrix dk = before ? dan : hadamard(dan, step.r()); // (G9) dk = dan, or dan ⊙ r
            RowMajorMatrix dread = new RowMajorMatrix(x.batch(), units);
            dread.addProductTransposed(dk, gates(RW, 2, 3)); // (G10) dq = dk·RWnᵀ
            RowMajorMatrix dr = before ? hadamard(dread, step.hPrev()) : hadamard(dan, step.recurrent());
            RowMajorMatrix dar = slope(spec.gateActivation(), step.ar(), step.r(), dr); // (G11) dar = σ′(ar)·dr
            dhPrev.addProductTransposed(dar, gates(RW, 0, 1)); // (G12)
            dhPrev.addProductTransposed(daz, gates(RW, 1, 2));
            dhPrev.increment(before ? hadamard(dread, step.r()) : dread);
            add(t, step, dar, daz, dan, dk);
            return dhPrev;
        }

        private void add(
                int t, Step step, RowMajorMatrix dar, RowMajorMatrix daz, RowMajorMatrix dan, RowMajorMatrix dk) {
            RowMajorMatrix ofInput = sideBySide(dar, daz, dan);
            dW.addTransposedProduct(x.at(t), ofInput); // (G13) dW = Σₜ xᵀ·da
            db.addColumnSums(ofInput); // (G15) db = Σₜ Σ_rows da
            dx.at(t).addProductTransposed(ofInput, W); // (G16) dx = Σ_gates da·Wᵀ
            drb.addColumnSums(sideBySide(dar, daz, dk));
            RowMajorMatrix product = new RowMajorMatrix(units, 3 * units);
            product.setColumns(0, transposedProduct(step.hPrev(), dar)); // (G14) dRW = Σₜ h′ᵀ·da, of n Σₜ qᵀ·dk
            product.setColumns(units, transposedProduct(step.hPrev(), daz));
            product.setColumns(2 * units, transposedProduct(step.read(), dk));
            dRW.increment(product);
        }

        LayerGradients gradients(RowMajorMatrix dStart) {
            Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
            parameters.put(new ParameterKey(spec.name(), Parameter.W), dW);
            parameters.put(new ParameterKey(spec.name(), Parameter.RW), dRW);
            if (spec.bias() != Bias.NONE) {
                parameters.put(new ParameterKey(spec.name(), Parameter.B), db);
            }
            if (spec.bias() == Bias.TWO) {
                parameters.put(new ParameterKey(spec.name(), Parameter.RB), drb);
            }
            return new LayerGradients(parameters, dx, Map.of(spec.name(), State.of(dStart)));
        }

        private RowMajorMatrix slope(Activation phi, RowMajorMatrix z, RowMajorMatrix a, RowMajorMatrix da) {
            RowMajorMatrix dz = new RowMajorMatrix(x.batch(), units);
            phi.backward(z, a, da, dz);
            clip.back(z, dz);
            return dz;
        }

        private RowMajorMatrix sideBySide(RowMajorMatrix ofR, RowMajorMatrix ofZ, RowMajorMatrix ofN) {
            RowMajorMatrix all = new RowMajorMatrix(x.batch(), 3 * units);
            all.setColumns(0, ofR);
            all.setColumns(units, ofZ);
            all.setColumns(2 * units, ofN);
            return all;
        }

        private RowMajorMatrix transposedProduct(RowMajorMatrix a, RowMajorMatrix b) {
            RowMajorMatrix product = new RowMajorMatrix(units, units);
            product.addTransposedProduct(a, b);
            return product;
        }
    }
}
