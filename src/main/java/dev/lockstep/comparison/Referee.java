package dev.lockstep.comparison;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.model.Figures;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Says how far both sides of a comparison are from the truth: the value of the equations in 50 digits, or in 32 where 50 would
 * take too long, or none, with a reason, where that would, too.
 *
 * <p>How long is judged by the number of multiplications (parameters × steps × rows, some for each elementary function, several
 * times that with gradients and optimizer steps), each of which takes about a microsecond in 50 digits and some
 * fiftieth of that in 32.
 *
 * @param fiftyDigits greatest number of multiplications in 50 digits
 * @param twofold greatest number of multiplications in 32 digits
 */
public record Referee(long fiftyDigits, long twofold) {
    /** Asked after every divergence: within a second; 32 digits, too, are twice as many as are judged. */
    public static final Referee AFTER_DIVERGENCE = new Referee(50_000, 10_000_000);

    /** Asked for by name: within some seconds. */
    public static final Referee ON_DEMAND = new Referee(5_000_000, 60_000_000);

    /**
     * Rules on a comparison.
     *
     * @param comparison of two frameworks, or of one with a table, that ended in AGREE, INCONCLUSIVE or DIVERGE; arrays whose
     *     shapes differ are left out
     */
    public Ruling on(Comparison comparison) {
        long work = Work.of(comparison.scenario());
        if (work > twofold) {
            return refused(
                    comparison,
                    "the case would take " + Figures.rounded(work) + " multiplications of 32 digits, "
                            + Figures.rounded(twofold) + " at most are taken");
        }
        return work > fiftyDigits ? judged(comparison, new TwofoldPrecision()) : judged(comparison, new FiftyDigits());
    }

    private static Ruling refused(Comparison comparison, String because) {
        return new Ruling(comparison.a(), comparison.b(), "", List.of(), because);
    }

    private static <T extends RealFieldElement<T>> Ruling judged(Comparison comparison, Arithmetic<T> numbers) {
        Results<T> truth = Definition.STANDARD.results(comparison.scenario(), numbers);
        List<Ruling.Array> arrays = new ArrayList<>();
        for (ArrayComparison array : comparison.arrays()) {
            Quantity quantity = array.quantity();
            boolean comparable = !array.shapesDiffer()
                    && array.elements() > 0
                    && truth.has(quantity)
                    && truth.get(quantity).size() == array.elements();
            if (comparable) {
                arrays.add(judged(comparison, array, truth.get(quantity), numbers));
            }
        }
        return arrays.isEmpty()
                ? refused(comparison, "the equations yield none of what was compared")
                : new Ruling(comparison.a(), comparison.b(), numbers.title(), arrays, "");
    }

    private static <T extends RealFieldElement<T>> Ruling.Array judged(
            Comparison comparison, ArrayComparison array, List<T> truth, Arithmetic<T> numbers) {
        double[] allowedA = allowed(comparison, array, true);
        double[] allowedB = allowed(comparison, array, false);
        Precision precision = array.precision();
        int worstA = worst(array.a(), truth, allowedA, numbers);
        int worstB = worst(array.b(), truth, allowedB, numbers);
        return new Ruling.Array(
                array.quantity(),
                array.a().axes(),
                deviation(array.a(), worstA, truth, allowedA, numbers, precision),
                deviation(array.b(), worstB, truth, allowedB, numbers, precision),
                deviation(array.a(), worstB, truth, allowedA, numbers, precision),
                deviation(array.b(), worstA, truth, allowedB, numbers, precision));
    }

    /**
     * The bound of one side, as it is derived. Of a table, the whole tolerance it was given under, since its digits end there.
     */
    private static double[] allowed(Comparison comparison, ArrayComparison array, boolean first) {
        Party side = first ? comparison.a() : comparison.b();
        if (side.id().equals(Party.expected().id())) {
            return array.bound().allowed();
        }
        Bound both = array.bound().explicit()
                ? Tolerances.derived()
                        .between(comparison.a().accuracy(), comparison.b().accuracy())
                        .bound(comparison.scenario(), array.quantity(), array.a(), array.b())
                : array.bound();
        return first ? both.ofA() : both.ofB();
    }

    private static <T extends RealFieldElement<T>> int worst(
            Tensor found, List<T> truth, double[] allowed, Arithmetic<T> numbers) {
        int worst = 0;
        double share = -1;
        for (int index : EntryWalk.order(found)) {
            double used = deviation(found, index, truth, allowed, numbers, Precision.DOUBLE)
                    .share();
            if (used > share) {
                worst = index;
                share = used;
            }
        }
        return worst;
    }

    private static <T extends RealFieldElement<T>> Deviation deviation(
            Tensor found, int index, List<T> truth, double[] allowed, Arithmetic<T> numbers, Precision precision) {
        double number = found.values()[index];
        double nearest = numbers.rounded(truth.get(index));
        if (!Double.isFinite(number) || !Double.isFinite(nearest)) {
            double none = number == nearest ? 0 : Double.POSITIVE_INFINITY;
            return new Deviation(found.labels(index), nearest, none, none, allowed[index]);
        }
        double absolute = Math.abs(numbers.rounded(numbers.number(number).subtract(truth.get(index))));
        return new Deviation(found.labels(index), nearest, absolute / precision.ulp(nearest), absolute, allowed[index]);
    }
}
