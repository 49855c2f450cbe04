package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rounds everything that a case consists of to single precision: arrays, and the numbers in records such as rates and masking
 * values. What was one object stays one.
 */
final class SingleNumbers {
    private final Map<Object, Object> rounded = new IdentityHashMap<>();

    /** The same with every number rounded. */
    @SuppressWarnings("unchecked") // of the same class, as everything below sees to
    <T> T of(T value) {
        Object known = rounded.get(value);
        if (known == null) {
            known = round(value);
            rounded.put(value, known);
        }
        return (T) known;
    }

    private Object round(Object value) {
        if (value instanceof Double number) {
            return Precision.SINGLE.nearest(number);
        }
        if (value instanceof Sequence sequence) {
            return new Sequence(sequence.time(), sequence.batch(), sequence.features(), round(sequence.values()));
        }
        if (value instanceof RowMajorMatrix matrix) {
            return RowMajorMatrix.wrap(round(matrix.toArray()), matrix.getRowDimension(), matrix.getColumnDimension());
        }
        if (value instanceof Weights weights) {
            return weights.map(this::of);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(this::of);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::of).toList();
        }
        if (value instanceof SortedMap<?, ?> map) {
            // A record that has one has it in its constructor, too; what it is sorted by does not change.
            SortedMap<Object, Object> all = new TreeMap<>();
            map.forEach((key, entry) -> all.put(key, of(entry)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((key, entry) -> all.put(key, of(entry)));
            return all;
        }
        return value instanceof Record entry ? round(entry) : value;
    }

    private static double[] round(double[] values) {
        double[] nearest = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            nearest[i] = Precision.SINGLE.nearest(values[i]);
        }
        return nearest;
    }

    private Record round(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] parts = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                parts[i] = of(components[i].getAccessor().invoke(value));
            }
            Constructor<?> constructor = value.getClass().getDeclaredConstructor(types);
            return (Record) constructor.newInstance(parts);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInput refused) {
                throw refused;
            }
            throw new IllegalStateException(value + " cannot be rounded to single precision", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(value + " cannot be rounded to single precision", e);
        }
    }
}
