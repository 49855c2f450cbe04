package dev.lockstep.model;

/** The checks of sizes and entries that every value of this package makes. */
final class Sizes {
    private Sizes() {}

    static void positive(String what, int found) {
        if (found < 1) {
            throw new InvalidInput(what + ": at least 1 expected, " + found + " found");
        }
    }

    static void shape(String what, int rows, int columns, int foundRows, int foundColumns) {
        if (rows != foundRows || columns != foundColumns) {
            throw new InvalidInput(
                    what + ": " + rows + "×" + columns + " expected, " + foundRows + "×" + foundColumns + " found");
        }
    }

    static void finite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new InvalidInput(
                        what + ": finite numbers expected, " + values[i] + " found at position " + (i + 1));
            }
        }
    }
}
