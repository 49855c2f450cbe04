package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.Elementary;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Truncation;
import java.util.Map;
import java.util.Optional;

/**
 * A loss on the outputs p of a network's last layer, with targets y of the same shape; equations (C1) to (C17) of this package.
 *
 * <p>Where the last layer is a {@link Dense} layer with the activation that belongs to the loss (softmax to MCXENT, the
 * logistic function to XENT), the two are fused as the package says; over every other layer the gradient runs through dp and
 * the layer's own activation, and p = 0 or 1 can make it infinite or NaN, which is what the equations say there.
 */
final class LossLayer {
    private final Loss loss;
    private final Sequence y;
    private final Optional<Sequence> weights;
    private final OutputCost cost;
    private final double r;

    /**
     * The loss against targets y {@code [time × batch × outputs]}.
     *
     * @param weights what the costs are multiplied by, {@code [time × batch × 1]} or y's shape; empty where all count alike. What is
     *     multiplied by 0 does not count, be it infinite
     */
    LossLayer(Loss loss, Sequence y, Optional<Sequence> weights) {
        this.loss = loss;
        this.y = y;
        this.weights = weights;
        this.cost = new OutputCost(loss, y.features());
        this.r = loss.reduction().factor(y.time(), y.batch());
    }

    /** L = r·Σ of the costs over features, batch rows and time steps of the last layer's outputs. */
    double score(Pass last) {
        boolean exact = loss.clipping().rule() == Clipping.Rule.NONE;
        boolean unclamped = loss.clipping().rule() != Clipping.Rule.CLAMPED;
        if (exact && isOver(last, LossFunction.MCXENT, Activation.SOFTMAX)) {
            return r * softmaxCosts(((DensePass) last).z());
        }
        if (loss.function() == LossFunction.COSINE_PROXIMITY) {
            return r * cosines(last.outputs());
        }
        boolean fused = unclamped && isOver(last, LossFunction.XENT, Activation.SIGMOID);
        double[] values =
                fused ? ((DensePass) last).z().values() : last.outputs().values();
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            double weight = weight(k);
            if (weight != 0) {
                double target = y.values()[k];
                sum += weight * (fused ? logisticCost(values[k], target) : cost.of(values[k], target));
            }
        }
        return r * sum;
    }

    /** Of the output at this place of y. */
    private double weight(int k) {
        double ofOutput = loss.weights().isEmpty() ? 1 : loss.weights().get(k % y.features());
        if (weights.isEmpty()) {
            return ofOutput;
        }
        Sequence given = weights.get();
        return ofOutput * given.values()[given.features() == 1 ? k / y.features() : k];
    }

    /**
     * The gradients of the last layer under this loss.
     *
     * @param truncation how far errors flow back through time
     */
    LayerGradients backward(Pass last, Truncation truncation) {
        boolean overSoftmax = isOver(last, LossFunction.MCXENT, Activation.SOFTMAX)
                && loss.clipping().rule() != Clipping.Rule.ADDED;
        boolean overLogistic = isOver(last, LossFunction.XENT, Activation.SIGMOID)
                && loss.clipping().rule() != Clipping.Rule.CLAMPED;
        if (overSoftmax || overLogistic) {
            DensePass dense = (DensePass) last;
            Sequence dz = overSoftmax ? softmaxGradient(dense.outputs()) : logisticGradient(dense.z());
            return dense.backwardFromPreActivation(dz);
        }
        boolean cosine = loss.function() == LossFunction.COSINE_PROXIMITY;
        Sequence dp = cosine ? cosineGradient(last.outputs()) : gradient(last.outputs());
        return last.backward(dp, Map.of(), truncation);
    }

    private Sequence gradient(Sequence p) {
        Sequence dp = Sequence.zeros(y.time(), y.batch(), y.features());
        for (int k = 0; k < dp.values().length; k++) {
            double weight = weight(k);
            dp.values()[k] = weight == 0 ? 0 : r * weight * cost.slope(p.values()[k], y.values()[k]);
        }
        return dp;
    }

    private boolean isOver(Pass last, LossFunction function, Activation activation) {
        return loss.function() == function
                && last instanceof DensePass dense
                && dense.spec().activation() == activation;
    }

    /**
     * (C5) Σ y·(log Σₖ e^zₖ − z). The greatest z of a row is taken out of the sum, so that a cost near 0 keeps its digits and no
     * exponential overflows.
     */
    private double softmaxCosts(Sequence pre) {
        double[] z = pre.values();
        int n = y.features();
        double sum = 0;
        for (int row = 0; row < z.length; row += n) {
            int greatest = row;
            for (int k = row + 1; k < row + n; k++) {
                greatest = z[k] > z[greatest] ? k : greatest;
            }
            double others = 0;
            for (int k = row; k < row + n; k++) {
                others += k == greatest ? 0 : Elementary.exp(z[k] - z[greatest]);
            }
            double cost = 0;
            for (int k = row; k < row + n; k++) {
                double weight = weight(k);
                if (weight != 0) {
                    cost += weight * y.values()[k] * ((z[greatest] - z[k]) + StrictMath.log1p(others));
                }
            }
            sum += cost;
        }
        return sum;
    }

    /** (C15) */
    private double cosines(Sequence p) {
        int n = y.features();
        double sum = 0;
        for (int row = 0; row < p.values().length; row += n) {
            double dot = weightedDot(p, row);
            sum -= dot == 0 && isWeightless(row) ? 0 : dot / (norm(y, row) * norm(p, row));
        }
        return sum;
    }

    /** (C15) dp = −w·y/(‖y‖·‖p‖) + (Σ w·y·p)·p/(‖y‖·‖p‖³), without its second term where ‖p‖ is a floor. */
    private Sequence cosineGradient(Sequence p) {
        Sequence dp = Sequence.zeros(y.time(), y.batch(), y.features());
        int n = y.features();
        for (int row = 0; row < dp.values().length; row += n) {
            if (!isWeightless(row)) {
                double ofTargets = norm(y, row);
                double ofOutputs = norm(p, row);
                boolean floored = ofOutputs == floor() && floor() > 0;
                double along = floored ? 0 : weightedDot(p, row) / (ofOutputs * ofOutputs);
                for (int k = row; k < row + n; k++) {
                    double across = along * p.values()[k] - weight(k) * y.values()[k];
                    dp.values()[k] = r * across / (ofTargets * ofOutputs);
                }
            }
        }
        return dp;
    }

    private boolean isWeightless(int row) {
        for (int k = row; k < row + y.features(); k++) {
            if (weight(k) != 0) {
                return false;
            }
        }
        return true;
    }

    private double weightedDot(Sequence p, int row) {
        double dot = 0;
        for (int k = row; k < row + y.features(); k++) {
            dot += weight(k) * y.values()[k] * p.values()[k];
        }
        return dot;
    }

    private double norm(Sequence rows, int row) {
        double sum = 0;
        for (int k = row; k < row + rows.features(); k++) {
            sum += rows.values()[k] * rows.values()[k];
        }
        return Math.max(Math.sqrt(sum), floor());
    }

    private double floor() {
        return loss.clipping().rule() == Clipping.Rule.FLOORED ? loss.clipping().epsilon() : 0;
    }

    /** (C6) and (C8), the cost of one output. */
    private double logisticCost(double z, double y) {
        return -y * logOfSigmoid(z) - (1 - y) * logOfSigmoid(-z);
    }

    /** log(p + ε) from z; where p is near 1 as −log(1 + e^−z) + log(1 + ε·(1 + e^−z)), which keeps the digits of 1 − p. */
    private double logOfSigmoid(double z) {
        double epsilon = cost.added();
        if (epsilon == 0) {
            return -Activation.SOFTPLUS.value(-z);
        }
        if (z < 0) {
            return StrictMath.log(Activation.SIGMOID.value(z) + epsilon);
        }
        double softplus = Activation.SOFTPLUS.value(-z);
        return StrictMath.log1p(epsilon * Elementary.exp(softplus)) - softplus;
    }

    /** (C5) dz = r·(p·Σ w·y − w·y). */
    private Sequence softmaxGradient(Sequence p) {
        Sequence dz = Sequence.zeros(y.time(), y.batch(), y.features());
        int n = y.features();
        for (int row = 0; row < dz.values().length; row += n) {
            double total = 0;
            for (int k = row; k < row + n; k++) {
                total += weight(k) * y.values()[k];
            }
            for (int k = row; k < row + n; k++) {
                dz.values()[k] = r * (p.values()[k] * total - weight(k) * y.values()[k]);
            }
        }
        return dz;
    }

    /** (C6) and (C8), with 1 − p taken from −z, so that no digits of p − y are lost where p is near y. */
    private Sequence logisticGradient(Sequence z) {
        Sequence dz = Sequence.zeros(y.time(), y.batch(), y.features());
        for (int k = 0; k < dz.values().length; k++) {
            double p = Activation.SIGMOID.value(z.values()[k]);
            double q = Activation.SIGMOID.value(-z.values()[k]);
            double target = y.values()[k];
            dz.values()[k] = r * weight(k) * ((1 - target) * p * share(q) - target * q * share(p));
        }
        return dz;
    }

    /** p/(p + ε), which is 1 without ε, whatever p. */
    private double share(double p) {
        double epsilon = cost.added();
        return epsilon == 0 ? 1 : p / (p + epsilon);
    }
}
