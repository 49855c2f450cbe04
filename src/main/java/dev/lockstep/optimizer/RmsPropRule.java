package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.RmsProp;

/** RMSProp, (O6) to (O10). */
record RmsPropRule(RmsProp spec, RootMeanSquare rootMeanSquare) implements Rule {
    RmsPropRule(RmsProp spec) {
        this(spec, RootMeanSquare.of(spec.epsilon(), spec.placement()));
    }

    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double rho = spec.decay();
        double[] s = slots[0];
        for (int k = from; k < to; k++) {
            s[k] = rho * s[k] + gradient[k] * gradient[k] * (1 - rho); // (O6) s = ρ·s′ + (1 − ρ)·∇²
            theta[k] -= rootMeanSquare.step(alpha, gradient[k], s[k]); // (O10) θ = θ′ − step
        }
    }
}
