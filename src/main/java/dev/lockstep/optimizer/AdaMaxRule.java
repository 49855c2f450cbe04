package dev.lockstep.optimizer;

import static dev.lockstep.optimizer.RootMeanSquare.NOTHING;

import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.OptimizerSpec.AdaMax;

/** AdaMax in four forms, (O13) and (O28) to (O32). */
record AdaMaxRule(AdaMax spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        double besideGradient = NOTHING;
        double besideGreatest = NOTHING;
        double inDivisor = NOTHING;
        switch (spec.form()) {
            case PUBLISHED -> {}
            case TINY -> besideGreatest = AdaMax.SMALLEST;
            case BESIDE_GRADIENT -> besideGradient = epsilon;
            case BESIDE_GREATEST -> inDivisor = epsilon;
        }
        double rate = alpha / (1 - IntegerPower.of(beta1, t));
        double[] m = slots[0];
        double[] u = slots[1];
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
            // (O28) u = max(β2·u′, |∇|), (O29) with 1e-32 added, (O30) with ε beside |∇|
            u[k] = Math.max(beta2 * u[k], Math.abs(gradient[k]) + besideGradient) + besideGreatest;
            double divisor = u[k] + inDivisor;
            // (O31) θ = θ′ − α/(1 − β1^t)·m/u, (O32) with u + ε
            theta[k] -= divisor == 0 ? 0 : rate * m[k] / divisor;
        }
    }
}
