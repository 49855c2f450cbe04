package dev.lockstep.convention;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import java.util.function.UnaryOperator;

/** Something that computes cases, perhaps with some of the equations replaced. */
@FunctionalInterface
public interface Calculation {
    /** The definition in plain double precision. */
    Calculation DEFINITION = (scenario, change) -> new Definition(change.apply(Equations.STANDARD)).observe(scenario);

    /**
     * Everything the case observes.
     *
     * @param scenario what is computed
     * @param change replaces equations
     * @throws UnsupportedOperationException if an equation that is to be replaced cannot be, or has been already
     */
    Observations observe(Case scenario, UnaryOperator<Equations> change);

    /** Everything the case observes, by the equations as they are. */
    default Observations observe(Case scenario) {
        return observe(scenario, UnaryOperator.identity());
    }

    /** A framework, whose cases can be changed and whose equations cannot. */
    static Calculation by(Framework framework) {
        return (scenario, change) -> {
            if (change.apply(Equations.STANDARD) != Equations.STANDARD) {
                throw new UnsupportedOperationException("the equations of " + framework.title() + " are its own");
            }
            if (!framework.supports(scenario).yes()) {
                throw new UnsupportedOperationException(
                        framework.supports(scenario).because());
            }
            return framework.observe(scenario);
        };
    }
}
