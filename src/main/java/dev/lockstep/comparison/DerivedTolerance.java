package dev.lockstep.comparison;

import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RecordedCase;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.definition.bound.RoundingBounds.Method;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.GruSpec;
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

    /**
     * The bounds of both sides.
     *
     * @param a those of the first, at place 0
     * @param b those of the second
     * @param placeOfB where in b
     */
    private record Sides(RoundingBounds a, RoundingBounds b, int placeOfB) {
        /** SAMPLED if those of either side are. */
        Method method(Quantity quantity) {
            return a.method(quantity) == Method.SAMPLED ? Method.SAMPLED : b.method(quantity);
        }

        Optional<String> underivable(Quantity quantity) {
            return a.underivable(quantity).or(() -> b.underivable(quantity));
        }
    }

    private final Accuracy a;
    private final Accuracy b;
    private Case latest;
    private Optional<Sides> sides = Optional.empty();

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
            sides = RoundingBounds.multiplications(scenario) > LIMIT ? Optional.empty() : Optional.of(sides(scenario));
        }
        return sides.filter(found -> found.a().has(quantity))
                .map(found -> added(found, quantity))
                .orElseGet(() -> CountedRoundings.bound(scenario, quantity, first, second, coarser()));
    }

    /** The bounds of both sides: of one tape, a first, unless they compute a GRU of the case in different forms. */
    private Sides sides(Case scenario) {
        AccuracyErrors first = new AccuracyErrors(a);
        AccuracyErrors second = new AccuracyErrors(b);
        boolean gru = scenario.network().parts().stream().anyMatch(GruSpec.class::isInstance);
        if (gru && a.gruForm() != b.gruForm()) {
            return new Sides(
                    recorded(scenario, a.gruForm()).bounds(List.of(first)),
                    recorded(scenario, b.gruForm()).bounds(List.of(second)),
                    0);
        }
        RoundingBounds both =
                recorded(scenario, gru ? a.gruForm() : GruForm.SUM).bounds(List.of(first, second));
        return new Sides(both, both, 1);
    }

    private static RecordedCase recorded(Case scenario, GruForm form) {
        RecordedCase latest = RECORDED.get().get();
        if (latest != null && latest.gruForm() == form && latest.scenario().equals(scenario)) {
            return latest;
        }
        latest = null; // two tapes at once may be too much
        RECORDED.remove();
        RecordedCase recorded = new RecordedCase(scenario, form);
        RECORDED.set(new SoftReference<>(recorded));
        return recorded;
    }

    private Bound added(Sides sides, Quantity quantity) {
        double[] ofA = sides.a().of(quantity, 0);
        double[] ofB = sides.b().of(quantity, sides.placeOfB());
        double[] allowed = new double[ofA.length];
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = ofA[i] + ofB[i];
        }
        String source = String.format(
                Locale.ROOT,
                "%s, n = %,d operations, u = %s",
                sides.method(quantity).title(),
                sides.b().operations(),
                units());
        return new Bound(allowed, source, false, ofA, ofB, sides.underivable(quantity));
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
