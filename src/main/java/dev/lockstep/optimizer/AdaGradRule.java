package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.AdaGrad;

/** AdaGrad, (O12) and (O10). */
record AdaGradRule(AdaGrad spec, RootMeanSquare rootMeanSquare) implements Rule {
    AdaGradRule(AdaGrad spec) {
        this(spec, RootMeanSquare.of(spec.epsilon(), spec.placement()));
    }

    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double[] s = slots[0];
        for (int k = from; k < to; k++) {
            s[k] += gradient[k] * gradient[k]; // (O12) s = s′ + ∇²
            theta[k] -= rootMeanSquare.step(alpha, gradient[k], s[k]); // (O10) θ = θ′ − step
        }
    }
}
