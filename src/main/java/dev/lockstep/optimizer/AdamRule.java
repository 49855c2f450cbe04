package dev.lockstep.optimizer;

import static dev.lockstep.optimizer.RootMeanSquare.NOTHING;

import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Adam.Form;

/** Adam in three forms, (O13) to (O20). */
record AdamRule(Adam spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        double correction1 = 1 - IntegerPower.of(beta1, t);
        double correction2 = 1 - IntegerPower.of(beta2, t);
        double[] m = slots[0];
        double[] v = slots[1];
        if (spec.form() == Form.REORDERED) {
            double alphaT = alpha * Math.sqrt(correction2) / correction1; // (O19) αₜ = α·√(1 − β2^t)/(1 − β1^t)
            for (int k = from; k < to; k++) {
                m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
                v[k] = beta2 * v[k] + gradient[k] * gradient[k] * (1 - beta2); // (O14) v = β2·v′ + (1 − β2)·∇²
                theta[k] -= alphaT * m[k] / (Math.sqrt(v[k]) + epsilon); // (O20) θ = θ′ − αₜ·m/(√v + ε)
            }
        } else {
            double inside = spec.form() == Form.INSIDE_ROOT ? epsilon : NOTHING;
            double outside = spec.form() == Form.ALGORITHM_1 ? epsilon : NOTHING;
            for (int k = from; k < to; k++) {
                m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
                v[k] = beta2 * v[k] + gradient[k] * gradient[k] * (1 - beta2); // (O14) v = β2·v′ + (1 − β2)·∇²
                double mHat = m[k] / correction1; // (O15) m̂ = m/(1 − β1^t)
                double vHat = v[k] / correction2; // (O16) v̂ = v/(1 − β2^t)
                theta[k] -= alpha * mHat / (Math.sqrt(vHat + inside) + outside); // (O17) √v̂ + ε, (O18) √(v̂ + ε)
            }
        }
    }
}
