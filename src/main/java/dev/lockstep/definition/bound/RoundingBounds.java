package dev.lockstep.definition.bound;

import dev.lockstep.model.Case;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Truncation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an implementation may be from the exact value of everything a case observes, to first order: the
 * local errors of all its operations ({@link LocalErrors}), carried to each observed number by the derivatives of a
 * {@link dev.lockstep.definition.Tape}, and products of errors where the first order vanishes. It holds for every order of summation, with and without fused operations.
 * What was divided by a number no greater than its own bound has no first order, and no bound.
 *
 * <p>After an optimizer step from given parameters and state, a parameter's bound is that of its gradient times the slope of the
 * step, and what the step itself rounds. After several free steps it is that of the whole chain.
 */
public final class RoundingBounds {
    /** How bounds were found. */
    public enum Method {
        /** By the signed derivatives themselves. */
        SIGNED("signed derivatives"),
        /** By {@link SampledProbe Cauchy and Schwarz's inequality}, from 32 random probes. */
        SAMPLED("Cauchy–Schwarz over 32 probes");

        private final String title;

        Method(String title) {
            this.title = title;
        }

        /** What it is called in reports. */
        public String title() {
            return title;
        }
    }

    /** Multiplications in sweeps up to which the derivatives themselves are taken: about a tenth of a second. */
    static final double AFFORDABLE = 1e8;

    private final Map<Quantity, Method> methods;
    private final long operations;
    private final Map<Quantity, double[][]> bounds;
    private final Map<Quantity, String> underivable;

    RoundingBounds(
            Map<Quantity, Method> methods,
            long operations,
            Map<Quantity, double[][]> bounds,
            Map<Quantity, String> underivable) {
        this.methods = methods;
        this.operations = operations;
        this.bounds = bounds;
        this.underivable = underivable;
    }

    /**
     * About how many multiplications it takes to compute everything a case observes: for each recurrent layer, each time step and
     * each row, three times the size of its weights; for each optimizer step again.
     */
    public static double multiplications(Case scenario) {
        double rows = (double) scenario.input().time() * scenario.input().batch();
        double one = 3 * rows * scenario.network().parameterCount();
        double steps = scenario.training()
                .map(training -> training.minibatches().stream()
                        .mapToDouble(minibatch -> (double) minibatch.input().time()
                                * minibatch.input().batch())
                        .sum())
                .orElse(0.0);
        double repeated = scenario.truncation() instanceof Truncation.Sliding sliding
                ? Math.min(sliding.steps() + 1.0, scenario.input().time())
                : 1;
        return repeated * (one + 3 * steps * scenario.network().parameterCount());
    }

    /**
     * Bounds for a case; by signed derivatives where that is affordable. Its GRUs are computed as {@link GruForm#SUM} has it.
     *
     * @param scenario what is computed
     * @param implementations how accurate the elementary functions of each implementation are
     */
    public static RoundingBounds of(Case scenario, List<FunctionErrors> implementations) {
        return of(scenario, implementations, AFFORDABLE);
    }

    /**
     * Bounds for a case. What the forward pass observes comes first, then gradients, then what training observes: each group by
     * signed derivatives if that takes no more than so many multiplications for the group.
     *
     * @param scenario what is computed
     * @param implementations how accurate the elementary functions of each implementation are
     * @param affordable the number of multiplications; 0 for never, infinite for always
     */
    public static RoundingBounds of(Case scenario, List<FunctionErrors> implementations, double affordable) {
        return new RecordedCase(scenario, GruForm.SUM, affordable).bounds(implementations);
    }

    /** SAMPLED if those of any quantity are. */
    public Method method() {
        return methods.containsValue(Method.SAMPLED) ? Method.SAMPLED : Method.SIGNED;
    }

    /** How those of one quantity were found. */
    public Method method(Quantity quantity) {
        return methods.get(quantity);
    }

    /** How many operations were looked at. */
    public long operations() {
        return operations;
    }

    /** Whether there is a bound for this quantity. */
    public boolean has(Quantity quantity) {
        return bounds.containsKey(quantity);
    }

    /**
     * Why no bound can be derived for some number of a quantity, to follow "behind"; empty where all have one, or
     * where roundings are only magnified beyond what a double holds.
     */
    public Optional<String> underivable(Quantity quantity) {
        return Optional.ofNullable(underivable.get(quantity));
    }

    /**
     * The bounds of one quantity, infinite for numbers that have none: {@link #underivable}.
     *
     * @param implementation its place in the list given
     * @return one bound for each number
     */
    public double[] of(Quantity quantity, int implementation) {
        return bounds.get(quantity)[implementation];
    }
}
