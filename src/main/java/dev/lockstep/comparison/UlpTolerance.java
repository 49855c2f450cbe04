package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;

/**
 * At most so many numbers of the case's precision apart. The bound of an entry is the distance from b to the one that lies that
 * many steps from b towards a, so that it is right across powers of two and across zero.
 *
 * @param ulps a whole number
 */
public record UlpTolerance(double ulps) implements Tolerance {
    /** @throws InvalidInput if it is negative, NaN, infinite or not whole */
    public UlpTolerance {
        ExplicitTolerance.requireSize("tolerance in ulps", ulps);
        if (ulps != Math.rint(ulps)) {
            throw new InvalidInput("tolerance in ulps: a whole number expected, " + Figures.exact(ulps) + " found");
        }
    }

    @Override
    public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
        Precision precision = scenario.execution().precision();
        double[] allowed = new double[b.values().length];
        for (int i = 0; i < allowed.length; i++) {
            double from = b.values()[i];
            double to = a.values()[i];
            allowed[i] = Double.isFinite(from) && !Double.isNaN(to)
                    ? Math.abs(Ulps.walk(from, to, ulps, precision) - from)
                    : 0;
        }
        return new Bound(allowed, "given: " + Figures.ulps(ulps), true);
    }

    @Override
    public String description(String a, String b) {
        return ulps == 0 ? a + " = " + b + " exactly" : "|" + a + " − " + b + "| ≤ " + Figures.ulps(ulps);
    }
}
