package dev.lockstep.layout;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Axis;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One array of a layer as a framework keeps it.
 *
 * @param stem what it is called within its layer
 * @param shape its sizes
 * @param blocks where its numbers belong; together all of it
 * @param written whether the framework has it; if not, it is read where it is there, and must be zero
 */
record ForeignArray(String stem, List<Integer> shape, List<Block> blocks, boolean written) {
    /** Its shape as messages have it. */
    String size() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }

    /** Whether an array has this shape, or {@code [1, n]} where that does for {@code [n]}. */
    boolean fits(Tensor array, boolean rowsForVectors) {
        List<Integer> found = array.axes().stream().map(Axis::size).toList();
        return found.equals(shape) || rowsForVectors && shape.size() == 1 && found.equals(List.of(1, shape.get(0)));
    }

    /** The array that these parameters make. */
    Tensor gathered(Weights weights) {
        List<Axis> axes = new ArrayList<>();
        int count = 1;
        for (int size : shape) {
            axes.add(Axis.counted("axis " + (axes.size() + 1), size));
            count *= size;
        }
        double[] theirs = new double[count];
        for (Block block : blocks) {
            if (block.isZero()) {
                continue;
            }
            RowMajorMatrix ours = weights.get(block.key());
            for (int r = 0; r < block.rows(); r++) {
                for (int c = 0; c < block.columns(); c++) {
                    theirs[block.at(r, c)] = ours.getEntry(block.row() + r, block.column() + c);
                }
            }
        }
        return new Tensor(axes, theirs);
    }

    /** The numbers of an array put where they belong. */
    void scatter(double[] theirs, Function<ParameterKey, RowMajorMatrix> matrices) {
        for (Block block : blocks) {
            if (block.isZero()) {
                continue;
            }
            RowMajorMatrix ours = matrices.apply(block.key());
            for (int r = 0; r < block.rows(); r++) {
                for (int c = 0; c < block.columns(); c++) {
                    ours.setEntry(block.row() + r, block.column() + c, theirs[block.at(r, c)]);
                }
            }
        }
    }
}
