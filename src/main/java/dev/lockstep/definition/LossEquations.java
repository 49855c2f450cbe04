package dev.lockstep.definition;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.RealFieldElement;

/**
 * (C1) to (C17) of {@code dev.lockstep.layer}: what outputs p cost against targets y. Gradients follow by differentiation; where
 * frameworks count the slope of a clamp as 1, the clamp is added as a number through which no gradient flows.
 */
public class LossEquations {
    /**
     * L = r·Σ costs.
     *
     * @param last the network's last layer
     * @param z the pre-activations of the last Dense layer; empty where there is none
     * @param p its outputs
     * @param y targets of the same shape
     * @param weights what the costs are multiplied by, of whole steps or of single outputs; empty where all count alike. What is
     *     multiplied by 0 does not count, be it infinite
     */
    public <T extends RealFieldElement<T>> T score(
            Arithmetic<T> math,
            Loss loss,
            LayerSpec last,
            Grid<T> z,
            Grid<T> p,
            Grid<T> y,
            Optional<Sequence> weights) {
        List<T> costs = new ArrayList<>();
        List<T> factors = new ArrayList<>();
        for (int step = 0; step < p.time(); step++) {
            for (int row = 0; row < p.batch(); row++) {
                List<T> pre = z.values().isEmpty() ? List.of() : z.row(step, row);
                List<T> ofRow = row(math, loss, last, pre, p.row(step, row), y.row(step, row));
                for (int k = 0; k < p.features(); k++) {
                    double label = label(weights, step, row, k);
                    double output =
                            loss.weights().isEmpty() ? 1 : loss.weights().get(k);
                    if (label != 0 && output != 0) {
                        costs.add(ofRow.get(k));
                        factors.add(
                                label == 1 || output == 1
                                        ? math.number(label * output)
                                        : math.number(label).multiply(output));
                    }
                }
            }
        }
        return reduced(math, loss, math.dot(costs, factors), p);
    }

    private static double label(Optional<Sequence> weights, int step, int row, int k) {
        return weights.map(given -> given.get(step + 1, row, given.features() == 1 ? 0 : k))
                .orElse(1.0);
    }

    /** r·sum. */
    public <T extends RealFieldElement<T>> T reduced(Arithmetic<T> math, Loss loss, T sum, Grid<T> p) {
        return switch (loss.reduction()) {
            case SUM -> sum;
            case MEAN_OVER_BATCH -> sum.divide(p.batch());
            case MEAN_OVER_BATCH_AND_TIME -> sum.divide((double) p.batch() * p.time());
        };
    }

    private <T extends RealFieldElement<T>> List<T> row(
            Arithmetic<T> math, Loss loss, LayerSpec last, List<T> z, List<T> p, List<T> y) {
        if (loss.function() == LossFunction.COSINE_PROXIMITY) {
            return cosines(math, loss.clipping(), p, y);
        }
        Clipping.Rule rule = loss.clipping().rule();
        List<T> costs = new ArrayList<>();
        boolean softmax = isOver(last, loss, LossFunction.MCXENT, Activation.SOFTMAX);
        boolean logistic = isOver(last, loss, LossFunction.XENT, Activation.SIGMOID);
        for (int k = 0; k < p.size(); k++) {
            if (softmax && rule != Clipping.Rule.ADDED) {
                T exact = softmaxCost(math, z, k, y.get(k));
                costs.add(
                        rule == Clipping.Rule.NONE
                                ? exact
                                : valued(math, exact, cost(math, loss, p.get(k), y.get(k), p.size())));
            } else if (logistic && rule == Clipping.Rule.NONE) {
                costs.add(logisticCost(math, z.get(k), y.get(k)));
            } else {
                costs.add(cost(math, loss, p.get(k), y.get(k), p.size()));
            }
        }
        return costs;
    }

    /** (C5) y·(log Σₖ e^zₖ − z). */
    public <T extends RealFieldElement<T>> T softmaxCost(Arithmetic<T> math, List<T> z, int k, T y) {
        return y.multiply(math.logSumExp(z).subtract(z.get(k)));
    }

    /** (C6) y·log(1 + e^−z) + (1 − y)·log(1 + e^z). */
    public <T extends RealFieldElement<T>> T logisticCost(Arithmetic<T> math, T z, T y) {
        T missed = y.multiply(math.logisticLoss(z.negate()));
        return missed.add(math.number(1).subtract(y).multiply(math.logisticLoss(z)));
    }

    /** (C15) −yₖ·pₖ/(‖y‖·‖p‖) for every k. */
    public <T extends RealFieldElement<T>> List<T> cosines(
            Arithmetic<T> math, Clipping clipping, List<T> p, List<T> y) {
        T divisor = norm(math, clipping, y).multiply(norm(math, clipping, p));
        List<T> costs = new ArrayList<>();
        for (int k = 0; k < p.size(); k++) {
            costs.add(y.get(k).multiply(p.get(k)).divide(divisor).negate());
        }
        return costs;
    }

