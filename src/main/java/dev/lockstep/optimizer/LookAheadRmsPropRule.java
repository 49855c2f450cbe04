package dev.lockstep.optimizer;

import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;

/** RMSProp with look-ahead momentum, (O2), (O6) to (O9), (O11) and (O4). */
record LookAheadRmsPropRule(LookAheadRmsProp spec, RootMeanSquare rootMeanSquare) implements Rule {
    LookAheadRmsPropRule(LookAheadRmsProp spec) {
        this(spec, RootMeanSquare.of(spec.epsilon(), spec.placement()));
    }

    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double rho = spec.decay();
        double mu = spec.momentum();
        double[] s = slots[0];
        double[] v = slots[1];
        for (int k = from; k < to; k++) {
            s[k] = rho * s[k] + gradient[k] * gradient[k] * (1 - rho); // (O6) s = ρ·s′ + (1 − ρ)·∇²
            v[k] = mu * v[k] - rootMeanSquare.step(alpha, gradient[k], s[k]); // (O11) v = μ·v′ − step
            theta[k] += v[k]; // (O4) θ = θ′ + v
        }
    }

    @Override
    public boolean looksAhead() {
        return true;
    }

    @Override
    public void lookAhead(double[] theta, double[][] slots) {
        double mu = spec.momentum();
        double[] v = slots[1];
        for (int k = 0; k < theta.length; k++) {
            theta[k] += mu * v[k]; // (O2) θ′ + μ·v′
        }
    }
}
