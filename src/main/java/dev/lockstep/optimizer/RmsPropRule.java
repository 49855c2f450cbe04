package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.RmsProp;

/** RMSProp, (O6) to (O8). */
record RmsPropRule(RmsProp spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots) {
        double alpha = spec.rate();
        double rho = spec.decay();
        double epsilon = spec.epsilon();
        double[] s = slots[0];
        for (int k = 0; k < theta.length; k++) {
            s[k] = rho * s[k] + gradient[k] * gradient[k] * (1 - rho); // (O6) s = ρ·s′ + (1 − ρ)·∇²
            theta[k] -= switch (spec.placement()) {
                case OUTSIDE_ROOT -> alpha * gradient[k] / (Math.sqrt(s[k]) + epsilon); // (O7) α·∇/(√s + ε)
                case INSIDE_ROOT -> alpha * gradient[k] / Math.sqrt(s[k] + epsilon); // (O8) α·∇/√(s + ε)
            };
        }
    }
}
