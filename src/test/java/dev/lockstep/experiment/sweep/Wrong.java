package dev.lockstep.experiment.sweep;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The equations with a planted bug.
 *
 * @param where cases in which it is wrong
 * @param what the quantities that it is wrong in, by a thousandth in their last number
 * @param throwing whether it throws there instead
 */
record Wrong(Predicate<Case> where, BiPredicate<Case, Quantity> what, boolean throwing) implements Framework {
    /** Without a bug. */
    static final Framework RIGHT = new Wrong(scenario -> false, (scenario, quantity) -> false, false);

    @Override
    public String id() {
        return equals(RIGHT) ? "right" : "wrong";
    }

    @Override
    public String title() {
        return equals(RIGHT) ? "Right" : "Wrong";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Support supports(Case scenario) {
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        Observations right = Definition.STANDARD.observe(scenario);
        if (!where.test(scenario)) {
            return right;
        }
        if (throwing) {
            throw new IllegalStateException("no such op");
        }
        Observations.Builder wrong = Observations.builder();
        for (Quantity quantity : right.quantities()) {
            Tensor tensor = right.get(quantity);
            double[] values = tensor.values().clone();
            if (what.test(scenario, quantity)) {
                values[values.length - 1] += 1e-3;
            }
            wrong.put(quantity, new Tensor(tensor.axes(), values));
        }
        return wrong.build();
    }
}
