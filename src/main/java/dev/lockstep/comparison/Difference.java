package dev.lockstep.comparison;

import java.util.List;

/**
 * One entry of two arrays.
 *
 * @param index its flat index
 * @param where its label on every axis
 * @param a the first framework's number
 * @param b the second framework's number
 * @param absolute |a − b|; NaN when either is NaN or both are the same infinity
 * @param ulps how many doubles lie between, plus one; infinite when either is not finite
 * @param allowed the bound
 */
public record Difference(
        int index, List<String> where, double a, double b, double absolute, double ulps, double allowed) {
    /** Whether |a − b| is within the bound, which itself still agrees; never when either is not finite. */
    public boolean agrees() {
        return Double.isFinite(absolute) && Double.isFinite(allowed) && absolute <= allowed;
    }

    /** Whether both are finite, but what may be between them is not: roundings are magnified beyond what a double holds. */
    public boolean isUnbounded() {
        return Double.isFinite(absolute) && !Double.isFinite(allowed);
    }

    /** |a − b|/allowed: up to 1 agrees; infinite when either is not finite, or when nothing is allowed. */
    public double usedShare() {
        if (absolute == 0) {
            return 0;
        }
        return Double.isFinite(absolute) && allowed > 0 ? absolute / allowed : Double.POSITIVE_INFINITY;
    }
}
