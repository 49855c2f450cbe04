package dev.lockstep.layer.vector;

import dev.lockstep.layer.SimpleRnnCell;
import dev.lockstep.math.vector.VectorKernels;
import dev.lockstep.model.SimpleRnnSpec;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The cell of a SimpleRnn with tanh, whose way back is one pass. */
public final class VectorSimpleRnnCell extends SimpleRnnCell {
    private static final VectorSpecies<Double> SPECIES = VectorKernels.SPECIES;

    /** A cell for minibatches of one shape. */
    public VectorSimpleRnnCell(SimpleRnnSpec spec, int time, int batch) {
        super(spec, time, batch);
    }

    @Override
    protected void back(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        int here = firstRow * units;
        int n = (lastRow - firstRow) * units;
        int whole = SPECIES.loopBound(n);
        double[] dz = z[0];
        for (int k = 0; k < whole; k += SPECIES.length()) {
            DoubleVector h = DoubleVector.fromArray(SPECIES, this.h, at + k);
            DoubleVector dh = DoubleVector.fromArray(SPECIES, dOutputs, at + k)
                    .add(DoubleVector.fromArray(SPECIES, dhLater, here + k)); // (R3) dh ← dh + ←dh
            DoubleVector slope = DoubleVector.broadcast(SPECIES, 1).sub(h.mul(h));
            dh.mul(slope).intoArray(dz, at + k); // (R4) dz = φ′(z)·dh
        }
        if (whole < n) {
            back(at + whole, here + whole, 1, n - whole);
        }
    }
}
