package dev.lockstep.definition;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.RealFieldElement;

/**
 * (C1) to (C8) of {@code dev.lockstep.layer}: what outputs p cost against targets y. Gradients follow by differentiation; where
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
     * @param weights what the costs are multiplied by, of whole steps or of single outputs; empty where all count alike
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
        for (int step = 0; step < p.time(); step++) {
            for (int row = 0; row < p.batch(); row++) {
                List<T> pre = z.values().isEmpty() ? List.of() : z.row(step, row);
                costs.addAll(row(math, loss, last, pre, p.row(step, row), y.row(step, row)));
            }
        }
        T sum = math.dot(
                costs,
                weights.map(given -> weights(math, given, p))
                        .orElseGet(() -> Collections.nCopies(costs.size(), math.number(1))));
        return reduced(math, loss, sum, p);
    }

    private static <T extends RealFieldElement<T>> List<T> weights(Arithmetic<T> math, Sequence given, Grid<T> p) {
        List<T> weights = new ArrayList<>(p.values().size());
        int repeated = p.features() / given.features();
        for (double value : given.values()) {
            weights.addAll(Collections.nCopies(repeated, math.number(value)));
        }
        return weights;
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

    /** (C1) to (C4), (C7) and (C8), the cost of one output of n. */
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
        };
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
