package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An observed array: numbers, row-major, and what its directions mean.
 *
 * @param axes from the slowest to the fastest; none for a single number
 * @param values as many as the product of the axes' sizes
 */
public record Tensor(List<Axis> axes, double[] values) {
    /** @throws InvalidInput if the number of values does not fit the axes */
    public Tensor {
        axes = List.copyOf(axes);
        long expected = axes.stream().mapToLong(Axis::size).reduce(1, (a, b) -> a * b);
        if (values.length != expected) {
            throw new InvalidInput("observed array: " + expected + " numbers expected, " + values.length + " found");
        }
    }

    /** A single number. */
    public static Tensor scalar(double value) {
        return new Tensor(List.of(), new double[] {value});
    }

    /** A sequence, with axes time, batch row and unit; shares its numbers. */
    public static Tensor of(Sequence sequence) {
        return new Tensor(
                List.of(
                        Axis.counted(Axis.TIME, sequence.time()),
                        Axis.counted(Axis.BATCH, sequence.batch()),
                        Axis.counted(Axis.UNIT, sequence.features())),
                sequence.values());
    }

    /** A state h or c, with axes batch row and unit; copies. */
    public static Tensor ofState(RowMajorMatrix state) {
        return new Tensor(
                List.of(
                        Axis.counted(Axis.BATCH, state.getRowDimension()),
                        Axis.counted(Axis.UNIT, state.getColumnDimension())),
                state.toArray());
    }

    /** A parameter, or an array of its shape; copies. */
    public static Tensor of(ParameterSpec spec, RowMajorMatrix matrix) {
        Sizes.shape(
                spec.parameter().symbol(),
                spec.rows(),
                spec.columns(),
                matrix.getRowDimension(),
                matrix.getColumnDimension());
        return new Tensor(spec.axes(), matrix.toArray());
    }

    /** Sizes of the axes, {@code 3×2×4}; {@code one number} without axes. */
    public String shape() {
        return axes.isEmpty()
                ? "one number"
                : axes.stream().map(axis -> Integer.toString(axis.size())).collect(Collectors.joining("×"));
    }

    /** The labels of the entry at a flat index, one for each axis. */
    public List<String> labels(int index) {
        List<String> labels = new ArrayList<>();
        int rest = index;
        for (int i = axes.size() - 1; i >= 0; i--) {
            Axis axis = axes.get(i);
            labels.add(axis.labels().get(rest % axis.size()));
            rest /= axis.size();
        }
        Collections.reverse(labels);
        return labels;
    }
}
