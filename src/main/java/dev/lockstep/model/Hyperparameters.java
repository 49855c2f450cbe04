package dev.lockstep.model;

/** The checks that all optimizers share. */
final class Hyperparameters {
    private Hyperparameters() {}

    static void positive(String what, double found) {
        if (!(found > 0) || Double.isInfinite(found)) {
            throw new InvalidInput(what + ": a positive number expected, " + found + " found");
        }
    }

    static void fraction(String what, double found) {
        if (!(found >= 0 && found < 1)) {
            throw new InvalidInput(what + ": a number in [0, 1) expected, " + found + " found");
        }
    }

    static void moments(String name, double rate, double beta1, double beta2) {
        positive("learning rate of " + name, rate);
        fraction("β1 of " + name, beta1);
        fraction("β2 of " + name, beta2);
    }

    /** Zero is allowed. */
    static void size(String what, double found) {
        if (!(found >= 0) || Double.isInfinite(found)) {
            throw new InvalidInput(what + ": a number of at least 0 expected, " + found + " found");
        }
    }

    static double initial(OptimizerSpec optimizer, String slot, double value) {
        if (!optimizer.slots().contains(slot)) {
            throw noSlot(optimizer, slot);
        }
        return value;
    }

    static InvalidInput noSlot(OptimizerSpec optimizer, String slot) {
        return new InvalidInput("state of " + optimizer.title() + ": "
                + (optimizer.slots().isEmpty() ? "none" : "one of " + optimizer.slots()) + " expected, \"" + slot
                + "\" found");
    }
}
