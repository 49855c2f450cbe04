package dev.lockstep.comparison;

import java.util.List;

/**
 * How far one framework is from the truth in one array, where it comes closest to its bound or exceeds it most.
 *
 * @param where the entry's label on every axis
 * @param truth the double nearest to the true value
 * @param ulps |number − truth| in ulps of the truth, computed before the truth is rounded, so that 0.3 ulp is visible; infinite
 *     when the number is not finite
 * @param absolute |number − truth|; infinite when the number is not finite
 * @param allowed the framework's own bound
 */
public record Deviation(List<String> where, double truth, double ulps, double absolute, double allowed) {
    public Deviation {
        where = List.copyOf(where);
    }

    /** The share of its own bound that is used: up to 1 it is right. */
    public double share() {
        return absolute == 0 ? 0 : allowed > 0 ? absolute / allowed : Double.POSITIVE_INFINITY;
    }

    /** Whether the framework is within its own bound. */
    public boolean within() {
        return share() <= 1;
    }
}
