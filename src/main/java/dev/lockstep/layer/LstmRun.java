package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Optional;

/** Runs of an {@link Lstm}: what is its own of (L1) to (L26). */
final class LstmRun extends RecurrentRun {
    private final Lstm layer;
    private final Activation phi;
    private final Activation sigma;
    private final double[][] a = new double[4][];
    private final double[] c;
    private final double[] s;
    private final double[] dh;
    private final double[] dc;
    private final double[] da;
    private final double[][] peepholes;

    LstmRun(Lstm layer, int time, int batch, Team team) {
        super(layer.spec(), 4, time, batch, team);
        LstmSpec spec = layer.spec();
        this.layer = layer;
        this.phi = spec.activation();
        this.sigma = spec.gateActivation();
        for (Gate gate : Gate.values()) {
            Activation activation = gate == Gate.CANDIDATE ? phi : sigma;
            double[] z = z(gate.ordinal());
            a[gate.ordinal()] = activation.slopeNeedsZ() ? new double[z.length] : z;
        }
        this.c = new double[time * batch * units()];
        this.s = new double[time * batch * units()];
        this.dh = new double[batch * units()];
        this.dc = new double[batch * units()];
        this.da = new double[batch * units()];
        this.peepholes = new double[spec.peepholes() ? 3 : 0][batch * units()];
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
        System.arraycopy(layer.b().array(), layer.b().offset(), into, 0, into.length);
        for (int p = 0; p < peepholes.length; p++) {
            RowMajorMatrix all = layer.p().orElseThrow();
            for (int row = 0; row < batch(); row++) {
                System.arraycopy(all.array(), all.offset() + p * units(), peepholes[p], row * units(), units());
            }
        }
    }

    @Override
    void cell(int t, int firstRow, int lastRow) {
        int at = at(t, firstRow);
        int here = firstRow * units();
        int rows = lastRow - firstRow;
        int n = rows * units();
        double[] zi = z(0);
        double[] zf = z(1);
        double[] zg = z(2);
        double[] zo = z(3);
        double[] i = a[0];
        double[] f = a[1];
        double[] g = a[2];
        double[] o = a[3];
        double[] h = outputs().values();
        double[] cPrev = cPrevArray(t);
        int prev = cPrevAt(t, firstRow);
        if (peepholes.length > 0) {
            for (int k = 0; k < n; k++) {
                zi[at + k] = Math.fma(peepholes[0][here + k], cPrev[prev + k], zi[at + k]); // (L2) zi ← zi + pi ⊙ c′
                zf[at + k] = Math.fma(peepholes[1][here + k], cPrev[prev + k], zf[at + k]); // (L3) zf ← zf + pf ⊙ c′
            }
        }
        sigma.forward(zi, at, i, at, rows, units()); // (L4) i = σ(zi)
        sigma.forward(zf, at, f, at, rows, units()); // (L5) f = σ(zf)
        phi.forward(zg, at, g, at, rows, units()); // (L6) g = φ(zg)
        for (int k = 0; k < n; k++) {
            c[at + k] = Math.fma(f[at + k], cPrev[prev + k], i[at + k] * g[at + k]); // (L7) c = f ⊙ c′ + i ⊙ g
        }
        if (peepholes.length > 0) {
            for (int k = 0; k < n; k++) {
                zo[at + k] = Math.fma(peepholes[2][here + k], c[at + k], zo[at + k]); // (L8) zo ← zo + po ⊙ c
            }
        }
        sigma.forward(zo, at, o, at, rows, units()); // (L9) o = σ(zo)
        phi.forward(c, at, s, at, rows, units()); // (L10) s = φ(c)
        for (int k = 0; k < n; k++) {
            h[at + k] = o[at + k] * s[at + k]; // (L11) h = o ⊙ s
        }
    }

    private double[] cPrevArray(int t) {
        return t == 1 ? start().c().orElseThrow().array() : c;
    }

    private int cPrevAt(int t, int row) {
        return t == 1 ? start().c().orElseThrow().offset() + row * units() : at(t - 1, row);
    }

    @Override
    void startBack(Optional<State> dFinal, State d) {
        if (dFinal.isPresent()) {
            d.h().assign(dFinal.get().h());
            d.c().orElseThrow().assign(dFinal.get().c().orElseThrow());
        } else {
            d.h().fill(0);
            d.c().orElseThrow().fill(0);
        }
    }

