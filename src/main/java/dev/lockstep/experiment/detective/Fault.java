package dev.lockstep.experiment.detective;

import dev.lockstep.convention.Calculation;
import dev.lockstep.definition.Equations;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Something wrong that is no convention.
 *
 * @param title what it is
 * @param rule how what is observed comes about
 */
record Fault(String title, Rule rule) {
    /** How what is observed comes about. */
    @FunctionalInterface
    interface Rule {
        /** What is observed of the case. */
        Observations observe(Calculation base, Case scenario);
    }

    /** How many kinds there are. */
    static final int KINDS = 25;

    /**
     * A fault for a case.
     *
     * @param number faults whose numbers differ by {@link #KINDS} are of the same kind
     * @param scenario the case
     * @param seed of what is random in it
     * @return nothing where the case has no place for this kind
     */
    static Optional<Fault> of(int number, Case scenario, long seed) {
        Well19937c random = new Well19937c(seed);
        boolean trained = scenario.training().isPresent();
        return switch (number % KINDS) {
            case 0 -> fault("one weight moved by 1e-3", scenario, given -> oneWeight(given, random, 1e-3));
            case 1 -> fault("one weight moved by 1e-7", scenario, given -> oneWeight(given, random, 1e-7));
            case 2 -> observed("one number moved by 1e-6", (quantity, values) -> true, random, 1e-6);
            case 3 -> observed("one number moved by 1e-10", (quantity, values) -> true, random, 1e-10);
            case 4 -> equations("0.9·f ⊙ c′", scenario, FaultyEquations.lessMemory());
            case 5 -> equations("1.1·o ⊙ φ(c)", scenario, FaultyEquations.moreOutput());
            case 6 -> equations("1.7159·tanh(2z/3)", scenario, FaultyEquations.leCunTanh());
            case 7 -> equations("a hard sigmoid of slope 0.25", scenario, FaultyEquations.steepSigmoid());
            case 8 -> recurrent(scenario).flatMap(layer -> permuted(layer, scenario, random));
            case 9 -> equations("h of two steps before", scenario, FaultyEquations.olderState());
            case 10 -> equations("half of h′", scenario, FaultyEquations.halfState());
            case 11 -> noise("gradients with noise of 1e-6", Kind.GRADIENT, scenario, random, 1e-6);
            case 12 -> noise("outputs with noise of 1e-9", Kind.OUTPUTS, scenario, random, 1e-9);
            case 13 -> trained ? optimizer("the learning rate times 1.1", scenario) : Optional.empty();
            case 14 -> trained ? adam(scenario) : Optional.empty();
            case 15 -> bias(scenario, 1.5);
            case 16 -> bias(scenario, 0.9);
            case 17 -> data("the input times 0.99", scenario, sequence -> scaled(sequence, 0.99));
            case 18 -> data("the input of the step before", scenario, Fault::delayed);
            case 19 -> equations("the loss times 1.7", scenario, FaultyEquations.loss(1.7));
            case 20 -> equations("1 − z² for the slope of tanh", scenario, FaultyEquations.wrongSlope());
            case 21 ->
                trained ? equations("the step times 0.98", scenario, FaultyEquations.shorterStep()) : Optional.empty();
            case 22 -> equations("i ⊙ g without i in part", scenario, FaultyEquations.leakyInput());
            case 23 -> fault("two weights exchanged", scenario, given -> exchanged(given, random));
            default -> data("one number of the input negated", scenario, sequence -> negated(sequence, random));
        };
    }

    Observations observe(Calculation base, Case scenario) {
        return rule.observe(base, scenario);
    }

    private static Optional<Fault> fault(String title, Case scenario, UnaryOperator<Case> change) {
        Case changed = change.apply(scenario);
        return Optional.of(new Fault(title, (base, given) -> base.observe(changed)));
    }

    private static Optional<Fault> equations(String title, Case scenario, UnaryOperator<Equations> change) {
        return Optional.of(new Fault(title, (base, given) -> base.observe(given, change)));
    }

    private static Optional<RecurrentSpec> recurrent(Case scenario) {
        return scenario.network().recurrent().stream().findFirst();
    }

    /** What happens to the numbers of one parameter. */
    private interface Entries {
        double[] changed(ParameterKey key, ParameterSpec spec, double[] values);
    }

    private static Case weighted(Case scenario, Entries entries) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        scenario.weights().asMap().forEach((key, matrix) -> {
            LayerSpec layer = scenario.network().layer(key.layer());
            double[] values = entries.changed(key, layer.parameter(key.parameter()), matrix.toArray());
            matrices.put(key, RowMajorMatrix.wrap(values, matrix.getRowDimension(), matrix.getColumnDimension()));
        });
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    private static ParameterKey any(Case scenario, Well19937c random) {
        List<ParameterKey> keys = new ArrayList<>(scenario.weights().keys());
        return keys.get(random.nextInt(keys.size()));
    }

    private static Case oneWeight(Case scenario, Well19937c random, double by) {
        ParameterKey moved = any(scenario, random);
        return weighted(scenario, (key, spec, values) -> {
            if (key.equals(moved)) {
                values[random.nextInt(values.length)] += by;
            }
            return values;
        });
    }

