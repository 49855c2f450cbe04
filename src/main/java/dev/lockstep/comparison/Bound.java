package dev.lockstep.comparison;

import java.util.Optional;

/**
 * What is allowed for one array.
 *
 * @param allowed the greatest |a − b| that still agrees, for every entry
 * @param source where it comes from, as shown in reports: {@code signed derivatives, n = 412 operations, u = 2⁻⁵³}
 * @param explicit whether the user gave it, instead of it being derived
 * @param ofA the first framework's share: how far its entries may be from the exact value
 * @param ofB the second framework's share
 * @param underivable what numbers without a bound come of, where that is known
 */
public record Bound(
        double[] allowed, String source, boolean explicit, double[] ofA, double[] ofB, Optional<String> underivable) {
    /** A bound that every number has. */
    public Bound(double[] allowed, String source, boolean explicit, double[] ofA, double[] ofB) {
        this(allowed, source, explicit, ofA, ofB, Optional.empty());
    }

    /** A bound that does not know its shares: one half for each side. */
    public Bound(double[] allowed, String source, boolean explicit) {
        this(allowed, source, explicit, half(allowed), half(allowed));
    }

    private static double[] half(double[] allowed) {
        double[] half = new double[allowed.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = allowed[i] / 2;
        }
        return half;
    }
}
