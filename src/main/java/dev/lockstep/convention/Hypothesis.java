package dev.lockstep.convention;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.GruEquations;
import dev.lockstep.definition.LossEquations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.function.UnaryOperator;

/**
 * What would have been observed of a case under another {@link Convention}.
 *
 * @param title what is supposed, as it follows "with": {@code RW transposed per gate in "encoder"}
 * @param rule how that is computed
 * @param single whether everything is supposed to have been computed in single precision, so that only float32 numbers may be
 *     observed, and these under bounds that are as much wider
 */
public record Hypothesis(String title, Rule rule, boolean single) {
    /** How something else than what was asked for is computed. */
    @FunctionalInterface
    public interface Rule {
        /**
         * What is observed of a case.
         *
         * @param base what computes
         * @param scenario the case as it was meant
         * @return the same quantities in the same shapes
         * @throws UnsupportedOperationException if {@code base} cannot compute it
         * @throws dev.lockstep.model.InvalidInput if there is no such case
         */
        Observations observe(Calculation base, Case scenario);
    }

    /** Puts what was observed of a changed case back into the places of the one that was meant. */
    @FunctionalInterface
    interface Restoring {
        /**
         * One array in its place.
         *
         * @param scenario the case as it was meant
         * @param quantity which array
         * @param tensor as observed of the changed case
         */
        Tensor restored(Case scenario, Quantity quantity, Tensor tensor);
    }

    /** A hypothesis in double precision. */
    public Hypothesis(String title, Rule rule) {
        this(title, rule, false);
    }

    /** Everything that the case observes, as it would be. */
    public Observations observe(Calculation base, Case scenario) {
        return rule.observe(base, scenario);
    }

    /** Both at once: this one understands the case first. */
    public Hypothesis and(Hypothesis other) {
        return new Hypothesis(
                title + " and " + other.title,
                (base, scenario) -> rule.observe(
                        (changed, first) -> other.rule.observe(
                                (twice, second) ->
                                        base.observe(twice, equations -> second.apply(first.apply(equations))),
                                changed),
                        scenario),
                single || other.single);
    }

    /** Another case, whose observations are in their places. */
    static Rule changing(UnaryOperator<Case> change) {
        return (base, scenario) -> base.observe(change.apply(scenario));
    }

    /** Another case, whose observations are put back into their places. */
    static Rule changing(UnaryOperator<Case> change, Restoring restoring) {
        return (base, scenario) -> restored(scenario, base.observe(change.apply(scenario)), restoring);
    }

    /** Other equations. */
    static Rule replacing(UnaryOperator<Equations> change) {
        return (base, scenario) -> base.observe(scenario, change);
    }

    /** The same computation, misreported. */
    static Rule reporting(Restoring restoring) {
        return (base, scenario) -> restored(scenario, base.observe(scenario), restoring);
    }

    static Observations restored(Case scenario, Observations observed, Restoring restoring) {
        Observations.Builder all = Observations.builder();
        observed.quantities()
                .forEach(quantity -> all.put(quantity, restoring.restored(scenario, quantity, observed.get(quantity))));
        return all.build();
    }

    static Equations with(Equations equations, ActivationEquations activations) {
        requireStandard(equations.activations() == Equations.STANDARD.activations());
        return equations.with(activations);
    }

    static Equations with(Equations equations, LstmEquations lstm) {
        requireStandard(equations.lstm() == Equations.STANDARD.lstm());
        return equations.with(lstm);
    }

    static Equations with(Equations equations, GruEquations gru) {
        requireStandard(equations.gru() == Equations.STANDARD.gru());
        return equations.with(gru);
    }

    static Equations with(Equations equations, LossEquations loss) {
        requireStandard(equations.loss() == Equations.STANDARD.loss());
        return equations.with(loss);
    }

    static Equations with(Equations equations, OptimizerEquations optimizer) {
        requireStandard(equations.optimizer() == Equations.STANDARD.optimizer());
        return equations.with(optimizer);
    }

    private static void requireStandard(boolean standard) {
        if (!standard) {
            throw new UnsupportedOperationException("these equations have been replaced already");
        }
    }
}
