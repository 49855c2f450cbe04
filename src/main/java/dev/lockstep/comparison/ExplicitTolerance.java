package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;

/**
 * A tolerance that the user gives: |a − b| ≤ x + y·|b|. The bound itself still agrees.
 *
 * @param absolute x, the same for every entry
 * @param relative y, times the magnitude of the second framework's number
 */
public record ExplicitTolerance(double absolute, double relative) implements Tolerance {
    /** @throws InvalidInput if either is negative, NaN or infinite */
    public ExplicitTolerance {
        requireSize("absolute tolerance", absolute);
        requireSize("relative tolerance", relative);
    }

    /** The same tolerance with {@code share}·|b| added. */
    public ExplicitTolerance plusRelative(double share) {
        requireSize("relative tolerance", share);
        return new ExplicitTolerance(absolute, relative + share);
    }

    @Override
    public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
        double[] allowed = new double[b.values().length];
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = absolute + (relative == 0 ? 0 : relative * Math.abs(b.values()[i]));
        }
        return new Bound(allowed, "given: " + right("b"), true);
    }

    @Override
    public String description(String a, String b) {
        if (absolute == 0 && relative == 0) {
            return a + " = " + b + " exactly";
        }
        return "|" + a + " − " + b + "| ≤ " + right(b);
    }

    private String right(String b) {
        String share = Figures.exact(relative) + "·|" + b + "|";
        if (relative == 0) {
            return Figures.exact(absolute);
        }
        return absolute == 0 ? share : Figures.exact(absolute) + " + " + share;
    }

    static void requireSize(String what, double found) {
        if (!(found >= 0) || Double.isInfinite(found)) {
            throw new InvalidInput(
                    what + ": a finite number of at least 0 expected, " + Figures.exact(found) + " found");
        }
    }
}
