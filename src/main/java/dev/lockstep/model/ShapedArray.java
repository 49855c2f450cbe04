package dev.lockstep.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An array as NumPy has it: a shape of any number of axes, and the numbers in C order, the last axis
 * fastest. It keeps its own copy of them.
 *
 * @param shape sizes of the axes, at least one of them
 * @param values as many as the product of the sizes
 */
public record ShapedArray(List<Integer> shape, double[] values) {
    /** @throws InvalidInput if there is no axis, a size is below 1, there are too many numbers, or their number is another */
    public ShapedArray {
        shape = List.copyOf(shape);
        int expected = count("array", shape);
        if (values.length != expected) {
            throw new InvalidInput(
                    "array of " + text(shape) + ": " + expected + " numbers expected, " + values.length + " found");
        }
        values = values.clone();
    }

    /**
     * How many numbers an array of a shape has.
     *
     * @param what names the array in the message
     * @throws InvalidInput if there is no axis, a size is below 1, or there are more than a million numbers
     */
    public static int count(String what, List<Integer> shape) {
        if (shape.isEmpty()) {
            throw new InvalidInput("shape of " + what + ": at least one size expected, none found");
        }
        long count = 1;
        for (int axis = 0; axis < shape.size(); axis++) {
            Sizes.positive("size " + (axis + 1) + " of " + what, shape.get(axis));
            count *= shape.get(axis);
            if (count > Sizes.GREATEST) {
                throw new InvalidInput(what + ": at most " + Sizes.GREATEST + " numbers expected, a shape of "
                        + text(shape) + " found");
            }
        }
        return (int) count;
    }

    /** A copy of the numbers, in C order. */
    @Override
    public double[] values() {
        return values.clone();
    }

    /**
     * Size of an axis.
     *
     * @param axis from 0
     * @throws InvalidInput if there is no such axis
     */
    public int size(int axis) {
        if (axis < 0 || axis >= shape.size()) {
            throw new InvalidInput("axis of an array: 0 to " + (shape.size() - 1) + " expected, " + axis + " found");
        }
        return shape.get(axis);
    }

    /**
     * One number.
     *
     * @param index one for every axis, from 0
     * @throws InvalidInput if there are fewer or more, or one is outside its axis
     */
    public double get(int... index) {
        if (index.length != shape.size()) {
            throw new InvalidInput("index of an array of " + text(shape) + ": " + shape.size() + " numbers expected, "
                    + index.length + " found");
        }
        int flat = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.get(axis)) {
                throw new InvalidInput("index of an array of " + text(shape) + ": 0 to " + (shape.get(axis) - 1)
                        + " expected on axis " + axis + ", " + index[axis] + " found");
            }
            flat = flat * shape.get(axis) + index[axis];
        }
        return values[flat];
    }

    private static String text(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }

    /** The same shape and the same bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ShapedArray array && shape.equals(array.shape) && Arrays.equals(values, array.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "array of " + text(shape);
    }
}
