package dev.lockstep.model;

import java.util.function.Supplier;

/** The checks of sizes and entries that every value of this package makes. */
final class Sizes {
    /** Greatest number of units, features, steps or rows. */
    static final int GREATEST = 1_000_000;
    /** Greatest number of numbers in one network or sequence: 800 MB. */
    static final long MOST = 100_000_000;

    private Sizes() {}

    static void positive(String what, int found) {
        if (found < 1) {
            throw new InvalidInput(what + ": at least 1 expected, " + found + " found");
        }
        if (found > GREATEST) {
            throw new InvalidInput(what + ": at most " + GREATEST + " expected, " + found + " found");
        }
    }

    /** Infinity is allowed, and clips nothing. */
    static void preActivationClip(String layer, double found) {
        if (!(found > 0)) {
            throw new InvalidInput(
                    "clip of the pre-activations of " + layer + ": a positive number expected, " + found + " found");
        }
    }

    static void affordable(String what, long found) {
        if (found > MOST) {
            throw new InvalidInput(what + ": at most " + MOST + " numbers expected, " + found + " found");
        }
    }

    static void shape(String what, int rows, int columns, int foundRows, int foundColumns) {
        if (rows != foundRows || columns != foundColumns) {
            throw new InvalidInput(
                    what + ": " + rows + "×" + columns + " expected, " + foundRows + "×" + foundColumns + " found");
        }
    }

    /** @param what names the numbers in the message; only asked for it when there is one */
    static void finite(Supplier<String> what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new InvalidInput(
                        what.get() + ": finite numbers expected, " + values[i] + " found at position " + (i + 1));
            }
        }
    }
}
