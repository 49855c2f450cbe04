package dev.lockstep.frameworks;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Precision;

/**
 * How accurate the elementary functions of TensorFlow.js are on its CPU backend: JavaScript's own in doubles, rounded to single
 * precision once, so that each is within 1u but for the double's own error. Slopes and sums are made of operations that are each
 * rounded to single precision.
 */
final class KerasAccuracy {
    private static final Accuracy SINGLE = Accuracy.ANY.named("TensorFlow.js").in(Precision.SINGLE);

    private KerasAccuracy() {}

    /** Of cases in that precision; in doubles it computes none. */
    static Accuracy in(Precision precision) {
        return precision == Precision.SINGLE ? SINGLE : Accuracy.ANY;
    }
}