    @Override
    void cellBack(int t, int firstRow, int lastRow, State d) {
        int at = at(t, firstRow);
        int here = firstRow * units();
        int rows = lastRow - firstRow;
        int n = rows * units();
        double[] i = a[0];
        double[] f = a[1];
        double[] g = a[2];
        double[] o = a[3];
        double[] dzi = dz(0);
        double[] dzf = dz(1);
        double[] dzg = dz(2);
        double[] dzo = dz(3);
        double[] dOutput = dOutputs().values();
        double[] dhLater = d.h().array();
        double[] dcLater = d.c().orElseThrow().array();
        double[] cPrev = cPrevArray(t);
        int prev = cPrevAt(t, firstRow);
        for (int k = 0; k < n; k++) {
            dh[here + k] = dOutput[at + k] + dhLater[here + k]; // (L12) dh ← dh + ←dh
            da[here + k] = dh[here + k] * s[at + k]; // (L13) do = dh ⊙ s
        }
        sigma.backward(z(3), at, o, at, da, here, dzo, at, rows, units()); // (L13) dzo = σ′(zo)·do
        for (int k = 0; k < n; k++) {
            da[here + k] = dh[here + k] * o[at + k]; // (L14) ds = dh ⊙ o
        }
        phi.backward(c, at, s, at, da, here, dc, here, rows, units());
        for (int k = 0; k < n; k++) {
            dc[here + k] += dcLater[here + k]; // (L14) dc = φ′(c)·ds + ←dc
        }
        if (peepholes.length > 0) {
            for (int k = 0; k < n; k++) {
                dc[here + k] = Math.fma(peepholes[2][here + k], dzo[at + k], dc[here + k]); // (L15) dc ← dc + po ⊙ dzo
            }
        }
        for (int k = 0; k < n; k++) {
            dzi[at + k] = dc[here + k] * g[at + k]; // (L16) di = dc ⊙ g
            dzf[at + k] = dc[here + k] * cPrev[prev + k]; // (L17) df = dc ⊙ c′
            dzg[at + k] = dc[here + k] * i[at + k]; // (L18) dg = dc ⊙ i
            dcLater[here + k] = dc[here + k] * f[at + k]; // (L19) dc′ = dc ⊙ f
        }
        sigma.backward(z(0), at, i, at, dzi, at, dzi, at, rows, units()); // (L16) dzi = σ′(zi)·di
        sigma.backward(z(1), at, f, at, dzf, at, dzf, at, rows, units()); // (L17) dzf = σ′(zf)·df
        phi.backward(z(2), at, g, at, dzg, at, dzg, at, rows, units()); // (L18) dzg = φ′(zg)·dg
        if (peepholes.length > 0) {
            for (int k = 0; k < n; k++) { // (L20) dc′ ← dc′ + pi ⊙ dzi + pf ⊙ dzf
                double fromInput = Math.fma(peepholes[0][here + k], dzi[at + k], dcLater[here + k]);
                dcLater[here + k] = Math.fma(peepholes[1][here + k], dzf[at + k], fromInput);
            }
        }
    }

    @Override
    void otherGradients(RecurrentGradients into) {
        if (peepholes.length == 0) {
            return;
        }
        RowMajorMatrix dp = into.dp().orElseThrow();
        dp.fill(0);
        for (int t = 1; t <= time(); t++) { // (L25) dp = Σₜ Σ_rows of dzi ⊙ c′, dzf ⊙ c′, dzo ⊙ c
            dp.rows(0, 1).addColumnSumsOfHadamard(step(dz(0), t), cPrev(t));
            dp.rows(1, 2).addColumnSumsOfHadamard(step(dz(1), t), cPrev(t));
            dp.rows(2, 3).addColumnSumsOfHadamard(step(dz(3), t), step(c, t));
        }
    }

    private RowMajorMatrix step(double[] plane, int t) {
        return RowMajorMatrix.wrap(plane, at(t, 0), batch(), units());
    }

    private RowMajorMatrix cPrev(int t) {
        return RowMajorMatrix.wrap(cPrevArray(t), cPrevAt(t, 0), batch(), units());
    }

    @Override
    public Optional<State> finalState() {
        Sequence h = outputs();
        return Optional.of(State.of(h.at(time()).copy(), step(c, time()).copy()));
    }

    @Override
    public State stateBefore(int t) {
        return t == 1 ? start() : State.of(outputs().at(t - 1), step(c, t - 1));
    }
}
