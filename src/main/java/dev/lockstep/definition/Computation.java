package dev.lockstep.definition;

import dev.lockstep.definition.OptimizerEquations.Entry;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Segment;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/**
 * Computes everything a case observes on one tape.
 *
 * @param <T> the numbers below the tape
 */
final class Computation<T extends RealFieldElement<T>> {
    private static final Set<Kind> GRADIENTS =
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    private final Equations equations;
    private final Case scenario;
    private final Results<Variable<T>> results = new Results<>();
    private Tape<T> tape;
    private Optional<Pass<T>> latest = Optional.empty();

    /** L of a minibatch at a point, and ∂L/∂point once that was asked for: so that nothing goes on the tape twice. */
    private record Pass<T extends RealFieldElement<T>>(
            List<Variable<T>> point,
            Minibatch minibatch,
            Variable<T> objective,
            Map<String, List<Memory<Variable<T>>>> reached,
            Optional<List<Variable<T>>> gradient) {
        boolean isOf(List<Variable<T>> other, Minibatch read) {
            return point.equals(other)
                    && minibatch.input() == read.input()
                    && minibatch.targets() == read.targets()
                    && minibatch.masks().equals(read.masks());
        }
    }

    Computation(Equations equations, Case scenario, Tape<T> tape) {
        this.equations = equations;
        this.scenario = scenario;
        this.tape = tape;
    }

    /**
     * Everything the case observes.
     *
     * @param free whether every optimizer step begins a new tape, so that no more than one step is remembered
     */
    Results<Variable<T>> run(boolean free) {
        Parameters<Variable<T>> theta = Parameters.of(scenario.network(), scenario.weights(), this::leaf);
        Grid<Variable<T>> input = grid(scenario.input(), true);
        Map<String, List<Memory<Variable<T>>>> start = start(true);
        Forward<Variable<T>> forward =
                new Forward<>(equations, tape, scenario, theta, input, scenario.masks(), start, false);
        observe(forward);
        if (wants(Kind.STREAMED) && scenario.network().streams()) {
            stream(theta, input, start);
        }
        boolean gradients = GRADIENTS.stream().anyMatch(this::wants);
        if (wants(Kind.SCORE) || gradients) {
            differentiate(forward, theta, input, start, gradients);
        }
        if (scenario.training().isPresent()
                && (wants(Kind.SCORE) || wants(Kind.PARAMETER) || wants(Kind.OPTIMIZER_STATE))) {
            train(theta, free);
        }
        return results;
    }

    private void observe(Forward<Variable<T>> forward) {
        for (LayerSpec layer : scenario.network().layers()) {
            Grid<Variable<T>> outputs = forward.outputs(layer.name());
            put(Kind.OUTPUTS, Quantity.outputs(layer.name()), sequenceAxes(outputs), outputs.values());
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            List<Memory<Variable<T>>> rows = forward.finalState(layer.name());
            put(Kind.FINAL_HIDDEN, Quantity.finalHidden(layer.name()), stateAxes(layer), hidden(rows));
            if (layer.hasCell()) {
                put(Kind.FINAL_CELL, Quantity.finalCell(layer.name()), stateAxes(layer), cells(rows));
            }
        }
    }

    /** The network's outputs when the input arrives in pieces of 1, 2, 3 … steps. */
    private void stream(
            Parameters<Variable<T>> theta, Grid<Variable<T>> input, Map<String, List<Memory<Variable<T>>>> start) {
        List<Variable<T>> values = new ArrayList<>();
        Map<String, List<Memory<Variable<T>>>> memory = start;
        int from = 0;
        for (int length = 1; from < input.time(); length++) {
            int to = Math.min(input.time(), from + length);
            Forward<Variable<T>> piece = new Forward<>(
                    equations,
                    tape,
                    scenario,
                    theta,
                    input.steps(from, to),
                    scenario.masks().steps(from + 1, to),
                    memory,
                    from > 0);
            values.addAll(piece.last().values());
            memory = each(reached(piece), reached -> equations.piece().streamed(tape, reached));
            from = to;
        }
        Grid<Variable<T>> outputs =
                new Grid<>(input.time(), input.batch(), scenario.network().outputs(), values);
        put(Kind.STREAMED, Quantity.streamed(), sequenceAxes(outputs), values);
    }

