package dev.lockstep.definition;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.util.Decimal64;

/**
 * Computes cases by the {@link Equations}: slowly, one number after the other, in numbers of any kind; gradients come from a
 * {@link Tape}. Layers and frameworks are implementations of it.
 */
public final class Definition {
    /** By the equations as they are written. */
    public static final Definition STANDARD = new Definition(Equations.STANDARD);

    private final Equations equations;

    /** @param equations what is computed */
    public Definition(Equations equations) {
        this.equations = equations;
    }

    /** What is computed. */
    public Equations equations() {
        return equations;
    }

    /**
     * Everything the case observes, in plain double precision.
     *
     * @param scenario a case with an objective that gives what it observes
     */
    public Observations observe(Case scenario) {
        return results(scenario, new DoublePrecision()).observations(Decimal64::doubleValue);
    }

    /**
     * Everything the case observes, in numbers of any kind. No more than one optimizer step is kept in memory.
     *
     * @param scenario a case with an objective that gives what it observes
     * @param numbers what is computed with
     */
    public <T extends RealFieldElement<T>> Results<T> results(Case scenario, Arithmetic<T> numbers) {
        return new Computation<>(equations, scenario, new Tape<>(numbers))
                .run(true)
                .map(Variable::value);
    }

    /**
     * Everything the case observes, on a tape that remembers how.
     *
     * @param scenario a case with an objective that gives what it observes
     * @param tape what is written to
     */
    public <T extends RealFieldElement<T>> Results<Variable<T>> record(Case scenario, Tape<T> tape) {
        return new Computation<>(equations, scenario, tape).run(false);
    }
}
