package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec;

/** The equations of one optimizer for the entries of one parameter. */
interface Rule {
    /**
     * Step number t.
     *
     * @param t from 1
     * @param alpha the learning rate α of this step
     * @param theta θ′ before, θ after
     * @param gradient ∇, not modified; an array of its own
     * @param slots the state in the order of the spec's slots; before, then after
     * @param from the first entry, at the same place in all of these arrays: with a place for each, C2 of JDK 17 and 25 must
     *     take them for overlapping and vectorises none of the loops
     * @param to the entry after the last
     */
    void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to);

    /** Whether the gradient is wanted elsewhere than at θ′. */
    default boolean looksAhead() {
        return false;
    }

    /**
     * Moves θ′ to where the gradient is wanted.
     *
     * @param theta θ′ before, the point after
     * @param slots the state, not modified
     */
    default void lookAhead(double[] theta, double[][] slots) {}

    /** The equations that belong to a spec. */
    static Rule of(OptimizerSpec spec) {
        if (spec instanceof OptimizerSpec.Sgd sgd) {
            return new SgdRule(sgd);
        }
        if (spec instanceof OptimizerSpec.Nesterov nesterov) {
            return new NesterovRule(nesterov);
        }
        if (spec instanceof OptimizerSpec.RmsProp rmsProp) {
            return new RmsPropRule(rmsProp);
        }
        if (spec instanceof OptimizerSpec.LookAheadRmsProp lookAhead) {
            return new LookAheadRmsPropRule(lookAhead);
        }
        if (spec instanceof OptimizerSpec.AdaGrad adaGrad) {
            return new AdaGradRule(adaGrad);
        }
        if (spec instanceof OptimizerSpec.Adam adam) {
            return new AdamRule(adam);
        }
        if (spec instanceof OptimizerSpec.NoOp) {
            return new NoOpRule();
        }
        if (spec instanceof OptimizerSpec.AmsGrad amsGrad) {
            return new AmsGradRule(amsGrad);
        }
        if (spec instanceof OptimizerSpec.AdaMax adaMax) {
            return new AdaMaxRule(adaMax);
        }
        if (spec instanceof OptimizerSpec.Nadam nadam) {
            return new NadamRule(nadam);
        }
        if (spec instanceof OptimizerSpec.AdaDelta adaDelta) {
            return new AdaDeltaRule(adaDelta);
        }
        if (spec instanceof OptimizerSpec.AdaBelief adaBelief) {
            return new AdaBeliefRule(adaBelief);
        }
        throw new IllegalStateException("no equations are written for " + spec.title());
    }
}
