package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.AdaGrad;

/** AdaGrad, (O12) and (O10). */
record AdaGradRule(AdaGrad spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots) {
        RootMeanSquare rootMeanSquare = new RootMeanSquare(spec.rate(), spec.epsilon(), spec.placement());
        double[] s = slots[0];
        for (int k = 0; k < theta.length; k++) {
            s[k] += gradient[k] * gradient[k]; // (O12) s = s′ + ∇²
            theta[k] -= rootMeanSquare.step(gradient[k], s[k]); // (O10) θ = θ′ − step
        }
    }
}
