package dev.lockstep.comparison;

import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RecordedCase;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Bounds derived from the equations: how far each side may be from the exact value, added. See {@link RoundingBounds}; cases
 * beyond {@link #LIMIT} get {@link CountedRoundings}. Every report names which of the three ways was taken.
 *
 * <p>The bounds of the case asked for last are kept. Not for use by several threads. The case that a thread asked for last is kept
 * as it was recorded, for all tolerances, as long as there is memory: the next framework is held to the same case as a rule.
 */
final class DerivedTolerance implements Tolerance {
    /** Greatest number of multiplications of a case that is looked at number by number. */
    private static final double LIMIT = 4e6;

    private static final ThreadLocal<SoftReference<RecordedCase>> RECORDED =
            ThreadLocal.withInitial(() -> new SoftReference<>(null));

    private final Accuracy a;
    private final Accuracy b;
    private Case latest;
    private Optional<RoundingBounds> bounds = Optional.empty();

    /**
     * @param a how accurate the first framework's elementary functions are
     * @param b how accurate the second one's are
     */
    DerivedTolerance(Accuracy a, Accuracy b) {
        this.a = a;
        this.b = b;
    }

    @Override
    public Tolerance between(Accuracy first, Accuracy second) {
        return new DerivedTolerance(first, second);
    }

    @Override
    public Bound bound(Case scenario, Quantity quantity, Tensor first, Tensor second) {
        if (latest != scenario) {
            latest = scenario;
            bounds = RoundingBounds.multiplications(scenario) > LIMIT
                    ? Optional.empty()
                    : Optional.of(recorded(scenario).bounds(List.of(new AccuracyErrors(a), new AccuracyErrors(b))));
        }
        return bounds.filter(found -> found.has(quantity))
                .map(found -> added(found, quantity))
                .orElseGet(() -> CountedRoundings.bound(scenario, quantity, first, second, coarser()));
    }

    private static RecordedCase recorded(Case scenario) {
        RecordedCase latest = RECORDED.get().get();
        if (latest != null && latest.scenario().equals(scenario)) {
            return latest;
        }
        latest = null; // two tapes at once may be too much
        RECORDED.remove();
        RecordedCase recorded = new RecordedCase(scenario);
        RECORDED.set(new SoftReference<>(recorded));
        return recorded;
    }

    private Bound added(RoundingBounds bounds, Quantity quantity) {
        double[] ofA = bounds.of(quantity, 0);
        double[] ofB = bounds.of(quantity, 1);
        double[] allowed = new double[ofA.length];
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = ofA[i] + ofB[i];
        }
        String source = String.format(
                Locale.ROOT,
                "%s, n = %,d operations, u = %s",
                bounds.method(quantity).title(),
                bounds.operations(),
                units());
        return new Bound(allowed, source, false, ofA, ofB, bounds.underivable(quantity));
    }

    private Precision coarser() {
        return a.precision() == Precision.SINGLE ? a.precision() : b.precision();
    }

    private String units() {
        return a.precision() == b.precision()
                ? a.precision().symbol()
                : a.precision().symbol() + " and " + b.precision().symbol();
    }

    @Override
    public String description(String first, String second) {
        return "|" + first + " − " + second + "| ≤ the derived bound";
    }
}
