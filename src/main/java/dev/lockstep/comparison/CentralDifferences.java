package dev.lockstep.comparison;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DifferenceQuotients;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.dfp.Dfp;

/**
 * A witness for gradients that knows nothing of backpropagation: {@link DifferenceQuotients} of the equations, rounded to
 * doubles. In 50 digits with h = 1e-18, which resolves 1e-30, where that takes up to {@link #FIFTY_DIGITS} multiplications; else
 * in 32 digits with h = 3e-10, which resolves 1e-18 of the largest entry: {@link Tolerances#centralDifferences()} says so in
 * numbers. It refuses what takes more than {@link #TWOFOLD} multiplications.
 *
 * <p>L is the score for targets, and Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates for an upstream gradient. It
 * costs two forward passes an entry: for small cases. Within h of a kink (ReLU, hard sigmoid …) it is wrong; it knows no
 * truncation.
 */
public final class CentralDifferences implements Framework {
    /** Its id. */
    public static final String ID = "central-differences";

    /** Greatest number of multiplications in 50 digits. */
    static final long FIFTY_DIGITS = 100_000;
    /** Greatest number of multiplications in 32 digits. */
    static final long TWOFOLD = 1_000_000_000;

    private static final double STEP_IN_FIFTY_DIGITS = 1e-18;
    private static final double STEP_IN_THIRTY_TWO_DIGITS = 3e-10;
    private static final Set<Quantity.Kind> GRADIENTS = EnumSet.of(
            Quantity.Kind.GRADIENT,
            Quantity.Kind.INPUT_GRADIENT,
            Quantity.Kind.INITIAL_HIDDEN_GRADIENT,
            Quantity.Kind.INITIAL_CELL_GRADIENT);

    /** Of the equations as they are written. */
    public CentralDifferences() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "central differences";
    }

    @Override
    public String version() {
        return "of the equations";
    }

    @Override
    public Support supports(Case scenario) {
        for (Quantity.Kind kind : scenario.observed()) {
            if (!GRADIENTS.contains(kind)) {
                return Support.no("they are gradients only, and " + kind.title() + " is not one");
            }
        }
        boolean jumps = scenario.network().layers().stream().anyMatch(MaskZeroSpec.class::isInstance);
        if (jumps && scenario.observed().contains(Quantity.Kind.INPUT_GRADIENT)) {
            return Support.no("the network jumps where MaskZero begins to mask, so dx has no difference quotients");
        }
        long work = work(scenario);
        return work <= TWOFOLD
                ? Support.YES
                : Support.no("they would take " + Figures.rounded(work) + " multiplications of 32 digits, "
                        + Figures.rounded(TWOFOLD) + " at most are taken");
    }

    /** @param scenario observes gradients only; its network has no kink within h of where it is */
    @Override
    public Observations observe(Case scenario) {
        return work(scenario) <= FIFTY_DIGITS
                ? rounded(scenario, new FiftyDigits(), STEP_IN_FIFTY_DIGITS)
                : rounded(scenario, new TwofoldPrecision(), STEP_IN_THIRTY_TWO_DIGITS);
    }

    /**
     * How far they are from the gradients of a tape in 50 digits: of every array the greatest difference as a share of its largest
     * entry. Neither route was derived by hand.
     *
     * @param scenario observes gradients only; a small one
     */
    public static Map<Quantity, Double> fromTape(Case scenario) {
        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> tape = Definition.STANDARD.results(scenario, fifty);
        Results<Dfp> quotients =
                DifferenceQuotients.gradients(Equations.STANDARD, scenario, fifty, STEP_IN_FIFTY_DIGITS);
        Map<Quantity, Double> shares = new LinkedHashMap<>();
        for (Quantity quantity : tape.quantities()) {
            double largest = 0;
            double difference = 0;
            for (int k = 0; k < tape.get(quantity).size(); k++) {
                Dfp value = tape.get(quantity).get(k);
                Dfp other = quotients.get(quantity).get(k);
                largest = Math.max(largest, fifty.rounded(value.abs()));
                difference =
                        Math.max(difference, fifty.rounded(value.subtract(other).abs()));
            }
            shares.put(quantity, difference == 0 ? 0 : difference / largest);
        }
        return shares;
    }

    private static <T extends RealFieldElement<T>> Observations rounded(
            Case scenario, Arithmetic<T> numbers, double step) {
        Results<T> results = DifferenceQuotients.gradients(Equations.STANDARD, scenario, numbers, step);
        return results.observations(numbers::rounded);
    }

    /** Two forward passes for every number that is differentiated with respect to. */
    private static long work(Case scenario) {
        long entries = 0;
        int rows = scenario.input().batch();
        if (scenario.observed().contains(Quantity.Kind.GRADIENT)) {
            entries += scenario.network().parameterCount();
        }
        if (scenario.observed().contains(Quantity.Kind.INPUT_GRADIENT)) {
            entries += scenario.input().values().length;
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            boolean cell = layer.hasCell() && scenario.observed().contains(Quantity.Kind.INITIAL_CELL_GRADIENT);
            boolean hidden = scenario.observed().contains(Quantity.Kind.INITIAL_HIDDEN_GRADIENT);
            entries += (long) rows * layer.units() * ((cell ? 1 : 0) + (hidden ? 1 : 0));
        }
        return 2 * entries * Work.ofForwardPass(scenario);
    }
}
