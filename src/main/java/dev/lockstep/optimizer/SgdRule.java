package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Sgd;

/** Gradient descent, (O1). */
record SgdRule(Sgd spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots) {
        double alpha = spec.rate();
        for (int k = 0; k < theta.length; k++) {
            theta[k] -= alpha * gradient[k]; // (O1) θ = θ′ − α·∇
        }
    }
}
