package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.Elementary;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Truncation;
import java.util.Map;
import java.util.Optional;

/**
 * A loss on the outputs p of a network's last layer, with targets y of the same shape; equations (C1) to (C8) of this package.
 *
 * <p>Where the last layer is a {@link Dense} layer with the activation that belongs to the loss (softmax to MCXENT, the
 * logistic function to XENT), the two are fused as the package says; over every other layer the gradient runs through dp and
 * the layer's own activation, and p = 0 or 1 can make it infinite or NaN, which is what the equations say there.
 */
final class LossLayer {
    private final Loss loss;
    private final Sequence y;
    private final double r;

    /**
     * The loss against targets y {@code [time × batch × outputs]}.
     *
     * @param weights what the costs are multiplied by, {@code [time × batch × 1]} or y's shape; empty where all count alike
     */
    LossLayer(Loss loss, Sequence y, Optional<Sequence> weights) {
        if (weights.isPresent()) {
            throw new InvalidInput("label mask: costs that all count alike expected, weights of costs found");
        }
        this.loss = loss;
        this.y = y;
        this.r = loss.reduction().factor(y.time(), y.batch());
    }

    /** L = r·Σ of the costs over features, batch rows and time steps of the last layer's outputs. */
    double score(Pass last) {
        double sum = 0;
        boolean exact = loss.clipping().rule() == Clipping.Rule.NONE;
        boolean unclamped = loss.clipping().rule() != Clipping.Rule.CLAMPED;
        if (exact && isOver(last, LossFunction.MCXENT, Activation.SOFTMAX)) {
            RowMajorMatrix z = ((DensePass) last).z().allSteps();
            RowMajorMatrix targets = y.allSteps();
            for (int row = 0; row < z.getRowDimension(); row++) {
                sum += softmaxCost(z.getRow(row), targets.getRow(row));
            }
        } else if (unclamped && isOver(last, LossFunction.XENT, Activation.SIGMOID)) {
            double[] z = ((DensePass) last).z().values();
            for (int k = 0; k < z.length; k++) {
                sum += logisticCost(z[k], y.values()[k]);
            }
        } else {
            double[] p = last.outputs().values();
            for (int k = 0; k < p.length; k++) {
                sum += cost(p[k], y.values()[k]);
            }
        }
        return r * sum;
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
        Sequence dp = Sequence.zeros(y.time(), y.batch(), y.features());
        for (int k = 0; k < dp.values().length; k++) {
            dp.values()[k] = slope(last.outputs().values()[k], y.values()[k]);
        }
        return last.backward(dp, Map.of(), truncation);
    }

    private boolean isOver(Pass last, LossFunction function, Activation activation) {
        return loss.function() == function
                && last instanceof DensePass dense
                && dense.spec().activation() == activation;
    }

    /** (C1) to (C4) and (C7), the cost of one output. */
    private double cost(double p, double y) {
        double q = clamped(p);
        double epsilon = added();
        return switch (loss.function()) {
            case MSE -> (y - p) * (y - p) / this.y.features();
            case L2 -> (y - p) * (y - p);
            case WASSERSTEIN -> y * p / this.y.features();
            case MCXENT -> -y * StrictMath.log(q + epsilon);
            case XENT -> -y * StrictMath.log(q + epsilon) - (1 - y) * StrictMath.log(1 - q + epsilon);
        };
    }

    /** (C1) to (C4) and (C7), dp of one output. */
    private double slope(double p, double y) {
        double q = clamped(p);
        double epsilon = added();
        return r
                * switch (loss.function()) {
                    case MSE -> 2 * (p - y) / this.y.features();
                    case L2 -> 2 * (p - y);
                    case WASSERSTEIN -> y / this.y.features();
                    case MCXENT -> -y / (q + epsilon);
                    case XENT -> (1 - y) / (1 - q + epsilon) - y / (q + epsilon);
                };
    }

    private double clamped(double p) {
        double epsilon = loss.clipping().epsilon();
        return loss.clipping().rule() == Clipping.Rule.CLAMPED ? Math.min(Math.max(p, epsilon), 1 - epsilon) : p;
    }

    private double added() {
        return loss.clipping().rule() == Clipping.Rule.ADDED ? loss.clipping().epsilon() : 0;
    }

    /**
     * (C5) Σ y·(log Σₖ e^zₖ − z) of one row. The greatest z is taken out of the sum, so that a cost near 0 keeps its digits and
     * no exponential overflows.
     */
    private static double softmaxCost(double[] z, double[] y) {
        int greatest = 0;
        for (int k = 1; k < z.length; k++) {
            greatest = z[k] > z[greatest] ? k : greatest;
        }
        double others = 0;
        for (int k = 0; k < z.length; k++) {
            others += k == greatest ? 0 : Elementary.exp(z[k] - z[greatest]);
        }
        double cost = 0;
        for (int k = 0; k < z.length; k++) {
            cost += y[k] * ((z[greatest] - z[k]) + StrictMath.log1p(others));
        }
        return cost;
    }

    /** (C6) and (C8), the cost of one output. */
    private double logisticCost(double z, double y) {
        return -y * logOfSigmoid(z) - (1 - y) * logOfSigmoid(-z);
    }

    /** log(p + ε) from z; where p is near 1 as −log(1 + e^−z) + log(1 + ε·(1 + e^−z)), which keeps the digits of 1 − p. */
    private double logOfSigmoid(double z) {
        double epsilon = added();
        if (epsilon == 0) {
            return -Activation.SOFTPLUS.value(-z);
        }
        if (z < 0) {
            return StrictMath.log(Activation.SIGMOID.value(z) + epsilon);
        }
        double softplus = Activation.SOFTPLUS.value(-z);
        return StrictMath.log1p(epsilon * Elementary.exp(softplus)) - softplus;
    }

    /** (C5) dz = r·(p·Σy − y). */
    private Sequence softmaxGradient(Sequence p) {
        Sequence dz = Sequence.zeros(y.time(), y.batch(), y.features());
        int n = y.features();
        for (int row = 0; row < dz.values().length; row += n) {
            double total = 0;
            for (int k = row; k < row + n; k++) {
                total += y.values()[k];
            }
            for (int k = row; k < row + n; k++) {
                dz.values()[k] = r * (p.values()[k] * total - y.values()[k]);
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
            dz.values()[k] = r * ((1 - target) * p * share(q) - target * q * share(p));
        }
        return dz;
    }

    /** p/(p + ε), which is 1 without ε, whatever p. */
    private double share(double p) {
        double epsilon = added();
        return epsilon == 0 ? 1 : p / (p + epsilon);
    }
}
