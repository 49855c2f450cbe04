package dev.lockstep.comparison;

import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * One quantity of two frameworks.
 *
 * @param quantity which
 * @param a the first framework's numbers
 * @param b the second framework's numbers
 * @param shapesDiffer whether the shapes differ, in which case nothing else was compared
 * @param differing how many entries are not the same number
 * @param beyond the entries beyond their bound, in order of the axes (time step, gate, unit, source, batch row)
 * @param maxAbsolute greatest |a − b|; infinite where NaN is among them
 * @param maxUlp greatest distance in ulps of that precision
 * @param worst the entry that comes closest to its bound or exceeds it most; empty when all entries are equal or the
 *     shapes differ
 * @param bound what was allowed
 * @param precision of which the numbers are
 */
public record ArrayComparison(
        Quantity quantity,
        Tensor a,
        Tensor b,
        boolean shapesDiffer,
        int differing,
        List<Difference> beyond,
        double maxAbsolute,
        double maxUlp,
        Optional<Difference> worst,
        Bound bound,
        Precision precision) {
    /** The same arrays under another name. */
    public ArrayComparison as(Quantity other) {
        return new ArrayComparison(
                other, a, b, shapesDiffer, differing, beyond, maxAbsolute, maxUlp, worst, bound, precision);
    }

    /** How far apart two of its numbers are, in ulps of their precision. */
    public double ulps(int index) {
        return Ulps.between(a.values()[index], b.values()[index], precision);
    }

    /** Number of entries compared; 0 when the shapes differ. */
    public int elements() {
        return shapesDiffer ? 0 : a.values().length;
    }

    /** Whether every entry is within its bound. */
    public boolean agrees() {
        return !shapesDiffer && beyond.isEmpty();
    }

    /** Whether entries differ, and none of those that do has a bound. */
    public boolean isUnbounded() {
        return !beyond.isEmpty() && beyond.stream().allMatch(entry -> entry.isUnbounded() || isUnderivable(entry));
    }

    /** 0/0 on one side is no worse than a whole step on the other. */
    private boolean isUnderivable(Difference entry) {
        return bound.underivable().isPresent() && entry.allowed() == Double.POSITIVE_INFINITY;
    }

    /** The first entry beyond its bound, in order of the axes. */
    public Optional<Difference> first() {
        return beyond.stream().findFirst();
    }

    /** The greatest allowed difference. */
    public double greatestBound() {
        double greatest = 0;
        for (double allowed : bound.allowed()) {
            greatest = Math.max(greatest, allowed);
        }
        return greatest;
    }

    /** The worst |a − b|/allowed: up to 1 agrees; 0 when all entries are equal; infinite for NaN and Inf. */
    public double usedShare() {
        return worst.map(Difference::usedShare).orElse(0.0);
    }

    /** How many times the worst entry would fit into what is allowed; infinite when all entries are equal. */
    public double headroom() {
        return 1 / usedShare();
    }
}
