package dev.lockstep.definition;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.math3.RealFieldElement;

/**
 * Gradients from forward passes only, two for each entry: D = (L(θ + h) − L(θ − h))/(2h). They know nothing of
 * backpropagation, neither by hand nor on a tape.
 *
 * <p>The truncation error is h²/6·|L‴|, the rounding error about δ/h, where δ is the error of L. In 50 digits δ is some 1e-54
 * (60 digits are computed with, an exponential of them loses a few), so that with h = 1e-18 both are about 1e-36: far below
 * the 1e-20 that is asked for. In 32 digits δ is some 1e-29, so that with h = 3e-10 both are about 1e-19, a thousandth of an ulp
 * of a double. Tests hold both to the tape.
 *
 * <p>Within h of a kink (ReLU, hard sigmoid …) they are wrong; so is ∂L/∂x where MaskZero masks, since any other x is not masked. They know no truncation either: this is the gradient itself.
 *
 * @param <T> the numbers
 */
public final class DifferenceQuotients<T extends RealFieldElement<T>> {
    private final Equations equations;
    private final Case scenario;
    private final Arithmetic<T> numbers;
    private final T step;
    private final Cost<T> cost;

    private DifferenceQuotients(Equations equations, Case scenario, Arithmetic<T> numbers, double step) {
        this.equations = equations;
        this.scenario = scenario.with(Truncation.NONE);
        this.numbers = numbers;
        this.step = numbers.number(step);
        this.cost = new Cost<>(equations, numbers, scenario);
    }

    /**
     * The gradients that a case observes; other kinds are left out.
     *
     * @param equations whose forward pass is differentiated
     * @param scenario a case with targets or an upstream gradient
     * @param numbers what is computed with
     * @param step h, above 0
     */
    public static <T extends RealFieldElement<T>> Results<T> gradients(
            Equations equations, Case scenario, Arithmetic<T> numbers, double step) {
        return new DifferenceQuotients<>(equations, scenario, numbers, step).results();
    }

    private Results<T> results() {
        Parameters<T> theta = Parameters.of(scenario.network(), scenario.weights(), numbers::number);
        Sequence given = scenario.input();
        Grid<T> x = new Grid<>(given.time(), given.batch(), given.features(), list(given.values()));
        Map<String, List<Memory<T>>> start = new LinkedHashMap<>();
        scenario.network()
                .recurrent()
                .forEach(layer -> start.put(layer.name(), memories(scenario.initialState(layer))));
        Results<T> results = new Results<>();
        if (wants(Kind.GRADIENT)) {
            Parameters<T> gradient = theta.withAll(quotients(theta.all(), all -> cost(theta.withAll(all), x, start)));
            for (ParameterKey key : gradient.keys()) {
                LayerSpec layer = scenario.network().layer(key.layer());
                results.put(
                        Quantity.gradient(key), layer.parameter(key.parameter()).axes(), gradient.get(key));
            }
        }
        if (wants(Kind.INPUT_GRADIENT)) {
            List<Axis> axes = List.of(
                    Axis.counted(Axis.TIME, x.time()),
                    Axis.counted(Axis.BATCH, x.batch()),
                    Axis.counted(Axis.UNIT, x.features()));
            results.put(
                    Quantity.inputGradient(),
                    axes,
                    quotients(
                            x.values(), all -> cost(theta, new Grid<>(x.time(), x.batch(), x.features(), all), start)));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            if (!layer.trainableStart()) {
                initialState(layer, theta, x, start, results);
            }
        }
        return results;
    }

    private void initialState(
            RecurrentSpec layer,
            Parameters<T> theta,
            Grid<T> x,
            Map<String, List<Memory<T>>> start,
            Results<T> results) {
        List<Memory<T>> rows = start.get(layer.name());
        List<T> h = rows.stream().flatMap(row -> row.h().stream()).toList();
        List<T> c = rows.stream().flatMap(row -> row.c().stream()).toList();
        List<Axis> axes =
                List.of(Axis.counted(Axis.BATCH, scenario.input().batch()), Axis.counted(Axis.UNIT, layer.units()));
        if (wants(Kind.INITIAL_HIDDEN_GRADIENT)) {
            results.put(
                    Quantity.initialHiddenGradient(layer.name()),
                    axes,
                    quotients(h, all -> cost(theta, x, with(start, layer, all, c))));
        }
        if (wants(Kind.INITIAL_CELL_GRADIENT) && layer.hasCell()) {
            results.put(
                    Quantity.initialCellGradient(layer.name()),
                    axes,
                    quotients(c, all -> cost(theta, x, with(start, layer, h, all))));
        }
    }

    private List<T> quotients(List<T> at, Function<List<T>, T> costs) {
        List<T> quotients = new ArrayList<>(at.size());
        List<T> moved = new ArrayList<>(at);
        for (int k = 0; k < at.size(); k++) {
            T above = at.get(k).add(step);
            T below = at.get(k).subtract(step);
            moved.set(k, above);
            T upper = costs.apply(List.copyOf(moved));
            moved.set(k, below);
            T lower = costs.apply(List.copyOf(moved));
            moved.set(k, at.get(k));
            // The step that was really taken: θ + h is rounded, too.
            quotients.add(upper.subtract(lower).divide(above.subtract(below)));
        }
        return quotients;
    }

    private T cost(Parameters<T> theta, Grid<T> x, Map<String, List<Memory<T>>> start) {
        return cost.of(new Forward<>(equations, numbers, scenario, theta, x, scenario.masks(), start, false));
    }

    private Map<String, List<Memory<T>>> with(
            Map<String, List<Memory<T>>> start, RecurrentSpec layer, List<T> h, List<T> c) {
        List<Memory<T>> rows = new ArrayList<>();
        int units = layer.units();
        for (int row = 0; row < scenario.input().batch(); row++) {
            int from = row * units;
            rows.add(new Memory<>(
                    h.subList(from, from + units), c.isEmpty() ? List.of() : c.subList(from, from + units)));
        }
        Map<String, List<Memory<T>>> changed = new LinkedHashMap<>(start);
        changed.put(layer.name(), rows);
        return changed;
    }

    private List<Memory<T>> memories(State state) {
        List<Memory<T>> rows = new ArrayList<>();
        for (int at = 0; at < state.h().getRowDimension(); at++) {
            int row = at;
            rows.add(new Memory<>(
                    list(state.h().getRow(row)),
                    state.c().map(c -> list(c.getRow(row))).orElse(List.of())));
        }
        return rows;
    }

    private List<T> list(double[] values) {
        List<T> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(numbers.number(value));
        }
        return list;
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }
}
