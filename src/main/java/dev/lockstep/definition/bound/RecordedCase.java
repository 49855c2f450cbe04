package dev.lockstep.definition.bound;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.InterpolatingGruEquations;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.Tape;
import dev.lockstep.definition.Variable;
import dev.lockstep.definition.bound.RoundingBounds.Method;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.Decimal64;

/**
 * A case on a tape, which can be asked for the {@link RoundingBounds} of several implementations, one after another. Those that
 * were found by signed derivatives are kept, so that an implementation that was asked for before costs nothing. Not for use by
 * several threads.
 */
public final class RecordedCase {
    private static final Definition INTERPOLATING =
            new Definition(Equations.STANDARD.with(new InterpolatingGruEquations()));

    private final Case scenario;
    private final GruForm gruForm;
    private final ErrorGraph graph;
    private final double affordable;
    /** Where the numbers of every array are on the tape; below 0 for constants. */
    private final Map<Quantity, int[]> places = new LinkedHashMap<>();

    private final int[] firstStep;
    /** What every optimizer step leaves, observed or not. */
    private final List<int[]> steps;

    private final Map<Quantity, Method> methods = new LinkedHashMap<>();
    private final Map<FunctionErrors, double[]> local = new HashMap<>();
    private final Map<FunctionErrors, double[]> signed = new HashMap<>();
    private final Map<FunctionErrors, Divisions> divisions = new HashMap<>();

    /**
     * Records a case.
     *
     * @param scenario what is computed
     * @param gruForm how the implementations that will be asked for compute GRUs
     */
    public RecordedCase(Case scenario, GruForm gruForm) {
        this(scenario, gruForm, RoundingBounds.AFFORDABLE);
    }

    RecordedCase(Case scenario, GruForm gruForm, double affordable) {
        Tape<Decimal64> tape = new Tape<>(new DoublePrecision());
        Definition definition = gruForm == GruForm.INTERPOLATION ? INTERPOLATING : Definition.STANDARD;
        Results<Variable<Decimal64>> results = definition.record(scenario, tape);
        this.scenario = scenario;
        this.gruForm = gruForm;
        this.graph = new ErrorGraph(tape);
        this.affordable = affordable;
        this.firstStep = ascending(List.of(indices(results.firstStep())));
        this.steps = results.steps().stream().map(RecordedCase::indices).toList();
        results.quantities().forEach(quantity -> places.put(quantity, indices(results.get(quantity))));
    }

    /** What was recorded. */
    public Case scenario() {
        return scenario;
    }

    /** How the implementations that may be asked for compute GRUs. */
    public GruForm gruForm() {
        return gruForm;
    }

    /**
     * Bounds of what the case observes.
     *
     * @param implementations how accurate the elementary functions of each implementation are
     */
    public RoundingBounds bounds(List<FunctionErrors> implementations) {
        double[][] errors = implementations.stream()
                .map(implementation -> local.computeIfAbsent(implementation, graph::local))
                .toArray(double[][]::new);
        if (graph.allowForProductsOfErrors(() -> SampledProbe.bounds(graph, greatest(errors)))) {
            signed.clear(); // what is added to local errors depends on all that were asked for
            divisions.clear();
        }
        List<FunctionErrors> unknown = implementations.stream()
                .filter(implementation -> !signed.containsKey(implementation))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            double[][] found = sweep(unknown.stream().map(local::get).toArray(double[][]::new));
            for (int set = 0; set < found.length; set++) {
                signed.put(unknown.get(set), found[set]);
            }
        }
        double[][] exact = implementations.stream().map(signed::get).toArray(double[][]::new);
        double[][] sampled =
                methods.containsValue(Method.SAMPLED) ? sampled(implementations, errors) : new double[errors.length][];
        List<Divisions> behind = implementations.stream()
                .map(implementation -> divisions.computeIfAbsent(
                        implementation, asked -> Divisions.of(graph, local.get(asked), affordable)))
                .toList();
        return new RoundingBounds(methods, graph.size(), collected(exact, sampled, behind), underivable(behind));
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

    /**
     * By signed derivatives, group after group, where they are affordable.
     *
     * @param errors of each implementation the local ones
     * @return for each implementation the bounds of all numbers, NaN where there is none
     */
    private double[][] sweep(double[][] errors) {
        double[][] found = new double[errors.length][graph.size()];
        for (double[] set : found) {
            Arrays.fill(set, Double.NaN);
        }
        for (Group group : Group.values()) {
            List<Quantity> quantities = places.keySet().stream()
                    .filter(quantity -> Group.of(quantity) == group)
                    .toList();
            int[] numbers = ascending(quantities.stream().map(places::get).toList());
            int[] gradient = group == Group.FIRST_STEP ? firstStep : new int[0];
            boolean exact = cost(gradient.length > 0 ? missing(found, gradient) : numbers) <= affordable;
            quantities.forEach(quantity -> methods.put(quantity, exact ? Method.SIGNED : Method.SAMPLED));
            if (exact) {
                double[][] known = known(errors, found, gradient);
                fill(found, numbers, new SignedSweep(graph, errors, known).bounds(numbers));
            }
        }
        return found;
    }

