package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.State;
import java.util.Optional;

/** Runs of a {@link SimpleRnn}: what is its own of (R1) to (R11). */
final class SimpleRnnRun extends RecurrentRun {
    private final SimpleRnn layer;
    private final Activation phi;
    private final double[] dh;

    SimpleRnnRun(SimpleRnn layer, int time, int batch, Team team) {
        super(layer.spec(), 1, time, batch, team);
        this.layer = layer;
        this.phi = layer.spec().activation();
        this.dh = new double[batch * units()];
    }

    @Override
    RowMajorMatrix W() {
        return layer.W();
    }

    @Override
    RowMajorMatrix RW() {
        return layer.RW();
    }

    @Override
    void bias(double[] into) {
        layer.bias(into);
    }

    @Override
    void cell(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        phi.forward(z(0), at, outputs().values(), at, lastRow - firstRow, units()); // (R2) h = φ(z)
    }

    @Override
    void startBack(Optional<State> dFinal, State d) {
        if (dFinal.isPresent()) {
            d.h().assign(dFinal.get().h());
        } else {
            d.h().fill(0);
        }
    }

    @Override
    void cellBack(int t, int firstRow, int lastRow, State d) {
        int at = at(t, firstRow);
        int here = firstRow * units();
        double[] dhLater = d.h().array();
        double[] dOutput = dOutputs().values();
        for (int k = 0; k < (lastRow - firstRow) * units(); k++) {
            dh[here + k] = dOutput[at + k] + dhLater[here + k]; // (R3) dh ← dh + ←dh
        }
        phi.backward(
                z(0),
                at,
                outputs().values(),
                at,
                dh,
                here,
                dz(0),
                at,
                lastRow - firstRow,
                units()); // (R4) dz = φ′(z)·dh
    }

    @Override
    public Optional<State> finalState() {
        return Optional.of(State.of(outputs().at(time()).copy()));
    }

    @Override
    public State stateBefore(int t) {
        return t == 1 ? start() : State.of(outputs().at(t - 1));
    }
}
