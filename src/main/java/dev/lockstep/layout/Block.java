package dev.lockstep.layout;

import dev.lockstep.model.ParameterKey;

/**
 * Part of a foreign array: entry (r, c) of so many rows and columns stands at {@code offset + r·rowStride + c·columnStride}.
 *
 * @param key the parameter whose entries they are; null of numbers that no parameter stands for, which must be zero
 * @param unless if there is no parameter: how many biases the layer would have to have, {@code one} or {@code two}; empty if it
 *     is not about biases
 * @param row of the parameter, its first
 * @param column of the parameter, its first
 */
record Block(
        ParameterKey key,
        String unless,
        int row,
        int column,
        int rows,
        int columns,
        int offset,
        int rowStride,
        int columnStride) {
    boolean isZero() {
        return key == null;
    }

    int at(int r, int c) {
        return offset + r * rowStride + c * columnStride;
    }
}