    private void differentiate(
            Forward<Variable<T>> forward,
            Parameters<Variable<T>> theta,
            Grid<Variable<T>> input,
            Map<String, List<Memory<Variable<T>>>> start,
            boolean gradients) {
        Variable<T> objective = cost().of(forward);
        if (scenario.objective() instanceof Objective.Targets targets) {
            put(Kind.SCORE, Quantity.score(), List.of(), List.of(objective));
            Minibatch own = new Minibatch(scenario.input(), targets.targets(), scenario.masks());
            latest = Optional.of(new Pass<>(theta.all(), own, objective, reached(forward), Optional.empty()));
        }
        if (!gradients) {
            return;
        }
        List<Variable<T>> wanted = new ArrayList<>(theta.all());
        wanted.addAll(input.values());
        List<RecurrentSpec> started = scenario.network().recurrent().stream()
                .filter(layer -> !layer.trainableStart())
                .toList();
        for (RecurrentSpec layer : started) {
            wanted.addAll(hidden(start.get(layer.name())));
            wanted.addAll(cells(start.get(layer.name())));
        }
        List<Variable<T>> all = tape.gradient(objective, wanted);
        int at = theta.all().size();
        List<Variable<T>> ofTheta = all.subList(0, at);
        latest = latest.map(
                pass -> new Pass<>(pass.point(), pass.minibatch(), objective, pass.reached(), Optional.of(ofTheta)));
        putAll(Kind.GRADIENT, theta.withAll(ofTheta), 0, "");
        put(
                Kind.INPUT_GRADIENT,
                Quantity.inputGradient(),
                sequenceAxes(input),
                all.subList(at, at += input.values().size()));
        for (RecurrentSpec layer : started) {
            int size = scenario.input().batch() * layer.units();
            put(
                    Kind.INITIAL_HIDDEN_GRADIENT,
                    Quantity.initialHiddenGradient(layer.name()),
                    stateAxes(layer),
                    all.subList(at, at += size));
            if (layer.hasCell()) {
                put(
                        Kind.INITIAL_CELL_GRADIENT,
                        Quantity.initialCellGradient(layer.name()),
                        stateAxes(layer),
                        all.subList(at, at += size));
            }
        }
    }

    private void train(Parameters<Variable<T>> initial, boolean free) {
        Training training = scenario.training().orElseThrow();
        OptimizerSpec optimizer = training.optimizer();
        Parameters<Variable<T>> theta = initial;
        Map<String, Parameters<Variable<T>>> slots = new LinkedHashMap<>();
        for (String slot : optimizer.slots()) {
            Weights values = training.start().slots().get(slot);
            slots.put(slot, Parameters.of(scenario.network(), values, this::leaf));
        }
        Map<String, List<Memory<Variable<T>>>> reached = Map.of();
        int step = 0;
        for (Segment segment : training.segments(scenario.truncation())) {
            step++;
            if (free && step > 1) {
                tape = new Tape<>(tape.numbers());
                theta = theta.map(entry -> tape.leaf(entry.value()));
                slots.replaceAll((slot, values) -> values.map(entry -> tape.leaf(entry.value())));
                reached = each(reached, memory -> new Memory<>(leaves(memory.h()), leaves(memory.c())));
            }
            Started<T> started = segment.goesOn()
                    ? new Started<>(each(reached, memory -> equations.piece().resumed(tape, memory)), true)
                    : new Started<>(start(false), false);
            Stepped<T> next = step(theta, slots, training, step, segment.minibatch(), started);
            reached = next.reached();
            if (!free) {
                results.step(next.entries().stream()
                        .flatMap(entry -> Stream.concat(Stream.of(entry.theta()), entry.slots().stream()))
                        .toList());
            }
            theta = theta.withAll(next.entries().stream().map(Entry::theta).toList());
            putAll(Kind.PARAMETER, theta, step, "");
            for (int slot = 0; slot < optimizer.slots().size(); slot++) {
                int at = slot;
                Parameters<Variable<T>> values = theta.withAll(
                        next.entries().stream().map(e -> e.slots().get(at)).toList());
                slots.put(optimizer.slots().get(slot), values);
                putAll(Kind.OPTIMIZER_STATE, values, step, optimizer.slots().get(slot));
            }
        }
    }

