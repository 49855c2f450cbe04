package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;

/** The cell of a {@link SimpleRnn}: (R2) to (R4) of this package. */
public class SimpleRnnCell extends RecurrentCell {
    private final Activation phi;
    private final double[] dh;

    /** A cell for minibatches of one shape. */
    public SimpleRnnCell(SimpleRnnSpec spec, int time, int batch) {
        super(spec, 1, time, batch);
        this.phi = spec.activation();
        this.dh = new double[batch * units];
    }

    @Override
    protected void forward(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        clip(0, at, (lastRow - firstRow) * units);
        phi.forward(z[0], at, h, at, lastRow - firstRow, units); // (R2) h = φ(z)
    }

    @Override
    protected void back(int t, int firstRow, int lastRow) {
        back(at(t, firstRow), firstRow * units, lastRow - firstRow, units);
    }

    /**
     * The way back for a run of numbers.
     *
     * @param at where they are in arrays {@code [time × batch × units]}
     * @param here where they are in arrays {@code [batch × units]}
     * @param rows and {@code columns} of them
     */
    protected final void back(int at, int here, int rows, int columns) {
        for (int k = 0; k < rows * columns; k++) {
            dh[here + k] = dOutputs[at + k] + dhLater[here + k]; // (R3) dh ← dh + ←dh
        }
        phi.backward(z[0], at, h, at, dh, here, z[0], at, rows, columns); // (R4) dz = φ′(z)·dh
        clipBack(0, at, rows * columns);
    }

    @Override
    State finalState() {
        return State.of(outputs().at(time()).copy());
    }

    @Override
    State stateBefore(int t) {
        return t == 1 ? start() : State.of(outputs().at(t - 1));
    }
}
