package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import java.util.Optional;

/**
 * The weights of a recurrent layer, not copied.
 *
 * @param W {@code [inputs × gates·units]}
 * @param RW {@code [units × gates·units]}
 * @param b {@code [1 × gates·units]}
 * @param rb a second bias of that shape
 * @param p peepholes {@code [3 × units]}
 */
record RecurrentWeights(
        RowMajorMatrix W,
        RowMajorMatrix RW,
        Optional<RowMajorMatrix> b,
        Optional<RowMajorMatrix> rb,
        Optional<RowMajorMatrix> p) {
    /** Writes b + rb, as far as there are any. */
    void bias(double[] into) {
        for (int k = 0; k < into.length; k++) {
            into[k] = entry(b, k) + entry(rb, k);
        }
    }

    private static double entry(Optional<RowMajorMatrix> row, int k) {
        return row.isPresent() ? row.get().array()[row.get().offset() + k] : 0;
    }
}
