package dev.lockstep.definition;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the definition computed for a case, before rounding.
 *
 * @param <T> the numbers
 */
public final class Results<T> {
    private final Map<Quantity, List<Axis>> axes = new LinkedHashMap<>();
    private final Map<Quantity, List<T>> numbers = new LinkedHashMap<>();
    private final List<List<T>> steps = new ArrayList<>();
    private List<T> firstStep = List.of();

    void put(Quantity quantity, List<Axis> along, List<T> values) {
        axes.put(quantity, along);
        numbers.put(quantity, values);
    }

    /** All quantities, in order. */
    public Set<Quantity> quantities() {
        return numbers.keySet();
    }

    /** What the directions of an array mean. */
    public List<Axis> axes(Quantity quantity) {
        return axes.get(quantity);
    }

    /** The numbers of one array, row-major. */
    public List<T> get(Quantity quantity) {
        return numbers.get(quantity);
    }

    /** Whether the quantity was computed. */
    public boolean has(Quantity quantity) {
        return numbers.containsKey(quantity);
    }

    /** The gradient of all parameters that the first optimizer step goes along; empty without training. */
    public List<T> firstStep() {
        return firstStep;
    }

    void firstStep(List<T> gradient) {
        firstStep = gradient;
    }

    /** All parameters and the optimizer's state after every step, whether or not they are observed; empty without training. */
    public List<List<T>> steps() {
        return Collections.unmodifiableList(steps);
    }

    void step(List<T> numbers) {
        steps.add(numbers);
    }

    /** Every number changed. */
    public <S> Results<S> map(Function<T, S> change) {
        Results<S> changed = new Results<>();
        numbers.forEach((quantity, values) -> changed.put(
                quantity, axes.get(quantity), values.stream().map(change).toList()));
        return changed;
    }

    /** The nearest doubles. */
    public Observations observations(ToDoubleFunction<T> rounded) {
        Observations.Builder observations = Observations.builder();
        numbers.forEach((quantity, values) -> observations.put(
                quantity,
                new Tensor(
                        axes.get(quantity), values.stream().mapToDouble(rounded).toArray())));
        return observations.build();
    }
}
