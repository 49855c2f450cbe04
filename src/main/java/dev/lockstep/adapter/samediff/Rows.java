package dev.lockstep.adapter.samediff;

import org.nd4j.autodiff.samediff.SDVariable;

/** What is taken of every row of {@code [rows × columns]}: of one column that column, since ND4J throws when it is reduced. */
final class Rows {
    private Rows() {}

    /** The greatest of every row {@code [rows × 1]}. */
    static SDVariable greatest(SDVariable node, int columns) {
        return columns == 1 ? node : node.max(true, 1);
    }

    /** The sum of every row {@code [rows × 1]}. */
    static SDVariable sum(SDVariable node, int columns) {
        return columns == 1 ? node : node.sum(true, 1);
    }
}
