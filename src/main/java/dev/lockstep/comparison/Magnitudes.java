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

    /** Whether numbers that differ in their place along one axis only are the same; also where there is no such axis. */
    static boolean constantAlong(String axis, Tensor tensor) {
        int stride = 1;
        for (int i = tensor.axes().size() - 1; i >= 0; i--) {
            int size = tensor.axes().get(i).size();
            if (tensor.axes().get(i).name().equals(axis)) {
                for (int k = 0; k < tensor.values().length; k++) {
                    int first = k - k / stride % size * stride;
                    if (tensor.values()[k] != tensor.values()[first]) {
                        return false;
                    }
                }
            }
            stride *= size;
        }
        return true;
    }

    /** Whether no entry is greater than what is allowed for it. */
    static boolean within(double[] allowed, Tensor tensor) {
        for (int k = 0; k < allowed.length; k++) {
            if (!(Math.abs(tensor.values()[k]) <= allowed[k])) {
                return false;
            }
        }
        return true;
    }
}
