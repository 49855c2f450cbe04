package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.AdaDelta;

/** AdaDelta, (O6) and (O36) to (O38). */
record AdaDeltaRule(AdaDelta spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double rho = spec.decay();
        double epsilon = spec.epsilon();
        double[] s = slots[0];
        double[] d = slots[1];
        for (int k = from; k < to; k++) {
            s[k] = rho * s[k] + gradient[k] * gradient[k] * (1 - rho); // (O6) s = ρ·s′ + (1 − ρ)·∇²
            double step = gradient[k] * Math.sqrt(d[k] + epsilon) / Math.sqrt(s[k] + epsilon); // (O36)
            d[k] = rho * d[k] + step * step * (1 - rho); // (O37) d = ρ·d′ + (1 − ρ)·step²
            theta[k] -= alpha * step; // (O38) θ = θ′ − α·step
        }
    }
}
