package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of a {@link SimpleRnn} with layer normalisation over a sequence; (N1) to (N4) of this package. */
final class NormalisedRun implements RecurrentPass {
    private final SimpleRnnSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final RowMajorMatrix g;
    private final Sequence x;
    private final Sequence outputs;
    private final PreActivationClip clip;
    private final List<Step> steps = new ArrayList<>();

    /**
     * What a step was.
     *
     * @param hPrev h′ {@code [batch × units]}
     * @param ofInput N(x·W)
     * @param ofState N(h′·RW)
     * @param z {@code [batch × units]}
     */
    private record Step(RowMajorMatrix hPrev, Normalised ofInput, Normalised ofState, RowMajorMatrix z) {}

    /**
     * N(a) of every row.
     *
     * @param values {@code [batch × units]}
     * @param deviations √(σ² + ε) of each row
     */
    private record Normalised(RowMajorMatrix values, double[] deviations) {
        /** (N1) N(a) = (a − μ)/√(σ² + ε), over the units of each row. */
        static Normalised of(RowMajorMatrix a, double epsilon) {
            RowMajorMatrix values = a.copy();
            double[] deviations = new double[a.getRowDimension()];
            int units = a.getColumnDimension();
            for (int row = 0; row < deviations.length; row++) {
                double[] entries = a.getRow(row);
                double mean = sum(entries) / units;
                double squares = 0;
                for (int unit = 0; unit < units; unit++) {
                    entries[unit] -= mean;
                    squares += entries[unit] * entries[unit];
                }
                deviations[row] = Math.sqrt(squares / units + epsilon);
                for (int unit = 0; unit < units; unit++) {
                    values.setEntry(row, unit, entries[unit] / deviations[row]);
                }
            }
            return new Normalised(values, deviations);
        }

        /** (N3) da = dc − mean(dc) with dc = dv/s − v·Σ(dv ⊙ v)/(n·s), s = √(σ² + ε), v = N(a). */
        RowMajorMatrix backward(RowMajorMatrix dv) {
            RowMajorMatrix da = dv.copy();
            int units = da.getColumnDimension();
            for (int row = 0; row < deviations.length; row++) {
                double s = deviations[row];
                double[] v = values.getRow(row);
                double[] dc = dv.getRow(row);
                double along = 0;
                for (int unit = 0; unit < units; unit++) {
                    along += dc[unit] * (v[unit] / s);
                }
                for (int unit = 0; unit < units; unit++) {
                    dc[unit] = dc[unit] / s - v[unit] * (along / units);
                }
                double mean = sum(dc) / units;
                for (int unit = 0; unit < units; unit++) {
                    da.setEntry(row, unit, dc[unit] - mean);
                }
            }
            return da;
        }

        private static double sum(double[] entries) {
            double sum = 0;
            for (double entry : entries) {
                sum += entry;
            }
            return sum;
        }
    }

    /**
     * Runs the layer over x from a state.
     *
     * @param weights W, RW and biases
     * @param g gains {@code [2 × units]}, of x·W and of h′·RW
     */
    NormalisedRun(SimpleRnnSpec spec, RecurrentWeights weights, RowMajorMatrix g, Sequence x, State start) {
        this.spec = spec;
        this.W = weights.W();
        this.RW = weights.RW();
        this.g = g;
        this.x = x;
        this.clip = new PreActivationClip(spec.preActivationClip());
        this.outputs = Sequence.zeros(x.time(), x.batch(), spec.units());
        double epsilon = spec.norm().orElseThrow().epsilon();
        RowMajorMatrix bias = new RowMajorMatrix(1, spec.units());
        weights.bias(bias.array());
        RowMajorMatrix hPrev = start.h();
        for (int t = 1; t <= x.time(); t++) {
            Normalised ofInput = Normalised.of(product(x.at(t), W), epsilon);
            Normalised ofState = Normalised.of(product(hPrev, RW), epsilon);
            RowMajorMatrix z = timesGain(ofInput.values(), 0); // (N1) z = gx ⊙ N(x·W) + gh ⊙ N(h′·RW) + b + rb
            z.increment(timesGain(ofState.values(), 1));
            z.addToEveryRow(bias);
            spec.activation().forward(clip.read(z), outputs.at(t)); // (R2) h = φ(z)
            steps.add(new Step(hPrev, ofInput, ofState, z));
            hPrev = outputs.at(t);
        }
    }

    private static RowMajorMatrix product(RowMajorMatrix a, RowMajorMatrix b) {
        RowMajorMatrix product = new RowMajorMatrix(a.getRowDimension(), b.getColumnDimension());
        product.addProduct(a, b);
        return product;
    }

    /** Every row ⊙ a row of g. */
    private RowMajorMatrix timesGain(RowMajorMatrix a, int gain) {
        RowMajorMatrix product = a.copy();
        for (int row = 0; row < a.getRowDimension(); row++) {
            for (int unit = 0; unit < a.getColumnDimension(); unit++) {
                product.setEntry(row, unit, g.getEntry(gain, unit) * a.getEntry(row, unit));
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
        int units = spec.units();
        RowMajorMatrix dW = new RowMajorMatrix(spec.inputs(), units);
        RowMajorMatrix dRW = new RowMajorMatrix(units, units);
        RowMajorMatrix dg = new RowMajorMatrix(2, units);
        RowMajorMatrix db = new RowMajorMatrix(1, units);
        Sequence dx = Sequence.zeros(x.time(), x.batch(), spec.inputs());
        RowMajorMatrix dh = dFinal.map(state -> state.h().copy()).orElseGet(() -> new RowMajorMatrix(x.batch(), units));
        for (int t = x.time(); t >= 1; t--) {
            Step step = steps.get(t - 1);
            dh.increment(dOutputs.at(t)); // (R3) dh ← dh + ←dh
            RowMajorMatrix dz = new RowMajorMatrix(x.batch(), units);
            spec.activation().backward(step.z(), outputs.at(t), dh, dz); // (R4) dz = φ′(z)·dh
            clip.back(step.z(), dz);
            dg.rows(0, 1).addColumnSumsOfHadamard(dz, step.ofInput().values()); // (N2) dg = Σₜ Σ_rows dz ⊙ N(·)
            dg.rows(1, 2).addColumnSumsOfHadamard(dz, step.ofState().values());
            RowMajorMatrix dInput = step.ofInput().backward(timesGain(dz, 0));
            RowMajorMatrix dState = step.ofState().backward(timesGain(dz, 1));
            dW.addTransposedProduct(x.at(t), dInput); // (N4) (R5) to (R9) with da for dz
            dRW.addTransposedProduct(step.hPrev(), dState);
            db.addColumnSums(dz);
            dx.at(t).addProductTransposed(dInput, W);
            dh = new RowMajorMatrix(x.batch(), units);
            dh.addProductTransposed(dState, RW);
        }
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        parameters.put(new ParameterKey(spec.name(), Parameter.W), dW);
        parameters.put(new ParameterKey(spec.name(), Parameter.RW), dRW);
        if (spec.bias() != Bias.NONE) {
            parameters.put(new ParameterKey(spec.name(), Parameter.B), db);
        }
        if (spec.bias() == Bias.TWO) {
            parameters.put(new ParameterKey(spec.name(), Parameter.RB), db.copy());
        }
        parameters.put(new ParameterKey(spec.name(), Parameter.G), dg);
        return new LayerGradients(parameters, dx, Map.of(spec.name(), State.of(dh)));
    }
}
