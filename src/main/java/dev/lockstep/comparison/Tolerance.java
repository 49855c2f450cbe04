package dev.lockstep.comparison;

import dev.lockstep.model.Accuracy;
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

    /**
     * The same rule for two frameworks of which is known how accurate their elementary functions are. Rules that do not ask for
     * that are themselves.
     *
     * @param a accuracy of the first framework
     * @param b accuracy of the second one
     */
    default Tolerance between(Accuracy a, Accuracy b) {
        return this;
    }

    /** The rule in text, as in {@code |a − b| ≤ 1e-12 + 1e-12·|b|}. */
    String description(String a, String b);
}
