package dev.lockstep.experiment.sweep;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Draws a value of any sealed family of records, such as optimizers, clips and schedules: one of the permitted ones, each of its
 * components by its type and name. What the model learns is drawn without a change here.
 */
final class RecordLaw {
    private static final int TRIES = 50;

    private final Chance chance;

    RecordLaw(Chance chance) {
        this.chance = chance;
    }

    /**
     * A value of the family.
     *
     * @param family a sealed interface, or a record
     * @throws InvalidInput if the model refuses everything that is drawn
     */
    <T> T draw(Class<T> family) {
        return draw(family, leaves(family).toList());
    }

    /** A value of one of these members of the family. */
    <T> T draw(Class<T> family, List<Class<?>> members) {
        InvalidInput last = null;
        Class<?> member = chance.oneOf(members);
        for (int i = 0; i < TRIES; i++) {
            try {
                return family.cast(of(member));
            } catch (InvalidInput refusal) {
                last = refusal;
            }
        }
        throw last;
    }

    /** The records of a family, by name: compilers note permitted classes in different orders, and a seed is to mean one case. */
    static Stream<Class<?>> leaves(Class<?> family) {
        return family.isSealed()
                ? Arrays.stream(family.getPermittedSubclasses())
                        .sorted(Comparator.comparing(Class::getName))
                        .flatMap(RecordLaw::leaves)
                : Stream.of(family);
    }

    private Object of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(this::component).toArray();
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException exception) {
            if (exception.getCause() instanceof InvalidInput refusal) {
                throw refusal;
            }
            throw new IllegalStateException(exception.getCause());
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private Object component(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Optional.class) {
            Class<?> held = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return chance.of(50) ? Optional.empty() : Optional.of(draw(held));
        }
        if (component.getDeclaringRecord() == GradientClip.GlobalNorm.class
                && component.getName().equals("epsilon")) {
            return chance.of(50) ? 0.0 : 1e-6;
        }
        if (type == double.class || type == Double.class) {
            return number(component.getName());
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return component.getName().equals("length") ? chance.between(1, 8) : chance.between(1, 4);
        }
        if (type == boolean.class) {
            return chance.of(50);
        }
        if (type == SortedMap.class) {
            return new TreeMap<>(Map.of(0, number("rate"), chance.between(1, 3), number("rate")));
        }
        if (type.isEnum()) {
            return chance.oneOf(type.getEnumConstants());
        }
        return draw(type);
    }

    private double number(String name) {
        return switch (name) {
            case "epsilon" -> chance.magnitude(1e-8, 1e-3);
            case "rate", "peak", "threshold" -> chance.magnitude(1e-3, 0.3);
            case "l1", "l2" -> chance.of(50) ? 0 : chance.magnitude(1e-3, 0.1);
            case "beta2" -> chance.between(0.9, 0.999);
            case "slope" -> chance.between(-1.0, 1.0);
            default -> chance.between(0.3, 0.95);
        };
    }
}
