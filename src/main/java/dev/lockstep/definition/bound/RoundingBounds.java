package dev.lockstep.definition.bound;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.Tape;
import dev.lockstep.definition.Variable;
import dev.lockstep.model.Case;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Truncation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.Decimal64;

/**
 * How far an implementation may be from the exact value of everything a case observes, to first order: the
 * local errors of all its operations ({@link LocalErrors}), carried to each observed number by the derivatives of a
 * {@link Tape}, and products of errors where the first order vanishes. It holds for every order of summation, with and without fused operations.
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

    private RoundingBounds(Map<Quantity, Method> methods, long operations, Map<Quantity, double[][]> bounds) {
        this.methods = methods;
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
     * Bounds for a case. What the forward pass observes comes first, then gradients, then what training observes: each group by
     * signed derivatives if that takes no more than so many multiplications for the group.
     *
     * @param scenario what is computed
     * @param implementations how accurate the elementary functions of each implementation are
     * @param affordable the number of multiplications; 0 for never, infinite for always
     */
    public static RoundingBounds of(Case scenario, List<FunctionErrors> implementations, double affordable) {
        Tape<Decimal64> tape = new Tape<>(new DoublePrecision());
        Results<Variable<Decimal64>> results = Definition.STANDARD.record(scenario, tape);
        ErrorGraph graph = new ErrorGraph(tape);
        double[][] local = implementations.stream().map(graph::local).toArray(double[][]::new);
        graph.allowForProductsOfErrors(() -> SampledProbe.bounds(graph, greatest(local)));
        Map<Quantity, Method> methods = new LinkedHashMap<>();
        double[][] found = new double[local.length][graph.size()];
        for (double[] set : found) {
            Arrays.fill(set, Double.NaN);
        }
        for (Group group : Group.values()) {
            List<Quantity> quantities = results.quantities().stream()
                    .filter(quantity -> Group.of(quantity) == group)
                    .toList();
            int[] places = places(quantities.stream().map(results::get).toList());
            int[] gradient = group == Group.FIRST_STEP ? places(List.of(results.firstStep())) : new int[0];
            boolean signed = cost(graph, gradient.length > 0 ? missing(found, gradient) : places) <= affordable;
            quantities.forEach(quantity -> methods.put(quantity, signed ? Method.SIGNED : Method.SAMPLED));
            if (signed) {
                fill(found, places, new SignedSweep(graph, local, known(graph, local, found, gradient)).bounds(places));
            }
        }
        double[][] sampled = methods.containsValue(Method.SAMPLED)
                ? sampled(graph, implementations, local)
                : new double[local.length][];
        return new RoundingBounds(methods, graph.size(), collected(results, methods, found, sampled));
    }

    /** What is bounded together. */
    private enum Group {
        FORWARD,
        GRADIENT,
        FIRST_STEP,
        LATER_STEPS;

        static Group of(Quantity quantity) {
            if (quantity.kind().isTraining() || quantity.step() > 1) {
                return quantity.step() == 1 ? FIRST_STEP : LATER_STEPS;
            }
            return quantity.kind().compareTo(Quantity.Kind.SCORE) <= 0 ? FORWARD : GRADIENT;
        }
    }

    /** Probes are sent once for all implementations of one precision. */
    private static double[][] sampled(ErrorGraph graph, List<FunctionErrors> implementations, double[][] local) {
        double[][] sampled = new double[local.length][];
        for (int set = 0; set < local.length; set++) {
            Precision precision = implementations.get(set).precision();
            int[] alike = IntStream.range(0, local.length)
                    .filter(other -> implementations.get(other).precision() == precision)
                    .toArray();
            double[][] theirs =
                    Arrays.stream(alike).mapToObj(other -> local[other]).toArray(double[][]::new);
            sampled[set] = alike[0] < set ? sampled[alike[0]] : SampledProbe.bounds(graph, greatest(theirs));
        }
        return sampled;
    }

    /** Of each number the error of the least accurate implementation. */
    private static double[] greatest(double[][] local) {
        double[] greatest = local[0].clone();
        for (double[] set : local) {
            for (int i = 0; i < greatest.length; i++) {
                greatest[i] = Math.max(greatest[i], set[i]);
            }
        }
        return greatest;
    }

    /** Multiplications of the sweeps from these places: each goes through what came before. */
    private static double cost(ErrorGraph graph, int[] places) {
        double cost = 0;
        for (int place : places) {
            cost += graph.first[place + 1];
        }
        return cost;
    }

    /** The places whose bounds were not found yet. */
    private static int[] missing(double[][] found, int[] places) {
        return Arrays.stream(places)
                .filter(place -> Double.isNaN(found[0][place]))
                .toArray();
    }

    /** Bounds of the gradient that the first optimizer step goes along, behind which its own sweeps need not look; or null. */
    private static double[][] known(ErrorGraph graph, double[][] local, double[][] found, int[] gradient) {
        if (gradient.length == 0) {
            return null;
        }
        int[] missing = missing(found, gradient);
        fill(found, missing, new SignedSweep(graph, local, null).bounds(missing));
        double[][] known = new double[local.length][graph.size()];
        for (int set = 0; set < local.length; set++) {
            Arrays.fill(known[set], Double.NaN);
            for (int place : gradient) {
                known[set][place] = found[set][place];
            }
        }
        return known;
    }

    private static int[] places(List<List<Variable<Decimal64>>> arrays) {
        return arrays.stream()
                .flatMapToInt(numbers -> Arrays.stream(indices(numbers)))
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

    private static Map<Quantity, double[][]> collected(
            Results<Variable<Decimal64>> results,
            Map<Quantity, Method> methods,
            double[][] signed,
            double[][] sampled) {
        Map<Quantity, double[][]> bounds = new LinkedHashMap<>();
        for (Quantity quantity : results.quantities()) {
            boolean exact = methods.get(quantity) == Method.SIGNED;
            int[] places = indices(results.get(quantity));
            double[][] sets = new double[signed.length][places.length];
            for (int set = 0; set < signed.length; set++) {
                double[] found = exact ? signed[set] : sampled[set];
                for (int k = 0; k < places.length; k++) {
                    sets[set][k] = places[k] < 0 ? 0 : found[places[k]];
                }
            }
            bounds.put(quantity, sets);
        }
        return bounds;
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
     * The bounds of one quantity.
     *
     * @param implementation its place in the list given
     * @return one bound for each number
     */
    public double[] of(Quantity quantity, int implementation) {
        return bounds.get(quantity)[implementation];
    }
}
