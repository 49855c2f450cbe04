package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Sgd;

/** Gradient descent, (O1). */
record SgdRule(Sgd spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        for (int k = from; k < to; k++) {
            theta[k] -= alpha * gradient[k]; // (O1) θ = θ′ − α·∇
        }
    }
}