    private static <T extends RealFieldElement<T>> T norm(Arithmetic<T> math, Clipping clipping, List<T> row) {
        T norm = math.sqrt(math.dot(row, row));
        return clipping.rule() == Clipping.Rule.FLOORED && !(norm.getReal() >= clipping.epsilon())
                ? math.number(clipping.epsilon())
                : norm;
    }

    /** (C1) to (C4), (C7) to (C14), (C16) and (C17), the cost of one output of n. */
    public <T extends RealFieldElement<T>> T cost(Arithmetic<T> math, Loss loss, T p, T y, int n) {
        T difference = y.subtract(p);
        return switch (loss.function()) {
            case MSE -> difference.multiply(difference).divide(n);
            case L2 -> difference.multiply(difference);
            case WASSERSTEIN -> y.multiply(p).divide(n);
            case MCXENT ->
                y.multiply(logarithm(math, loss.clipping(), clipped(math, loss.clipping(), p)))
                        .negate();
            case XENT -> {
                T q = clipped(math, loss.clipping(), p);
                T one = math.number(1);
                T hit = y.multiply(logarithm(math, loss.clipping(), q));
                T other = one.subtract(y).multiply(logarithm(math, loss.clipping(), one.subtract(q)));
                yield hit.add(other).negate();
            }
            case L1 -> magnitude(math, difference);
            case MAE -> magnitude(math, difference).divide(n);
            case HINGE -> hinge(math, p, y);
            case SQUARED_HINGE -> {
                T missing = missing(math, p, y);
                // At 0 itself it is followed, so that what rounds the margin is known to move the slope.
                yield missing.getReal() < 0 ? math.number(0) : missing.multiply(missing);
            }
            case POISSON -> p.subtract(y.multiply(math.log(p)));
            case KL_DIVERGENCE -> divergence(math, loss.clipping(), p, y);
            case COSINE_PROXIMITY ->
                throw new IllegalStateException("cosine proximity needs a whole row, not one output");
            case MAPE -> magnitude(math, difference.divide(y)).multiply(100).divide(n);
            case MSLE -> {
                T ratio = math.log(p.add(1).divide(y.add(1)));
                yield ratio.multiply(ratio).divide(n);
            }
        };
    }

    /** |x|, with slope 0 at 0. */
    private static <T extends RealFieldElement<T>> T magnitude(Arithmetic<T> math, T x) {
        return x.getReal() == 0 ? math.number(0) : x.abs();
    }

    /** max(0, 1 − y·p), with slope 0 where that is 0. */
    private static <T extends RealFieldElement<T>> T hinge(Arithmetic<T> math, T p, T y) {
        T missing = missing(math, p, y);
        return missing.getReal() <= 0 ? math.number(0) : missing;
    }

    /** What p lacks of the margin 1 on the side of y. */
    private static <T extends RealFieldElement<T>> T missing(Arithmetic<T> math, T p, T y) {
        return math.number(1).subtract(y.multiply(p));
    }

    private static <T extends RealFieldElement<T>> T divergence(Arithmetic<T> math, Clipping clipping, T p, T y) {
        T exact = y.getReal() == 0 ? math.number(0) : y.multiply(math.log(y.divide(p)));
        if (clipping.rule() == Clipping.Rule.NONE) {
            return exact;
        }
        double epsilon = clipping.epsilon();
        T target = math.number(Math.min(Math.max(y.getReal(), epsilon), 1));
        T output = p.getReal() < epsilon || p.getReal() > 1 ? math.number(p.getReal() > 1 ? 1 : epsilon) : p;
        return valued(math, exact, target.multiply(math.log(target.divide(output))));
    }

    private static <T extends RealFieldElement<T>> T logarithm(Arithmetic<T> math, Clipping clipping, T p) {
        return math.log(clipping.rule() == Clipping.Rule.ADDED ? p.add(clipping.epsilon()) : p);
    }

    /** p̃ of {@link Clipping.Rule#CLAMPED}, whose slope counts as 1. */
    private static <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, Clipping clipping, T p) {
        if (clipping.rule() != Clipping.Rule.CLAMPED) {
            return p;
        }
        double epsilon = clipping.epsilon();
        if (p.getReal() < epsilon) {
            return valued(math, p, math.number(epsilon));
        }
        T highest = math.number(1).subtract(epsilon);
        return p.getReal() > highest.getReal() ? valued(math, p, highest) : p;
    }

    /** The value of one number with the gradient of another. */
    private static <T extends RealFieldElement<T>> T valued(Arithmetic<T> math, T gradient, T value) {
        return gradient.add(math.detached(value.subtract(gradient)));
    }

    private static boolean isOver(LayerSpec last, Loss loss, LossFunction function, Activation activation) {
        return loss.function() == function && last instanceof DenseSpec dense && dense.activation() == activation;
    }
}
