package dev.lockstep.comparison;

import dev.lockstep.convention.Calculation;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Holds hypotheses against what one side of a divergence observed.
 *
 * @param comparison the divergence
 * @param first whether that side is the first
 */
record Trial(Comparison comparison, boolean first) {
    /** What single precision is coarser by, 2⁻²⁴/2⁻⁵³. */
    private static final double SINGLE = 0x1p29;
    /** A residual below this may be one of bounds that are those of other numbers. */
    private static final double NEAR = 1e4;

    /** What was computed. */
    Case scenario() {
        return comparison.scenario();
    }

    /**
     * The greatest distance between what the hypothesis yields and what was observed, as a share of the most that is allowed
     * in the same array; infinite where the hypothesis cannot be computed, or yields other arrays. Where it comes near, the
     * changed case's own bounds count, if they are wider.
     */
    double residual(Hypothesis hypothesis) {
        if (hypothesis.single() && !comparison.arrays().stream().allMatch(array -> isSingle(observed(array)))) {
            return Double.POSITIVE_INFINITY;
        }
        List<Case> asked = new ArrayList<>();
        try {
            Observations supposed = hypothesis.observe(
                    (changed, equations) -> {
                        asked.add(changed);
                        return Calculation.DEFINITION.observe(changed, equations);
                    },
                    scenario());
            double residual = residual(scenario(), supposed);
            if (residual > 1 && residual < NEAR && asked.size() == 1 && asked.get(0) != scenario()) {
                residual = Math.min(residual, residual(asked.get(0), supposed));
            }
            return hypothesis.single() ? residual / SINGLE : residual;
        } catch (RuntimeException impossible) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private double residual(Case bounded, Observations supposed) {
        Comparer comparer = new Comparer(bounded, comparison.tolerance());
        double residual = 0;
        for (ArrayComparison array : comparison.arrays()) {
            if (!supposed.has(array.quantity())) {
                return Double.POSITIVE_INFINITY;
            }
            residual = Math.max(
                    residual,
                    share(comparer.compareArrays(array.quantity(), supposed.get(array.quantity()), observed(array))));
        }
        return residual;
    }

    private static double share(ArrayComparison held) {
        if (held.shapesDiffer()) {
            return Double.POSITIVE_INFINITY;
        }
        return held.maxAbsolute() == 0 ? 0 : held.maxAbsolute() / held.greatestBound();
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
        return of(earliest.kind(), earliest.step());
    }

    /** The same on nothing but outputs of layers, if there are any and none differs. */
    Optional<Trial> ofAgreeingOutputs() {
        Trial outputs = of(Quantity.Kind.OUTPUTS, 0);
        boolean agree = outputs.comparison().arrays().stream().allMatch(ArrayComparison::agrees);
        return agree && !outputs.comparison().arrays().isEmpty() ? Optional.of(outputs) : Optional.empty();
    }

    private Trial of(Quantity.Kind kind, int lastStep) {
        List<ArrayComparison> arrays = comparison.arrays().stream()
                .filter(array ->
                        array.quantity().kind() == kind && array.quantity().step() <= lastStep)
                .toList();
        Case brief = scenario().observing(EnumSet.of(kind));
        brief = brief.training().isPresent() ? brief.trainedFor(Math.max(1, lastStep)) : brief;
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
