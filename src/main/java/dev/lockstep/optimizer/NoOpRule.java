package dev.lockstep.optimizer;

/** The gradient as the step, (O23). */
record NoOpRule() implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        for (int k = from; k < to; k++) {
            theta[k] -= gradient[k]; // (O23) θ = θ′ − ∇
        }
    }
}