    /** What recurrent layers start from, and whether another input ended there. */
    private record Started<T extends RealFieldElement<T>>(
            Map<String, List<Memory<Variable<T>>>> memories, boolean resumed) {}

    /** Parameters and optimizer state after a step, and where recurrent layers were left. */
    private record Stepped<T extends RealFieldElement<T>>(
            List<Entry<Variable<T>>> entries, Map<String, List<Memory<Variable<T>>>> reached) {}

    private static <V> Map<String, List<Memory<V>>> each(
            Map<String, List<Memory<V>>> memories, UnaryOperator<Memory<V>> change) {
        Map<String, List<Memory<V>>> changed = new LinkedHashMap<>();
        memories.forEach(
                (layer, rows) -> changed.put(layer, rows.stream().map(change).toList()));
        return changed;
    }

    private List<Variable<T>> leaves(List<Variable<T>> values) {
        return values.stream().map(value -> tape.leaf(value.value())).toList();
    }

    private Stepped<T> step(
            Parameters<Variable<T>> theta,
            Map<String, Parameters<Variable<T>>> slots,
            Training training,
            int step,
            Minibatch minibatch,
            Started<T> started) {
        OptimizerEquations optimizer = equations.optimizer();
        Regularisation regularisation = training.regularisation();
        List<Entry<Variable<T>>> entries = entries(theta, slots);
        if (wants(Kind.SCORE)) {
            Variable<T> loss = pass(theta, theta.all(), minibatch, started).objective();
            Variable<T> score =
                    regularisation.isNone() ? loss : loss.add(optimizer.penalty(tape, regularisation, theta));
            put(Kind.SCORE, Quantity.score(step), List.of(), List.of(score));
        }
        List<Variable<T>> point = entries.stream()
                .map(entry -> optimizer.gradientPoint(tape, training.optimizer(), entry))
                .toList();
        Pass<T> pass = pass(theta, point, minibatch, started);
        List<Variable<T>> flowing = pass.gradient().orElseGet(() -> tape.gradient(pass.objective(), point));
        if (step == 1) {
            results.firstStep(flowing);
        }
        List<Variable<T>> gradient = optimizer
                .gradient(tape, training, theta.withAll(point), theta.withAll(flowing))
                .all();
        List<Regularisation.Rule> rules = optimizer.rules(theta, regularisation);
        int t = training.start().stepsTaken() + step;
        Variable<T> rate = optimizer.rate(tape, training, t);
        List<Entry<Variable<T>>> next = new ArrayList<>();
        for (int k = 0; k < entries.size(); k++) {
            Entry<Variable<T>> before = entries.get(k);
            Entry<Variable<T>> after = optimizer.step(tape, training.optimizer(), rate, t, before, gradient.get(k));
            next.add(new Entry<>(
                    optimizer.shrunk(tape, rules.get(k), rate, before.theta(), after.theta()), after.slots()));
        }
        return new Stepped<>(next, pass.reached());
    }

    private Pass<T> pass(
            Parameters<Variable<T>> like, List<Variable<T>> point, Minibatch minibatch, Started<T> started) {
        return latest.filter(pass -> pass.isOf(point, minibatch)).orElseGet(() -> {
            Objective.Targets targets =
                    new Objective.Targets(((Objective.Targets) scenario.objective()).loss(), minibatch.targets());
            Forward<Variable<T>> forward = new Forward<>(
                    equations,
                    tape,
                    scenario,
                    like.withAll(point),
                    grid(minibatch.input(), false),
                    minibatch.masks(),
                    started.memories(),
                    started.resumed());
            Pass<T> pass = new Pass<>(
                    point,
                    minibatch,
                    cost().score(forward, targets, minibatch.masks().labels()),
                    reached(forward),
                    Optional.empty());
            latest = Optional.of(pass);
            return pass;
        });
    }

