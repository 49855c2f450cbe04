package dev.lockstep.optimizer;

import dev.lockstep.math.Elementary;
import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.OptimizerSpec.Nadam.Form;

/** Nadam in three forms, (O13), (O14), (O16) and (O33) to (O35). */
record NadamRule(Nadam spec) implements Rule {
    /** ln 0.96 times 0.004: how fast the momentum grows. */
    private static final double GROWTH = 0.004 * StrictMath.log(0.96);

    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        boolean uncorrected = spec.form() == Form.UNCORRECTED_SQUARES;
        double start = 1 - IntegerPower.of(beta1, t);
        double correction2 = uncorrected ? 1 : 1 - IntegerPower.of(beta2, t);
        double ofM;
        double ofGradient;
        if (uncorrected) {
            ofM = beta1 / start;
            ofGradient = (1 - beta1) / start;
        } else {
            double product = 1;
            for (int i = 1; i <= t; i++) {
                product *= momentum(i);
            }
            double next = momentum(t + 1);
            ofM = next / (1 - product * next);
            ofGradient = (1 - momentum(t)) / (1 - product);
        }
        double[] m = slots[0];
        double[] v = slots[1];
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
            v[k] = beta2 * v[k] + gradient[k] * gradient[k] * (1 - beta2); // (O14) v = β2·v′ + (1 − β2)·∇²
            double ahead = ofM * m[k] + ofGradient * gradient[k];
            // (O34) θ = θ′ − α·(…)/(√v̂ + ε), (O35) with √v
            theta[k] -= alpha * ahead / (Math.sqrt(v[k] / correction2) + epsilon);
        }
    }

    /** (O33) μₜ. */
    private double momentum(int t) {
        return spec.form() == Form.CONSTANT_MOMENTUM
                ? spec.beta1()
                : spec.beta1() * (1 - 0.5 * Elementary.exp(GROWTH * t));
    }
}
