package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Sgd;

/** Gradient descent, (O1). */
record SgdRule(Sgd spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double alpha = spec.rate();
        for (int k = from; k < to; k++) {
            theta[k] -= alpha * gradient[k]; // (O1) θ = θ′ − α·∇
        }
    }
}
