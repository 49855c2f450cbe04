package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The equations of the recurrent layers once more, one after the other as {@code package-info} numbers them, on Commons Math
 * matrices, a gate and a step at a time, with a bound on the rounding errors of whoever computes them.
 */
final class RealMatrixTwin {
    private final RecurrentSpec spec;
    private final int gates;
    private final int time;
    private final int batch;
    private final int roundings;
    private final Rounded[] x;
    private final Rounded[] w;
    private final Rounded[] rw;
    private final Optional<Rounded[]> b;
    private final Optional<Rounded[]> rb;
    private final Rounded[] p;
    private final Rounded zero;

    /** What a run computes: {@code "h 3"}, {@code "dW i"} and so on. */
    private final Map<String, Rounded> results = new LinkedHashMap<>();

    /** What the forward pass of an LSTM keeps of a step. */
    private record Step(Rounded[] z, Rounded[] a, Rounded c, Rounded s) {}

    RealMatrixTwin(RecurrentSpec spec, Weights weights, Sequence x) {
        this.spec = spec;
        this.gates = spec instanceof LstmSpec ? 4 : 1;
        this.time = x.time();
        this.batch = x.batch();
        // the longest sums: z; dh′ and what it is added to; the gradients of weights
        this.roundings =
                Math.max(spec.inputs() + spec.units() + 4, Math.max(gates * spec.units() + 4, time * batch + 1));
        this.x = new Rounded[time];
        for (int t = 0; t < time; t++) {
            this.x[t] = given(x.at(t + 1));
        }
        this.w = blocks(weights, Parameter.W);
        this.rw = blocks(weights, Parameter.RW);
        this.b = optional(weights, Parameter.B);
        this.rb = optional(weights, Parameter.RB);
        this.p = new Rounded[3];
        if (spec instanceof LstmSpec lstm && lstm.peepholes()) {
            RowMajorMatrix peepholes = weights.get(spec.name(), Parameter.P);
            for (int k = 0; k < 3; k++) {
                p[k] = given(peepholes.getRowMatrix(k)).repeated(batch);
            }
        }
        this.zero = given(MatrixUtils.createRealMatrix(batch, spec.units()));
    }

    private Rounded given(RealMatrix matrix) {
        return Rounded.exact(new Array2DRowRealMatrix(matrix.getData()), roundings);
    }

    private Rounded[] blocks(Weights weights, Parameter parameter) {
        RowMajorMatrix matrix = weights.get(spec.name(), parameter);
        int rows = matrix.getRowDimension();
        Rounded[] blocks = new Rounded[gates];
        for (int gate = 0; gate < gates; gate++) {
            int from = gate * spec.units();
            blocks[gate] = given(matrix.getSubMatrix(0, rows - 1, from, from + spec.units() - 1));
        }
        return blocks;
    }

    private Optional<Rounded[]> optional(Weights weights, Parameter parameter) {
        boolean there = spec.parameters().stream().anyMatch(spec -> spec.parameter() == parameter);
        return there ? Optional.of(blocks(weights, parameter)) : Optional.empty();
    }

    /**
     * Runs the layer, and goes back.
     *
     * @return by name {@code h t}, {@code c T}, {@code dx t}, {@code dh0}, {@code dc0}, {@code dp}, and for every gate, by its
     *     ordinal, {@code dW g}, {@code dRW g}, {@code db g}
     */
    Map<String, Rounded> run(State start, Sequence dOutputs, Optional<State> dFinal) {
        Rounded dh = dFinal.isPresent() ? given(dFinal.get().h()) : zero;
        if (spec instanceof SimpleRnnSpec rnn) {
            simpleRnn(rnn.activation(), given(start.h()), dOutputs, dh);
        } else {
            Rounded dc = dFinal.isPresent() ? given(dFinal.get().c().orElseThrow()) : zero;
            lstm((LstmSpec) spec, given(start.h()), given(start.c().orElseThrow()), dOutputs, dh, dc);
        }
        return results;
    }

    private Rounded preActivation(int t, Rounded hPrev, int gate) {
        Rounded z = x[t].times(w[gate]).plus(hPrev.times(rw[gate])); // (R1), (L1)
        if (b.isPresent()) {
            z = z.plus(b.get()[gate].repeated(batch));
        }
        return rb.isPresent() ? z.plus(rb.get()[gate].repeated(batch)) : z;
    }

    private void simpleRnn(Activation phi, Rounded start, Sequence dOutputs, Rounded dFinal) {
        List<Rounded> h = new ArrayList<>(List.of(start)); // h of step t, from 1, at t
        List<Rounded> z = new ArrayList<>();
        for (int t = 0; t < time; t++) {
            z.add(preActivation(t, h.get(t), 0));
            h.add(z.get(t).activated(phi)); // (R2)
            results.put("h " + (t + 1), h.get(t + 1));
        }
        Rounded dLater = dFinal;
        for (int t = time - 1; t >= 0; t--) {
            Rounded dh = given(dOutputs.at(t + 1)).plus(dLater); // (R3)
            Rounded dz = z.get(t).slopeTimes(phi, h.get(t + 1), dh); // (R4)
            dLater = parameters(t, h.get(t), dz);
        }
        results.put("dh0", dLater);
    }