    private Map<String, List<Memory<Variable<T>>>> reached(Forward<Variable<T>> forward) {
        Map<String, List<Memory<Variable<T>>>> reached = new LinkedHashMap<>();
        scenario.network().recurrent().forEach(layer -> reached.put(layer.name(), forward.finalState(layer.name())));
        return reached;
    }

    private Cost<Variable<T>> cost() {
        return new Cost<>(equations, tape, scenario);
    }

    private static <V> List<Entry<V>> entries(Parameters<V> theta, Map<String, Parameters<V>> slots) {
        List<V> all = theta.all();
        List<List<V>> states = slots.values().stream().map(Parameters::all).toList();
        List<Entry<V>> entries = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            int at = k;
            entries.add(new Entry<>(
                    all.get(k), states.stream().map(state -> state.get(at)).toList()));
        }
        return entries;
    }

    private Map<String, List<Memory<Variable<T>>>> start(boolean leaves) {
        Map<String, List<Memory<Variable<T>>>> start = new LinkedHashMap<>();
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            start.put(layer.name(), memories(scenario.initialState(layer), leaves));
        }
        return start;
    }

    private List<Memory<Variable<T>>> memories(State state, boolean leaves) {
        List<Memory<Variable<T>>> rows = new ArrayList<>();
        for (int row = 0; row < state.h().getRowDimension(); row++) {
            List<Variable<T>> c =
                    state.c().isPresent() ? numbers(state.c().get().getRow(row), leaves) : List.of();
            rows.add(new Memory<>(numbers(state.h().getRow(row), leaves), c));
        }
        return rows;
    }

    private Grid<Variable<T>> grid(Sequence sequence, boolean leaves) {
        return new Grid<>(sequence.time(), sequence.batch(), sequence.features(), numbers(sequence.values(), leaves));
    }

    private List<Variable<T>> numbers(double[] values, boolean leaves) {
        List<Variable<T>> numbers = new ArrayList<>(values.length);
        for (double value : values) {
            numbers.add(leaves ? leaf(value) : tape.number(value));
        }
        return numbers;
    }

    private Variable<T> leaf(double value) {
        return tape.leaf(tape.numbers().number(value));
    }

    private static <V> List<V> hidden(List<Memory<V>> rows) {
        return rows.stream().flatMap(row -> row.h().stream()).toList();
    }

    private static <V> List<V> cells(List<Memory<V>> rows) {
        return rows.stream().flatMap(row -> row.c().stream()).toList();
    }

    private List<Axis> sequenceAxes(Grid<?> grid) {
        return List.of(
                Axis.counted(Axis.TIME, grid.time()),
                Axis.counted(Axis.BATCH, grid.batch()),
                Axis.counted(Axis.UNIT, grid.features()));
    }

    private List<Axis> stateAxes(RecurrentSpec layer) {
        return List.of(Axis.counted(Axis.BATCH, scenario.input().batch()), Axis.counted(Axis.UNIT, layer.units()));
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private void put(Kind kind, Quantity quantity, List<Axis> axes, List<Variable<T>> values) {
        if (wants(kind)) {
            results.put(quantity, axes, values);
        }
    }

    private void putAll(Kind kind, Parameters<Variable<T>> values, int step, String slot) {
        for (ParameterKey key : values.keys()) {
            Quantity quantity = switch (kind) {
                case GRADIENT -> Quantity.gradient(key);
                case PARAMETER -> Quantity.parameter(key, step);
                default -> Quantity.optimizerState(key, slot, step);
            };
            LayerSpec layer = scenario.network().layer(key.layer());
            put(kind, quantity, layer.parameter(key.parameter()).axes(), values.get(key));
        }
    }
}
