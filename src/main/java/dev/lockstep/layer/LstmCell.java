package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Optional;

/** The cell of an {@link Lstm}: (L2) to (L20) and (L25) of this package. */
public class LstmCell extends RecurrentCell {
    /** The activations of the gates {@code [time × batch × units]}. */
    protected final double[] i;

    protected final double[] f;
    protected final double[] g;
    protected final double[] o;

    /** The cell state {@code [time × batch × units]}. */
    protected final double[] c;

    /** s = φ(c), same shape. */
    protected final double[] s;

    /** ∂L/∂c at the step at hand, as far as later steps have brought it {@code [batch × units]}. */
    protected double[] dcLater = new double[0];

    private final Activation phi;
    private final Activation sigma;
    private final double[][] peepholes;
    private final double[] dh;
    private final double[] dc;
    private final double[] ds;
    private final double[] dI;
    private final double[] dF;
    private final double[] dG;
    private final double[] dO;

    /** A cell for minibatches of one shape. */
    public LstmCell(LstmSpec spec, int time, int batch) {
        super(spec, 4, time, batch);
        this.phi = spec.activation();
        this.sigma = spec.gateActivation();
        this.i = activations(sigma, Gate.INPUT);
        this.f = activations(sigma, Gate.FORGET);
        this.g = activations(phi, Gate.CANDIDATE);
        this.o = activations(sigma, Gate.OUTPUT);
        this.c = new double[time * batch * units];
        this.s = new double[time * batch * units];
        this.dh = new double[batch * units];
        this.dc = new double[batch * units];
        this.ds = new double[batch * units];
        this.dI = new double[batch * units];
        this.dF = new double[batch * units];
        this.dG = new double[batch * units];
        this.dO = new double[batch * units];
        this.peepholes = new double[spec.peepholes() ? 3 : 0][batch * units];
    }

    /** Where the slope follows from the activation alone, it takes the place of z. */
    private double[] activations(Activation activation, Gate gate) {
        double[] z = this.z[gate.ordinal()];
        return activation.slopeNeedsZ() ? new double[z.length] : z;
    }

    /** Once for every row of a minibatch. */
    @Override
    final void peepholes(RowMajorMatrix p) {
        for (int k = 0; k < 3; k++) {
            for (int row = 0; row < batch; row++) {
                System.arraycopy(p.array(), p.offset() + k * units, peepholes[k], row * units, units);
            }
        }
    }

    @Override
    protected void forward(int t, int firstRow, int lastRow) {
        forward(t, at(t, firstRow), firstRow * units, lastRow - firstRow, units);
    }

    @Override
    protected void back(int t, int firstRow, int lastRow) {
        back(t, at(t, firstRow), firstRow * units, lastRow - firstRow, units);
    }

    /** The array that c′ of step t is in. */
    protected final double[] cPrev(int t) {
        return t == 1 ? start().c().orElseThrow().array() : c;
    }

    /** Where the number is in {@link #cPrev(int)} that is at {@code here} in arrays {@code [batch × units]}. */
    protected final int cPrevAt(int t, int here) {
        return t == 1 ? start().c().orElseThrow().offset() + here : at(t - 1, 0) + here;
    }

    /**
     * Forward for a run of numbers of step t.
     *
     * @param at where they are in arrays {@code [time × batch × units]}
     * @param here where they are in arrays {@code [batch × units]}
     * @param rows and {@code columns} of them
     */
    protected final void forward(int t, int at, int here, int rows, int columns) {
        double[] zi = z[Gate.INPUT.ordinal()];
        double[] zf = z[Gate.FORGET.ordinal()];
        double[] zg = z[Gate.CANDIDATE.ordinal()];
        double[] zo = z[Gate.OUTPUT.ordinal()];
        double[] cPrev = cPrev(t);
        int prev = cPrevAt(t, here);
        int n = rows * columns;
        for (int k = 0; k < n && peepholes.length > 0; k++) {
            zi[at + k] = Math.fma(peepholes[0][here + k], cPrev[prev + k], zi[at + k]); // (L2) zi ← zi + pi ⊙ c′
            zf[at + k] = Math.fma(peepholes[1][here + k], cPrev[prev + k], zf[at + k]); // (L3) zf ← zf + pf ⊙ c′
        }
        clip(Gate.INPUT.ordinal(), at, n);
        clip(Gate.FORGET.ordinal(), at, n);
        clip(Gate.CANDIDATE.ordinal(), at, n);
        sigma.forward(zi, at, i, at, rows, columns); // (L4) i = σ(zi)
        sigma.forward(zf, at, f, at, rows, columns); // (L5) f = σ(zf)
        phi.forward(zg, at, g, at, rows, columns); // (L6) g = φ(zg)
        for (int k = 0; k < n; k++) {
            c[at + k] = Math.fma(f[at + k], cPrev[prev + k], i[at + k] * g[at + k]); // (L7) c = f ⊙ c′ + i ⊙ g
        }
        for (int k = 0; k < n && peepholes.length > 0; k++) {
            zo[at + k] = Math.fma(peepholes[2][here + k], c[at + k], zo[at + k]); // (L8) zo ← zo + po ⊙ c
        }
        clip(Gate.OUTPUT.ordinal(), at, n);
        sigma.forward(zo, at, o, at, rows, columns); // (L9) o = σ(zo)
        phi.forward(c, at, s, at, rows, columns); // (L10) s = φ(c)
        for (int k = 0; k < n; k++) {
            h[at + k] = o[at + k] * s[at + k]; // (L11) h = o ⊙ s
        }
    }

