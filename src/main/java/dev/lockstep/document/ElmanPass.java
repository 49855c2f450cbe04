package dev.lockstep.document;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.linear.RealMatrix;

/** One sequence read by z_t = U x_t + W h_{t−1} + b, h_t = f(z_t), with column vectors; and the way back. */
final class ElmanPass {
    private final Parameters parameters;
    private final Set<ElmanSlip> slips;
    private final List<RealMatrix> x;
    private final RealMatrix[] h;

    /**
     * The layer.
     *
     * @param f the activator
     * @param u U {@code [units × inputs]}
     * @param w W {@code [units × units]}
     * @param b {@code [units × 1]}, zero where the layer has no bias
     */
    record Parameters(Activator f, RealMatrix u, RealMatrix w, RealMatrix b) {}

    /** What comes back: dU, dW, db, dx of every step and dh_0. */
    record Gradients(RealMatrix u, RealMatrix w, RealMatrix b, List<RealMatrix> x, RealMatrix h0) {}

    /**
     * Reads the sequence.
     *
     * @param x one column {@code [inputs × 1]} a step
     * @param h0 the state before the first step
     */
    ElmanPass(Parameters parameters, Set<ElmanSlip> slips, List<RealMatrix> x, RealMatrix h0) {
        this.parameters = parameters;
        this.slips = slips;
        this.x = x;
        this.h = new RealMatrix[x.size() + 1];
        h[0] = h0;
        for (int t = 1; t <= x.size(); t++) {
            RealMatrix z =
                    parameters.u().multiply(x.get(t - 1)).add(parameters.w().multiply(h[t - 1]));
            h[t] = parameters.f().forward(z.add(parameters.b()));
        }
    }

    /** h_1 … h_T, as they are now. */
    List<RealMatrix> states() {
        return List.of(h).subList(1, h.length);
    }

    /** @param last what arrives at the last step, ∂L/∂h_T */
    Gradients backward(RealMatrix last) {
        if (slips.contains(ElmanSlip.OVERWRITTEN_TWICE)) {
            once(last);
        }
        return once(last);
    }

    private Gradients once(RealMatrix last) {
        Activator f = parameters.f();
        int steps = x.size();
        boolean overwrites =
                slips.contains(ElmanSlip.OVERWRITTEN_STATES) || slips.contains(ElmanSlip.OVERWRITTEN_TWICE);
        RealMatrix[] delta = new RealMatrix[steps + 1];
        delta[steps] = slips.contains(ElmanSlip.NO_LAST_SLOPE) ? last : Matrices.times(last, f.backward(h[steps]));
        for (int k = steps - 1; k >= 1; k--) {
            RealMatrix later = h[k + 1];
            if (overwrites) {
                h[k + 1] = f.backward(later);
            }
            RealMatrix factor = slips.contains(ElmanSlip.STATE_FOR_SLOPE) ? later : f.backward(h[k]);
            delta[k] = Matrices.times(parameters.w().transpose().multiply(delta[k + 1]), factor);
        }
        return gradients(delta);
    }

    private Gradients gradients(RealMatrix[] delta) {
        RealMatrix du = zeroLike(parameters.u());
        RealMatrix dw = zeroLike(parameters.w());
        RealMatrix db = zeroLike(parameters.b());
        RealMatrix[] dx = new RealMatrix[x.size()];
        for (int t = 1; t <= x.size(); t++) {
            if (!slips.contains(ElmanSlip.NO_INPUT_WEIGHT_GRADIENT)) {
                du = du.add(delta[t].multiply(x.get(t - 1).transpose()));
            }
            dw = dw.add(delta[t].multiply(h[t - 1].transpose()));
            db = db.add(delta[t]);
            dx[t - 1] = parameters.u().transpose().multiply(delta[t]);
        }
        return new Gradients(
                du, dw, db, Arrays.asList(dx), parameters.w().transpose().multiply(delta[1]));
    }

    private static RealMatrix zeroLike(RealMatrix matrix) {
        return Matrices.zero(matrix.getRowDimension(), matrix.getColumnDimension());
    }
}
