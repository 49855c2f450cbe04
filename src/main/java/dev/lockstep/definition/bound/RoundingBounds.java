package dev.lockstep.definition.bound;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.Tape;
import dev.lockstep.definition.Variable;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Truncation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.util.Decimal64;

/**
 * How far an implementation in double precision may be from the exact value of everything a case observes, to first order: the
 * local errors of all its operations ({@link LocalErrors}), carried to each observed number by the derivatives of a
 * {@link Tape}. It holds for every order of summation, with and without fused operations.
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

    /** Multiplications in sweeps up to which the derivatives themselves are taken: some hundredths of a second. */
    static final double AFFORDABLE = 6e7;

    private final Method method;
    private final long operations;
    private final Map<Quantity, double[][]> bounds;

    private RoundingBounds(Method method, long operations, Map<Quantity, double[][]> bounds) {
        this.method = method;
        this.operations = operations;
        this.bounds = bounds;
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
     * Bounds for a case; by signed derivatives where that is affordable.
     *
     * @param scenario what is computed
     * @param implementations how accurate the elementary functions of each implementation are
     */
    public static RoundingBounds of(Case scenario, List<FunctionErrors> implementations) {
        return of(scenario, implementations, AFFORDABLE);
    }

    /**
     * Bounds for a case; by signed derivatives if that takes no more than so many multiplications.
     *
     * @param scenario what is computed
     * @param implementations how accurate the elementary functions of each implementation are
     * @param affordable the number of multiplications; 0 for never, infinite for always
     */
    public static RoundingBounds of(Case scenario, List<FunctionErrors> implementations, double affordable) {
        Tape<Decimal64> tape = new Tape<>(new DoublePrecision());
        Results<Variable<Decimal64>> results = Definition.STANDARD.record(scenario, tape);
        ErrorGraph graph = new ErrorGraph(tape);
        double[][] functions = implementations.stream().map(graph::functions).toArray(double[][]::new);
        int[] gradient = places(results.firstStep());
        int[] plain = results.quantities().stream()
                .filter(quantity -> !afterFirstStep(quantity))
                .flatMapToInt(quantity -> Arrays.stream(indices(results.get(quantity))))
                .filter(index -> index >= 0)
                .sorted()
                .distinct()
                .toArray();
        double sweeps = (double) (plain.length + gradient.length) * graph.edges();
        return sweeps <= affordable
                ? signed(results, graph, functions, plain, gradient)
                : sampled(results, graph, functions);
    }

    private static RoundingBounds signed(
            Results<Variable<Decimal64>> results, ErrorGraph graph, double[][] functions, int[] plain, int[] gradient) {
        double[][] found = new double[functions.length][graph.size()];
        fill(found, plain, new SignedSweep(graph, functions, null).bounds(plain));
        double[][] known = new double[functions.length][graph.size()];
        for (double[] set : known) {
            Arrays.fill(set, Double.NaN);
        }
        fill(known, gradient, new SignedSweep(graph, functions, null).bounds(gradient));
        int[] stepped = results.quantities().stream()
                .filter(RoundingBounds::afterFirstStep)
                .flatMapToInt(quantity -> Arrays.stream(indices(results.get(quantity))))
                .filter(index -> index >= 0)
                .sorted()
                .distinct()
                .toArray();
        fill(found, stepped, new SignedSweep(graph, functions, known).bounds(stepped));
        return new RoundingBounds(Method.SIGNED, graph.size(), collected(results, found));
    }

    private static RoundingBounds sampled(
            Results<Variable<Decimal64>> results, ErrorGraph graph, double[][] functions) {
        double[][] found = new double[functions.length][];
        for (int set = 0; set < functions.length; set++) {
            found[set] = SampledProbe.bounds(graph, functions[set]);
        }
        return new RoundingBounds(Method.SAMPLED, graph.size(), collected(results, found));
    }

    private static boolean afterFirstStep(Quantity quantity) {
        return quantity.kind().isTraining() && quantity.step() == 1;
    }

    private static int[] places(List<Variable<Decimal64>> numbers) {
        return Arrays.stream(indices(numbers))
                .filter(index -> index >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    private static int[] indices(List<Variable<Decimal64>> numbers) {
        return numbers.stream().mapToInt(Variable::index).toArray();
    }

    private static void fill(double[][] all, int[] places, double[][] bounds) {
        for (int set = 0; set < all.length; set++) {
            for (int k = 0; k < places.length; k++) {
                all[set][places[k]] = bounds[set][k];
            }
        }
    }

    private static Map<Quantity, double[][]> collected(Results<Variable<Decimal64>> results, double[][] found) {
        Map<Quantity, double[][]> bounds = new LinkedHashMap<>();
        for (Quantity quantity : results.quantities()) {
            int[] places = indices(results.get(quantity));
            double[][] sets = new double[found.length][places.length];
            for (int set = 0; set < found.length; set++) {
                for (int k = 0; k < places.length; k++) {
                    sets[set][k] = places[k] < 0 ? 0 : found[set][places[k]];
                }
            }
            bounds.put(quantity, sets);
        }
        return bounds;
    }

    /** How they were found. */
    public Method method() {
        return method;
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
     * The bounds of one quantity.
     *
     * @param implementation its place in the list given
     * @return one bound for each number
     */
    public double[] of(Quantity quantity, int implementation) {
        return bounds.get(quantity)[implementation];
    }
}