    @Override
    void startBack(Sequence dOutputs, Optional<State> dFinal, State d) {
        super.startBack(dOutputs, dFinal, d);
        RowMajorMatrix dc = d.c().orElseThrow();
        dcLater = dc.array();
        if (dFinal.isPresent()) {
            dc.assign(dFinal.get().c().orElseThrow());
        } else {
            dc.fill(0);
        }
    }

    /** The way back for a run of numbers of step t, as {@link #forward(int, int, int, int, int)}. */
    protected final void back(int t, int at, int here, int rows, int columns) {
        double[] cPrev = cPrev(t);
        int prev = cPrevAt(t, here);
        int n = rows * columns;
        for (int k = here; k < here + n; k++) {
            dh[k] = dOutputs[at - here + k] + dhLater[k]; // (L12) dh ← dh + ←dh
            ds[k] = dh[k] * o[at - here + k]; // (L14) ds = dh ⊙ o
            dO[k] = dh[k] * s[at - here + k]; // (L13) do = dh ⊙ s
        }
        slope(Gate.OUTPUT, o, at, dO, here, rows, columns); // (L13) dzo = σ′(zo)·do
        phi.backward(c, at, s, at, ds, here, dc, here, rows, columns);
        double[] dzo = z[Gate.OUTPUT.ordinal()];
        for (int k = here; k < here + n; k++) {
            dc[k] += dcLater[k]; // (L14) dc = φ′(c)·ds + ←dc
        }
        for (int k = here; k < here + n && peepholes.length > 0; k++) {
            dc[k] = Math.fma(peepholes[2][k], dzo[at - here + k], dc[k]); // (L15) dc ← dc + po ⊙ dzo
        }
        for (int k = here; k < here + n; k++) {
            dI[k] = dc[k] * g[at - here + k]; // (L16) di = dc ⊙ g
            dF[k] = dc[k] * cPrev[prev - here + k]; // (L17) df = dc ⊙ c′
            dG[k] = dc[k] * i[at - here + k]; // (L18) dg = dc ⊙ i
            dcLater[k] = dc[k] * f[at - here + k]; // (L19) dc′ = dc ⊙ f
        }
        slope(Gate.INPUT, i, at, dI, here, rows, columns); // (L16) dzi = σ′(zi)·di
        slope(Gate.FORGET, f, at, dF, here, rows, columns); // (L17) dzf = σ′(zf)·df
        slope(Gate.CANDIDATE, g, at, dG, here, rows, columns); // (L18) dzg = φ′(zg)·dg
        double[] dzi = z[Gate.INPUT.ordinal()];
        double[] dzf = z[Gate.FORGET.ordinal()];
        for (int k = here; k < here + n && peepholes.length > 0; k++) { // (L20) dc′ ← dc′ + pi ⊙ dzi + pf ⊙ dzf
            double fromInput = Math.fma(peepholes[0][k], dzi[at - here + k], dcLater[k]);
            dcLater[k] = Math.fma(peepholes[1][k], dzf[at - here + k], fromInput);
        }
    }

    private void slope(Gate gate, double[] a, int at, double[] da, int here, int rows, int columns) {
        double[] z = this.z[gate.ordinal()];
        Activation activation = gate == Gate.CANDIDATE ? phi : sigma;
        activation.backward(z, at, a, at, da, here, z, at, rows, columns);
        clipBack(gate.ordinal(), at, rows * columns);
    }

    @Override
    void otherGradients(RecurrentGradients into) {
        if (peepholes.length == 0) {
            return;
        }
        RowMajorMatrix dp = into.dp().orElseThrow();
        dp.fill(0);
        for (int t = 1; t <= time(); t++) { // (L25) dp = Σₜ Σ_rows of dzi ⊙ c′, dzf ⊙ c′, dzo ⊙ c
            RowMajorMatrix cPrev = RowMajorMatrix.wrap(cPrev(t), cPrevAt(t, 0), batch, units);
            dp.rows(0, 1).addColumnSumsOfHadamard(step(z[Gate.INPUT.ordinal()], t), cPrev);
            dp.rows(1, 2).addColumnSumsOfHadamard(step(z[Gate.FORGET.ordinal()], t), cPrev);
            dp.rows(2, 3).addColumnSumsOfHadamard(step(z[Gate.OUTPUT.ordinal()], t), step(c, t));
        }
    }

    private RowMajorMatrix step(double[] plane, int t) {
        return RowMajorMatrix.wrap(plane, at(t, 0), batch, units);
    }

    @Override
    State finalState() {
        return State.of(outputs().at(time()).copy(), step(c, time()).copy());
    }

    @Override
    State stateBefore(int t) {
        return t == 1 ? start() : State.of(outputs().at(t - 1), step(c, t - 1));
    }
}
