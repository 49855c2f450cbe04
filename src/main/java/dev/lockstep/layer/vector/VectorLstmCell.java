package dev.lockstep.layer.vector;

import dev.lockstep.layer.LstmCell;
import dev.lockstep.math.Kernels;
import dev.lockstep.math.vector.VectorKernels;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The cell of an LSTM with tanh and logistic gates, without peepholes, whose way back is one pass. */
public final class VectorLstmCell extends LstmCell {
    private static final VectorSpecies<Double> SPECIES = VectorKernels.SPECIES;
    private static final Kernels KERNELS = Kernels.get();

    /** A cell for minibatches of one shape. */
    public VectorLstmCell(LstmSpec spec, int time, int batch) {
        super(spec, time, batch);
    }

    @Override
    protected void forward(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        int here = firstRow * units;
        int n = (lastRow - firstRow) * units;
        int whole = SPECIES.loopBound(n);
        KERNELS.sigmoid(i, at, i, at, whole); // (L4) i = σ(zi)
        KERNELS.sigmoid(f, at, f, at, whole); // (L5) f = σ(zf)
        KERNELS.tanh(g, at, g, at, whole); // (L6) g = φ(zg)
        double[] cPrev = cPrev(t);
        int prev = cPrevAt(t, here);
        for (int k = 0; k < whole; k += SPECIES.length()) {
            DoubleVector entering = load(i, at + k).mul(load(g, at + k));
            DoubleVector c = load(f, at + k).fma(load(cPrev, prev + k), entering); // (L7) c = f ⊙ c′ + i ⊙ g
            c.intoArray(this.c, at + k);
        }
        KERNELS.sigmoid(o, at, o, at, whole); // (L9) o = σ(zo)
        KERNELS.tanh(c, at, s, at, whole); // (L10) s = φ(c)
        for (int k = 0; k < whole; k += SPECIES.length()) {
            load(o, at + k).mul(load(s, at + k)).intoArray(h, at + k); // (L11) h = o ⊙ s
        }
        if (whole < n) {
            forward(t, at + whole, here + whole, 1, n - whole);
        }
    }

    @Override
    protected void back(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        int here = firstRow * units;
        int n = (lastRow - firstRow) * units;
        int whole = SPECIES.loopBound(n);
        double[] dzi = z[Gate.INPUT.ordinal()];
        double[] dzf = z[Gate.FORGET.ordinal()];
        double[] dzg = z[Gate.CANDIDATE.ordinal()];
        double[] dzo = z[Gate.OUTPUT.ordinal()];
        double[] cPrev = cPrev(t);
        int prev = cPrevAt(t, here);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int k = 0; k < whole; k += SPECIES.length()) {
            DoubleVector i = load(this.i, at + k);
            DoubleVector f = load(this.f, at + k);
            DoubleVector g = load(this.g, at + k);
            DoubleVector o = load(this.o, at + k);
            DoubleVector s = load(this.s, at + k);
            DoubleVector dh = load(dOutputs, at + k).add(load(dhLater, here + k)); // (L12) dh ← dh + ←dh
            dh.mul(s).mul(o.mul(one.sub(o))).intoArray(dzo, at + k); // (L13) dzo = σ′(zo)·(dh ⊙ s)
            DoubleVector dc =
                    dh.mul(o).mul(one.sub(s.mul(s))).add(load(dcLater, here + k)); // (L14) dc = φ′(c)·(dh ⊙ o) + ←dc
            dc.mul(g).mul(i.mul(one.sub(i))).intoArray(dzi, at + k); // (L16) dzi = σ′(zi)·(dc ⊙ g)
            dc.mul(load(cPrev, prev + k)).mul(f.mul(one.sub(f))).intoArray(dzf, at + k); // (L17) dzf = σ′(zf)·(dc ⊙ c′)
            dc.mul(i).mul(one.sub(g.mul(g))).intoArray(dzg, at + k); // (L18) dzg = φ′(zg)·(dc ⊙ i)
            dc.mul(f).intoArray(dcLater, here + k); // (L19) dc′ = dc ⊙ f
        }
        if (whole < n) {
            back(t, at + whole, here + whole, 1, n - whole);
        }
    }

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }
}