    /** (R5) to (R9), (L21) to (L24), (L26) of one step; returns dh′. */
    private Rounded parameters(int t, Rounded hPrev, Rounded... dz) {
        Rounded dhPrev = null;
        for (int gate = 0; gate < gates; gate++) {
            add("dW " + gate, x[t].transpose().times(dz[gate]));
            add("dRW " + gate, hPrev.transpose().times(dz[gate]));
            add("db " + gate, dz[gate].columnSums());
            add("dx " + (t + 1), dz[gate].times(w[gate].transpose()));
            Rounded share = dz[gate].times(rw[gate].transpose());
            dhPrev = dhPrev == null ? share : dhPrev.plus(share);
        }
        return dhPrev;
    }

    private void add(String name, Rounded summand) {
        results.merge(name, summand, Rounded::plus);
    }

    private void lstm(LstmSpec lstm, Rounded h0, Rounded c0, Sequence dOutputs, Rounded dhFinal, Rounded dcFinal) {
        Activation phi = lstm.activation();
        Activation sigma = lstm.gateActivation();
        int in = Gate.INPUT.ordinal();
        int forget = Gate.FORGET.ordinal();
        int candidate = Gate.CANDIDATE.ordinal();
        int out = Gate.OUTPUT.ordinal();
        List<Rounded> h = new ArrayList<>(List.of(h0));
        List<Rounded> c = new ArrayList<>(List.of(c0));
        List<Step> steps = new ArrayList<>();
        for (int t = 0; t < time; t++) {
            Rounded[] z = new Rounded[4];
            Rounded[] a = new Rounded[4];
            for (int gate = 0; gate < 4; gate++) {
                z[gate] = preActivation(t, h.get(t), gate);
            }
            if (lstm.peepholes()) {
                z[in] = z[in].plus(p[0].hadamard(c.get(t))); // (L2)
                z[forget] = z[forget].plus(p[1].hadamard(c.get(t))); // (L3)
            }
            a[in] = z[in].activated(sigma); // (L4)
            a[forget] = z[forget].activated(sigma); // (L5)
            a[candidate] = z[candidate].activated(phi); // (L6)
            Rounded cell = a[forget].hadamard(c.get(t)).plus(a[in].hadamard(a[candidate])); // (L7)
            if (lstm.peepholes()) {
                z[out] = z[out].plus(p[2].hadamard(cell)); // (L8)
            }
            a[out] = z[out].activated(sigma); // (L9)
            Rounded s = cell.activated(phi); // (L10)
            steps.add(new Step(z, a, cell, s));
            c.add(cell);
            h.add(a[out].hadamard(s)); // (L11)
            results.put("h " + (t + 1), h.get(t + 1));
        }
        results.put("c " + time, c.get(time));
        Rounded dhLater = dhFinal;
        Rounded dcLater = dcFinal;
        for (int t = time - 1; t >= 0; t--) {
            Step step = steps.get(t);
            Rounded[] a = step.a();
            Rounded[] dz = new Rounded[4];
            Rounded dh = given(dOutputs.at(t + 1)).plus(dhLater); // (L12)
            dz[out] = step.z()[out].slopeTimes(sigma, a[out], dh.hadamard(step.s())); // (L13)
            Rounded dc = step.c().slopeTimes(phi, step.s(), dh.hadamard(a[out])).plus(dcLater); // (L14)
            if (lstm.peepholes()) {
                dc = dc.plus(p[2].hadamard(dz[out])); // (L15)
            }
            dz[in] = step.z()[in].slopeTimes(sigma, a[in], dc.hadamard(a[candidate])); // (L16)
            dz[forget] = step.z()[forget].slopeTimes(sigma, a[forget], dc.hadamard(c.get(t))); // (L17)
            dz[candidate] = step.z()[candidate].slopeTimes(phi, a[candidate], dc.hadamard(a[in])); // (L18)
            dcLater = dc.hadamard(a[forget]); // (L19)
            if (lstm.peepholes()) {
                dcLater = dcLater.plus(p[0].hadamard(dz[in])).plus(p[1].hadamard(dz[forget])); // (L20)
                add("dp 0", dz[in].hadamard(c.get(t)).columnSums()); // (L25)
                add("dp 1", dz[forget].hadamard(c.get(t)).columnSums());
                add("dp 2", dz[out].hadamard(step.c()).columnSums());
            }
            dhLater = parameters(t, h.get(t), dz);
        }
        results.put("dh0", dhLater);
        results.put("dc0", dcLater);
    }
}
