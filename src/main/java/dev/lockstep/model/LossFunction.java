package dev.lockstep.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one output costs; p is the output, y the target, n the number of outputs in a row. Deeplearning4j knows some by two
 * names: its SQUARED_LOSS is {@link #MSE}, its NEGATIVELOGLIKELIHOOD is {@link #MCXENT}, so is its SPARSE_MCXENT with targets given as
 * numbers of classes, and its RECONSTRUCTION_CROSSENTROPY is {@link #KL_DIVERGENCE}.
 */
public enum LossFunction {
    /** (y − p)²/n. */
    MSE,
    /** (y − p)². */
    L2,
    /** −y·log p, for outputs that are a distribution over the features; fused with softmax. */
    MCXENT,
    /** −y·log p − (1 − y)·log(1 − p), for outputs that are independent probabilities. */
    XENT,
    /** y·p/n, linear in the output, so that the gradient is whatever the targets say. */
    WASSERSTEIN,
    /** |y − p|. */
    L1,
    /** |y − p|/n. */
    MAE,
    /** max(0, 1 − y·p), for targets of ±1. */
    HINGE,
    /** max(0, 1 − y·p)², for targets of ±1. */
    SQUARED_HINGE,
    /** p − y·log p, for outputs that are means of counts. */
    POISSON,
    /** y·log(y/p), 0 for y = 0, for rows that are distributions. */
    KL_DIVERGENCE,
    /** −y·p/(‖y‖·‖p‖), the norms being those of the rows, so that a row costs minus the cosine of the angle between p and y. */
    COSINE_PROXIMITY,
    /** 100·|(y − p)/y|/n. */
    MAPE,
    /** log²((1 + p)/(1 + y))/n. */
    MSLE;

    /** What {@link Clipping} may do to it. */
    public Set<Clipping.Rule> clippings() {
        return switch (this) {
            case MCXENT, XENT -> EnumSet.of(Clipping.Rule.NONE, Clipping.Rule.ADDED, Clipping.Rule.CLAMPED);
            case KL_DIVERGENCE -> EnumSet.of(Clipping.Rule.NONE, Clipping.Rule.CLAMPED_IN_SCORE);
            case COSINE_PROXIMITY -> EnumSet.of(Clipping.Rule.NONE, Clipping.Rule.FLOORED);
            default -> EnumSet.of(Clipping.Rule.NONE);
        };
    }

    /** Whether it is divided by the number of outputs in a row. */
    public boolean isMean() {
        return switch (this) {
            case MSE, WASSERSTEIN, MAE, MAPE, MSLE -> true;
            default -> false;
        };
    }
}