    private static Case exchanged(Case scenario, Well19937c random) {
        ParameterKey of = any(scenario, random);
        return weighted(scenario, (key, spec, values) -> {
            if (key.equals(of)) {
                int one = random.nextInt(values.length);
                int other = (one + 1 + random.nextInt(values.length - 1)) % values.length;
                double kept = values[one];
                values[one] = values[other];
                values[other] = kept;
            }
            return values;
        });
    }

    /** Units of RW moved round by one place, and nothing else. */
    private static Optional<Fault> permuted(RecurrentSpec layer, Case scenario, Well19937c random) {
        int units = layer.units();
        if (units < 3) {
            return Optional.empty();
        }
        int by = 1 + random.nextInt(units - 1);
        return fault(
                "the units of RW permuted",
                scenario,
                given -> weighted(given, (key, spec, values) -> {
                    if (!key.layer().equals(layer.name()) || key.parameter() != Parameter.RW) {
                        return values;
                    }
                    double[] moved = new double[values.length];
                    for (int row = 0; row < units; row++) {
                        System.arraycopy(
                                values,
                                row * spec.columns(),
                                moved,
                                (row + by) % units * spec.columns(),
                                spec.columns());
                    }
                    return moved;
                }));
    }

    private static Optional<Fault> bias(Case scenario, double factor) {
        return fault(
                "b times " + factor,
                scenario,
                given -> weighted(given, (key, spec, values) -> {
                    for (int i = 0; key.parameter() == Parameter.B && i < values.length; i++) {
                        values[i] *= factor;
                    }
                    return values;
                }));
    }

    /** Which arrays something may happen to. */
    private interface Place {
        boolean fits(Quantity quantity, double[] values);
    }

    private static Optional<Fault> observed(String title, Place place, Well19937c random, double by) {
        return Optional.of(new Fault(title, (base, scenario) -> {
            Observations observed = base.observe(scenario);
            List<Quantity> fitting = observed.quantities().stream()
                    .filter(quantity ->
                            place.fits(quantity, observed.get(quantity).values()))
                    .toList();
            Quantity moved = fitting.get(random.nextInt(fitting.size()));
            return changed(observed, (quantity, values) -> {
                if (quantity.equals(moved)) {
                    values[random.nextInt(values.length)] += by;
                }
            });
        }));
    }

    private static Optional<Fault> noise(String title, Kind kind, Case scenario, Well19937c random, double size) {
        return Optional.of(new Fault(
                title,
                (base, given) -> changed(base.observe(given), (quantity, values) -> {
                    for (int i = 0; quantity.kind() == kind && i < values.length; i++) {
                        values[i] += size * (2 * random.nextDouble() - 1);
                    }
                })));
    }

    /** What happens to observed numbers. */
    private interface Change {
        void of(Quantity quantity, double[] values);
    }

    private static Observations changed(Observations observed, Change change) {
        Observations.Builder all = Observations.builder();
        for (Quantity quantity : observed.quantities()) {
            Tensor tensor = observed.get(quantity);
            double[] values = tensor.values().clone();
            change.of(quantity, values);
            all.put(quantity, new Tensor(tensor.axes(), values));
        }
        return all.build();
    }

    private static Optional<Fault> data(String title, Case scenario, UnaryOperator<Sequence> change) {
        return fault(
                title,
                scenario,
                given -> rebuilt(
                        given,
                        change.apply(given.input()),
                        given.training()
                                .map(training -> training.over(training.minibatches().stream()
                                        .map(minibatch -> new Minibatch(
                                                change.apply(minibatch.input()),
                                                minibatch.targets(),
                                                minibatch.masks()))
                                        .toList()))));
    }

    private static Case rebuilt(Case given, Sequence input, Optional<Training> training) {
        return new Case(
                        given.name(),
                        given.network(),
                        given.weights(),
                        input,
                        given.initialStates(),
                        (Objective.Targets) given.objective(),
                        given.truncation(),
                        training,
                        given.observed())
                .with(given.masks())
                .with(given.execution());
    }

    private static Sequence with(Sequence sequence, double[] values) {
        return new Sequence(sequence.time(), sequence.batch(), sequence.features(), values);
    }

    private static Sequence scaled(Sequence sequence, double factor) {
        double[] values = sequence.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return with(sequence, values);
    }

    private static Sequence delayed(Sequence sequence) {
        double[] values = new double[sequence.values().length];
        int step = sequence.batch() * sequence.features();
        System.arraycopy(sequence.values(), 0, values, step, values.length - step);
        return with(sequence, values);
    }

    private static Sequence negated(Sequence sequence, Well19937c random) {
        double[] values = sequence.values().clone();
        int at = random.nextInt(values.length);
        values[at] = -values[at];
        return with(sequence, values);
    }

    private static Optional<Fault> optimizer(String title, Case scenario) {
        return Optional.of(new Fault(title, (base, given) -> base.observe(given, FaultyEquations.longerStep())));
    }

    private static Optional<Fault> adam(Case scenario) {
        if (!(scenario.training().orElseThrow().optimizer() instanceof OptimizerSpec.Adam adam)) {
            return Optional.empty();
        }
        OptimizerSpec other =
                new OptimizerSpec.Adam(adam.rate(), adam.beta1() + 0.01, adam.beta2(), adam.epsilon() * 3, adam.form());
        Training training = scenario.training().orElseThrow();
        return fault(
                "β1 greater by 0.01 and ε times 3",
                scenario,
                given -> rebuilt(given, given.input(), Optional.of(training.by(other, training.start()))));
    }
}
