package dev.lockstep.comparison;

import dev.lockstep.model.Tensor;

/** The size of arrays. */
final class Magnitudes {
    private Magnitudes() {}

    /** The largest finite |x|, 0 if there is none. */
    static double largest(Tensor tensor) {
        double largest = 0;
        for (double value : tensor.values()) {
            if (Double.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    /** Whether every entry is a zero. */
    static boolean allZero(Tensor tensor) {
        for (double value : tensor.values()) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every entry is the same number. */
    static boolean constant(Tensor tensor) {
        for (double value : tensor.values()) {
            if (value != tensor.values()[0]) {
                return false;
            }
        }
        return true;
    }
}
