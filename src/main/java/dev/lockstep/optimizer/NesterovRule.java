package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.Nesterov.Form;

/** Nesterov's accelerated gradient in both forms, (O2) to (O5). */
record NesterovRule(Nesterov spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double mu = spec.momentum();
        double[] v = slots[0];
        if (looksAhead()) {
            for (int k = from; k < to; k++) {
                v[k] = mu * v[k] - alpha * gradient[k]; // (O3) v = μ·v′ − α·∇
                theta[k] += v[k]; // (O4) θ = θ′ + v
            }
        } else {
            for (int k = from; k < to; k++) {
                double vPrev = v[k];
                v[k] = mu * vPrev - alpha * gradient[k]; // (O3) v = μ·v′ − α·∇
                theta[k] -= mu * vPrev - (1 + mu) * v[k]; // (O5) θ = θ′ − (μ·v′ − (1 + μ)·v)
            }
        }
    }

    @Override
    public boolean looksAhead() {
        return spec.form() == Form.LOOK_AHEAD;
    }

    @Override
    public void lookAhead(double[] theta, double[][] slots) {
        double mu = spec.momentum();
        double[] v = slots[0];
        for (int k = 0; k < theta.length; k++) {
            theta[k] += mu * v[k]; // (O2) θ′ + μ·v′
        }
    }
}
