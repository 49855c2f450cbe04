package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.FiftyDigits;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import org.apache.commons.math3.dfp.Dfp;

/**
 * The recurrent layers once more, for one sequence at a time, in 50 digits and on plain arrays, as slow and as close to the
 * papers as can be: gate by gate and unit by unit.
 */
final class FiftyDigitTwin {
    private final RecurrentSpec spec;
    private final int units;

    /** The parameters, row-major; p is null without peepholes. */
    final Dfp[] w;

    final Dfp[] rw;
    final Dfp[] b;
    final Dfp[] p;

    /** What a run leaves: h at every step {@code [time][units]}, and the last cell state, null without cell. */
    record Run(Dfp[][] h, Dfp[] c) {}

    FiftyDigitTwin(RecurrentSpec spec, Weights weights) {
        this.spec = spec;
        this.units = spec.units();
        this.w = FiftyDigits.of(weights.get(spec.name(), Parameter.W).toArray());
        this.rw = FiftyDigits.of(weights.get(spec.name(), Parameter.RW).toArray());
        this.b = FiftyDigits.of(weights.get(spec.name(), Parameter.B).toArray());
        boolean peepholes = spec instanceof LstmSpec lstm && lstm.peepholes();
        this.p =
                peepholes ? FiftyDigits.of(weights.get(spec.name(), Parameter.P).toArray()) : null;
    }

    /** @param x {@code [time][inputs]} */
    Run run(Dfp[][] x, Dfp[] h0, Dfp[] c0) {
        return spec instanceof SimpleRnnSpec rnn ? simpleRnn(rnn, x, h0) : lstm((LstmSpec) spec, x, h0, c0);
    }

    private Run simpleRnn(SimpleRnnSpec rnn, Dfp[][] x, Dfp[] h0) {
        Dfp[][] h = new Dfp[x.length][];
        Dfp[] before = h0;
        for (int t = 0; t < x.length; t++) {
            h[t] = FiftyDigits.row(rnn.activation(), preActivations(x[t], before, 0, 1));
            before = h[t];
        }
        return new Run(h, null);
    }

    private Run lstm(LstmSpec lstm, Dfp[][] x, Dfp[] h0, Dfp[] c0) {
        Activation phi = lstm.activation();
        Activation sigma = lstm.gateActivation();
        Dfp[][] h = new Dfp[x.length][];
        Dfp[] hBefore = h0;
        Dfp[] cBefore = c0;
        for (int t = 0; t < x.length; t++) {
            Dfp[] inputGate = FiftyDigits.row(sigma, peep(preActivations(x[t], hBefore, 0, 4), 0, cBefore));
            Dfp[] forgetGate = FiftyDigits.row(sigma, peep(preActivations(x[t], hBefore, 1, 4), 1, cBefore));
            Dfp[] candidate = FiftyDigits.row(phi, preActivations(x[t], hBefore, 2, 4));
            Dfp[] cell = new Dfp[units];
            for (int j = 0; j < units; j++) {
                cell[j] = forgetGate[j].multiply(cBefore[j]).add(inputGate[j].multiply(candidate[j]));
            }
            Dfp[] outputGate = FiftyDigits.row(sigma, peep(preActivations(x[t], hBefore, 3, 4), 2, cell));
            Dfp[] shown = FiftyDigits.row(phi, cell);
            h[t] = new Dfp[units];
            for (int j = 0; j < units; j++) {
                h[t][j] = outputGate[j].multiply(shown[j]);
            }
            hBefore = h[t];
            cBefore = cell;
        }
        return new Run(h, cBefore);
    }

    /** Σ x·w + Σ h·rw + b for the units of one of {@code blocks} column blocks. */
    private Dfp[] preActivations(Dfp[] x, Dfp[] h, int block, int blocks) {
        Dfp[] z = new Dfp[units];
        for (int j = 0; j < units; j++) {
            int column = block * units + j;
            int columns = blocks * units;
            z[j] = b[column];
            for (int k = 0; k < x.length; k++) {
                z[j] = z[j].add(x[k].multiply(w[k * columns + column]));
            }
            for (int k = 0; k < units; k++) {
                z[j] = z[j].add(h[k].multiply(rw[k * columns + column]));
            }
        }
        return z;
    }

    private Dfp[] peep(Dfp[] z, int row, Dfp[] c) {
        if (p != null) {
            for (int j = 0; j < units; j++) {
                z[j] = z[j].add(p[row * units + j].multiply(c[j]));
            }
        }
        return z;
    }
}
