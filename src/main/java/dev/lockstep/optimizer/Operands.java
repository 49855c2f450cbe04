package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * The arrays of one step of one parameter, brought to one place: a {@link Rule} finds entry k of all of them at the same index.
 * Where the matrices begin at different offsets they are copied, block by block, and back; that costs what vectorising gains.
 * For one thread at a time.
 */
final class Operands {
    /** Entries of a block: with two slots four blocks are 8 KB, a quarter of a first-level cache. */
    private static final int BLOCK = 256;

    private final double[] theta = new double[BLOCK];
    private final double[] gradient = new double[BLOCK];
    private final double[][] slots;
    /** The matrices' own arrays while a step lasts, null otherwise. */
    private final double[][] arrays;

    /** @param slots how many there are */
    Operands(int slots) {
        this.slots = new double[slots][BLOCK];
        this.arrays = new double[slots][];
    }

    /** One step of a rule with matrices of one shape, as in {@link Optimizer#stepInPlace}. */
    void step(
            Rule rule,
            int t,
            double alpha,
            RowMajorMatrix parameter,
            RowMajorMatrix slope,
            List<RowMajorMatrix> state) {
        int from = parameter.offset();
        int size = parameter.getRowDimension() * parameter.getColumnDimension();
        boolean together = slope.offset() == from;
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = state.get(k).array();
            together &= state.get(k).offset() == from;
        }
        if (together) {
            rule.step(t, alpha, parameter.array(), slope.array(), arrays, from, from + size);
        } else {
            for (int first = 0; first < size; first += BLOCK) {
                stepOfBlock(rule, t, alpha, parameter, slope, state, first, Math.min(BLOCK, size - first));
            }
        }
        Arrays.fill(arrays, null);
    }

    private void stepOfBlock(
            Rule rule,
            int t,
            double alpha,
            RowMajorMatrix parameter,
            RowMajorMatrix slope,
            List<RowMajorMatrix> state,
            int first,
            int length) {
        System.arraycopy(parameter.array(), parameter.offset() + first, theta, 0, length);
        System.arraycopy(slope.array(), slope.offset() + first, gradient, 0, length);
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(arrays[k], state.get(k).offset() + first, slots[k], 0, length);
        }
        rule.step(t, alpha, theta, gradient, slots, 0, length);
        System.arraycopy(theta, 0, parameter.array(), parameter.offset() + first, length);
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(slots[k], 0, arrays[k], state.get(k).offset() + first, length);
        }
    }
}
