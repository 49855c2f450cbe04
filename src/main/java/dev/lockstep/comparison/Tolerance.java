package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;

/** The rule that says how far apart two numbers may be. */
public interface Tolerance {
    /**
     * The bound for one array.
     *
     * @param scenario what was computed
     * @param quantity which array
     * @param a the first framework's numbers
     * @param b the second framework's numbers, of the same shape
     */
    Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b);

    /** The rule in text, as in {@code |a − b| ≤ 1e-12 + 1e-12·|b|}. */
    String description(String a, String b);
}
