package dev.lockstep.layer;

import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;

/** (C1) to (C4), (C7), (C9) to (C14), (C16) and (C17): what one output costs, and the slope of that, without reduction and weights. */
final class OutputCost {
    private final Loss loss;
    private final int n;

    /** @param n how many outputs are in a row */
    OutputCost(Loss loss, int n) {
        this.loss = loss;
        this.n = n;
    }

    /** The cost of the output p against the target y. */
    double of(double p, double y) {
        double q = clamped(p);
        return switch (loss.function()) {
            case MSE -> (y - p) * (y - p) / n;
            case L2 -> (y - p) * (y - p);
            case WASSERSTEIN -> y * p / n;
            case MCXENT -> -y * StrictMath.log(q + added());
            case XENT -> -y * StrictMath.log(q + added()) - (1 - y) * StrictMath.log(1 - q + added());
            case L1 -> Math.abs(y - p);
            case MAE -> Math.abs(y - p) / n;
            case HINGE -> Math.max(0, 1 - y * p);
            case SQUARED_HINGE -> Math.max(0, 1 - y * p) * Math.max(0, 1 - y * p);
            case POISSON -> p - y * StrictMath.log(p);
            case KL_DIVERGENCE -> divergence(p, y);
            case COSINE_PROXIMITY -> throw ofRows();
            case MAPE -> 100 * Math.abs((y - p) / y) / n;
            case MSLE -> logOfRatio(p, y) * logOfRatio(p, y) / n;
        };
    }

    /** Its slope with respect to p; 0 at the kinks of L1, MAE, MAPE and the hinges. */
    double slope(double p, double y) {
        double q = clamped(p);
        return switch (loss.function()) {
            case MSE -> 2 * (p - y) / n;
            case L2 -> 2 * (p - y);
            case WASSERSTEIN -> y / n;
            case MCXENT -> -y / (q + added());
            case XENT -> (1 - y) / (1 - q + added()) - y / (q + added());
            case L1 -> Math.signum(p - y);
            case MAE -> Math.signum(p - y) / n;
            case HINGE -> 1 - y * p > 0 ? -y : 0;
            case SQUARED_HINGE -> -2 * y * Math.max(0, 1 - y * p);
            case POISSON -> 1 - y / p;
            case KL_DIVERGENCE -> y == 0 ? 0 : -y / p;
            case COSINE_PROXIMITY -> throw ofRows();
            case MAPE -> 100 * Math.signum(p - y) / Math.abs(y) / n;
            case MSLE -> 2 * logOfRatio(p, y) / (1 + p) / n;
        };
    }

    /** ε inside the logarithms, or 0. */
    double added() {
        return loss.clipping().rule() == Clipping.Rule.ADDED ? loss.clipping().epsilon() : 0;
    }

    private double clamped(double p) {
        double epsilon = loss.clipping().epsilon();
        return loss.clipping().rule() == Clipping.Rule.CLAMPED ? Math.min(Math.max(p, epsilon), 1 - epsilon) : p;
    }

    private double divergence(double p, double y) {
        if (loss.clipping().rule() == Clipping.Rule.NONE) {
            return y == 0 ? 0 : y * StrictMath.log(y / p);
        }
        double epsilon = loss.clipping().epsilon();
        double target = Math.min(Math.max(y, epsilon), 1);
        return target * StrictMath.log(target / Math.min(Math.max(p, epsilon), 1));
    }

    private static double logOfRatio(double p, double y) {
        return StrictMath.log((1 + p) / (1 + y));
    }

    private static IllegalStateException ofRows() {
        return new IllegalStateException("cosine proximity needs a whole row, not one output");
    }
}
