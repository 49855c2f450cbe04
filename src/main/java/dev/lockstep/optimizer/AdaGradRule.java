package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.AdaGrad;

/** AdaGrad, (O9) and (O10). */
record AdaGradRule(AdaGrad spec) implements Rule {
    @Override
    public void step(int t, double[] theta, double[] gradient, double[][] slots) {
        double alpha = spec.rate();
        double epsilon = spec.epsilon();
        double[] s = slots[0];
        for (int k = 0; k < theta.length; k++) {
            s[k] += gradient[k] * gradient[k]; // (O9) s = s′ + ∇²
            theta[k] -= switch (spec.placement()) { // (O10)
                case OUTSIDE_ROOT -> alpha * gradient[k] / (Math.sqrt(s[k]) + epsilon);
                case INSIDE_ROOT -> alpha * gradient[k] / Math.sqrt(s[k] + epsilon);
            };
        }
    }
}
