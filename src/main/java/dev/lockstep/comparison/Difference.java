package dev.lockstep.comparison;

import java.util.List;

/**
 * One entry of two arrays.
 *
 * @param index its flat index
 * @param where its label on every axis
 * @param a the first framework's number
 * @param b the second framework's number
 * @param absolute |a − b|; NaN when either is NaN, or infinite when only one is infinite
 * @param ulps how many doubles lie between, plus one; infinite when either is not finite
 * @param allowed the bound
 */
public record Difference(
        int index, List<String> where, double a, double b, double absolute, double ulps, double allowed) {}
