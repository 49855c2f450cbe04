package dev.lockstep.definition;

import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The parameters of a network, or anything of their shape, in numbers of any kind. Not for use by several threads.
 *
 * @param <T> the numbers
 */
public final class Parameters<T> {
    private final NetworkSpec network;
    private final Map<ParameterKey, List<T>> entries;
    private final Map<List<Object>, List<T>> columns = new HashMap<>();
    private final Map<ParameterKey, Integer> widths;

    /**
     * @param network whose parameters these are
     * @param entries for every parameter its numbers, row by row, in the order of the layers
     */
    public Parameters(NetworkSpec network, Map<ParameterKey, List<T>> entries) {
        this(network, new LinkedHashMap<>(entries), new HashMap<>());
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                widths.put(new ParameterKey(layer.name(), spec.parameter()), spec.columns());
            }
        }
    }

    private Parameters(NetworkSpec network, Map<ParameterKey, List<T>> entries, Map<ParameterKey, Integer> widths) {
        this.network = network;
        this.entries = entries;
        this.widths = widths;
    }

    /** Weights in numbers of another kind. */
    public static <T> Parameters<T> of(NetworkSpec network, Weights weights, Function<Double, T> number) {
        Map<ParameterKey, List<T>> entries = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> {
            List<T> numbers = new ArrayList<>();
            for (double value : matrix.toArray()) {
                numbers.add(number.apply(value));
            }
            entries.put(key, numbers);
        });
        return new Parameters<>(network, entries);
    }

    /** Every number changed. */
    public <S> Parameters<S> map(Function<T, S> change) {
        Map<ParameterKey, List<S>> changed = new LinkedHashMap<>();
        entries.forEach(
                (key, numbers) -> changed.put(key, numbers.stream().map(change).toList()));
        return new Parameters<>(network, changed, widths);
    }

    /** The parameters' names, from the first layer to the last. */
    public List<ParameterKey> keys() {
        return List.copyOf(entries.keySet());
    }

    /** All numbers, in the order of {@link #keys()}. */
    public List<T> all() {
        return entries.values().stream().flatMap(List::stream).toList();
    }

    /** Parameters of the same shapes made of as many numbers, in the order of {@link #all()}. */
    public <S> Parameters<S> withAll(List<S> numbers) {
        Map<ParameterKey, List<S>> changed = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<ParameterKey, List<T>> entry : entries.entrySet()) {
            int size = entry.getValue().size();
            changed.put(entry.getKey(), numbers.subList(at, at + size));
            at += size;
        }
        return new Parameters<>(network, changed, widths);
    }

    /** The numbers of one parameter, row by row. */
    public List<T> get(ParameterKey key) {
        return entries.get(key);
    }

    /**
     * One column of some matrices of a layer, below one another.
     *
     * @param layer whose they are
     * @param column from 0
     * @param parameters which matrices
     */
    public List<T> column(LayerSpec layer, int column, Parameter... parameters) {
        return columns.computeIfAbsent(List.of(layer.name(), column, List.of(parameters)), key -> {
            List<T> picked = new ArrayList<>();
            for (Parameter parameter : parameters) {
                ParameterKey matrix = new ParameterKey(layer.name(), parameter);
                List<T> numbers = entries.get(matrix);
                for (int at = column; at < numbers.size(); at += widths.get(matrix)) {
                    picked.add(numbers.get(at));
                }
            }
            return Collections.unmodifiableList(picked);
        });
    }

    /** One entry of a parameter's matrix. */
    public T entry(LayerSpec layer, Parameter parameter, int row, int column) {
        ParameterKey key = new ParameterKey(layer.name(), parameter);
        return entries.get(key).get(row * widths.get(key) + column);
    }

    /** The network. */
    public NetworkSpec network() {
        return network;
    }
}
