package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * Holds hypotheses against what one side of a divergence observed.
 *
 * @param comparison the divergence
 * @param first whether that side is the first
 */
record Trial(Comparison comparison, boolean first) {
    /** What single precision is coarser by, 2⁻²⁴/2⁻⁵³. */
    private static final double SINGLE = 0x1p29;

    /** What was computed. */
    Case scenario() {
        return comparison.scenario();
    }

    /**
     * The greatest distance between what the hypothesis yields and what was observed, as a share of what is allowed; infinite
     * where the hypothesis cannot be computed, or yields other arrays.
     */
    double residual(Hypothesis hypothesis) {
        if (hypothesis.single() && !comparison.arrays().stream().allMatch(array -> isSingle(observed(array)))) {
            return Double.POSITIVE_INFINITY;
        }
        Observations supposed;
        try {
            supposed = hypothesis.observe(Calculation.DEFINITION, scenario());
        } catch (RuntimeException impossible) {
            return Double.POSITIVE_INFINITY;
        }
        double residual = 0;
        for (ArrayComparison array : comparison.arrays()) {
            residual = Math.max(residual, share(array, supposed));
        }
        return hypothesis.single() ? residual / SINGLE : residual;
    }

    private double share(ArrayComparison array, Observations supposed) {
        if (!supposed.has(array.quantity())) {
            return Double.POSITIVE_INFINITY;
        }
        ArrayComparison held = new Comparer(scenario(), comparison.tolerance())
                .compareArrays(array.quantity(), supposed.get(array.quantity()), observed(array));
        return held.shapesDiffer() ? Double.POSITIVE_INFINITY : held.usedShare();
    }

    private Tensor observed(ArrayComparison array) {
        return first ? array.a() : array.b();
    }

    private static boolean isSingle(Tensor tensor) {
        return Arrays.stream(tensor.values()).allMatch(value -> (float) value == value);
    }

    /** The same on nothing but the kind of array that differs first, up to the step at which it does. */
    Trial ofFirstDifference() {
        Quantity earliest = comparison.diverging().get(0).quantity();
        List<ArrayComparison> arrays = comparison.arrays().stream()
                .filter(array -> array.quantity().kind() == earliest.kind()
                        && array.quantity().step() <= earliest.step())
                .toList();
        Case brief = scenario().observing(EnumSet.of(earliest.kind()));
        brief = brief.training().isPresent() ? brief.trainedFor(Math.max(1, earliest.step())) : brief;
        Comparison screen = new Comparison(
                brief,
                comparison.a(),
                comparison.b(),
                arrays,
                comparison.tolerance(),
                comparison.outcome(),
                comparison.reason());
        return new Trial(screen, first);
    }
}
