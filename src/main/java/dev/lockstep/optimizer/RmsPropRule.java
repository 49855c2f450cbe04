package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.RmsProp;

/** RMSProp, (O6) to (O10). */
record RmsPropRule(RmsProp spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots) {
        RootMeanSquare rootMeanSquare = new RootMeanSquare(spec.rate(), spec.epsilon(), spec.placement());
        double rho = spec.decay();
        double[] s = slots[0];
        for (int k = 0; k < theta.length; k++) {
            s[k] = rho * s[k] + gradient[k] * gradient[k] * (1 - rho); // (O6) s = ρ·s′ + (1 − ρ)·∇²
            theta[k] -= rootMeanSquare.step(gradient[k], s[k]); // (O10) θ = θ′ − step
        }
    }
}