    /** Probes are sent once for all implementations of one precision. */
    private double[][] sampled(List<FunctionErrors> implementations, double[][] errors) {
        double[][] sampled = new double[errors.length][];
        for (int set = 0; set < errors.length; set++) {
            Precision precision = implementations.get(set).precision();
            int[] alike = IntStream.range(0, errors.length)
                    .filter(other -> implementations.get(other).precision() == precision)
                    .toArray();
            double[][] theirs =
                    Arrays.stream(alike).mapToObj(other -> errors[other]).toArray(double[][]::new);
            sampled[set] = alike[0] < set ? sampled[alike[0]] : SampledProbe.bounds(graph, greatest(theirs));
        }
        return sampled;
    }

    /** Of each number the error of the least accurate implementation. */
    private static double[] greatest(double[][] errors) {
        double[] greatest = errors[0].clone();
        for (double[] set : errors) {
            for (int i = 0; i < greatest.length; i++) {
                greatest[i] = Math.max(greatest[i], set[i]);
            }
        }
        return greatest;
    }

    /** Multiplications of the sweeps from these numbers: each goes through what came before. */
    private double cost(int[] numbers) {
        double cost = 0;
        for (int number : numbers) {
            cost += graph.first[number + 1];
        }
        return cost;
    }

    /** The numbers whose bounds were not found yet. */
    private static int[] missing(double[][] found, int[] numbers) {
        return Arrays.stream(numbers)
                .filter(number -> Double.isNaN(found[0][number]))
                .toArray();
    }

    /** Bounds of the gradient that the first optimizer step goes along, behind which its own sweeps need not look; or null. */
    private double[][] known(double[][] errors, double[][] found, int[] gradient) {
        if (gradient.length == 0) {
            return null;
        }
        int[] missing = missing(found, gradient);
        fill(found, missing, new SignedSweep(graph, errors, null).bounds(missing));
        double[][] known = new double[errors.length][graph.size()];
        for (int set = 0; set < errors.length; set++) {
            Arrays.fill(known[set], Double.NaN);
            for (int number : gradient) {
                known[set][number] = found[set][number];
            }
        }
        return known;
    }

    private static int[] ascending(List<int[]> arrays) {
        return arrays.stream()
                .flatMapToInt(Arrays::stream)
                .filter(index -> index >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    private static int[] indices(List<Variable<Decimal64>> numbers) {
        return numbers.stream().mapToInt(Variable::index).toArray();
    }

    private static void fill(double[][] all, int[] numbers, double[][] bounds) {
        for (int set = 0; set < all.length; set++) {
            for (int k = 0; k < numbers.length; k++) {
                all[set][numbers[k]] = bounds[set][k];
            }
        }
    }

    /** What is behind {@link Divisions} has no bound. */
    private Map<Quantity, double[][]> collected(double[][] exact, double[][] sampled, List<Divisions> divisions) {
        Map<Quantity, double[][]> bounds = new LinkedHashMap<>();
        int[] last = divisions.stream().mapToInt(this::lastDerivableStep).toArray();
        places.forEach((quantity, numbers) -> {
            double[][] all = methods.get(quantity) == Method.SIGNED ? exact : sampled;
            double[][] theirs = new double[all.length][];
            for (int set = 0; set < all.length; set++) {
                double[] found = all[set];
                Divisions own = divisions.get(set);
                boolean late = quantity.step() > last[set];
                theirs[set] = Arrays.stream(numbers)
                        .mapToDouble(number -> {
                            if (late || number >= 0 && own.precede(number)) {
                                return Double.POSITIVE_INFINITY;
                            }
                            return number < 0 ? 0 : bound(number, found[number]);
                        })
                        .toArray();
            }
            bounds.put(quantity, theirs);
        });
        return bounds;
    }

    /**
     * The first step that leaves a parameter or a state of the optimizer behind a division. What comes after it is behind that, too,
     * also where a kink of an activation or a loss only asks on which side a number is, and has no derivative that would tell.
     */
    private int lastDerivableStep(Divisions divisions) {
        for (int step = 1; step <= steps.size(); step++) {
            if (first(divisions, steps.get(step - 1)).isPresent()) {
                return step;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static OptionalInt first(Divisions divisions, int[] numbers) {
        return Arrays.stream(numbers)
                .filter(number -> number >= 0 && divisions.precede(number))
                .findFirst();
    }

    private double bound(int number, double found) {
        return Double.isNaN(graph.value(number)) ? Double.NaN : found;
    }

    private Map<Quantity, String> underivable(List<Divisions> divisions) {
        Map<Quantity, String> reasons = new LinkedHashMap<>();
        for (Divisions own : divisions) {
            places.forEach((quantity, numbers) ->
                    first(own, numbers).ifPresent(number -> reasons.putIfAbsent(quantity, own.describe(number))));
            int last = lastDerivableStep(own);
            places.keySet().stream()
                    .filter(quantity -> quantity.step() > last)
                    .forEach(quantity -> reasons.putIfAbsent(
                            quantity,
                            own.describe(first(own, steps.get(last - 1)).orElseThrow())));
        }
        return reasons;
    }
}
