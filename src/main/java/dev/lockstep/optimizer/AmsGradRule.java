package dev.lockstep.optimizer;

import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.AmsGrad.Form;

/** AMSGrad in three forms, (O13), (O14) and (O24) to (O27). */
record AmsGradRule(AmsGrad spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        double correction1 = 1 - IntegerPower.of(beta1, t);
        double correction2 = 1 - IntegerPower.of(beta2, t);
        boolean reordered = spec.form() == Form.REORDERED;
        boolean corrected = spec.form() == Form.ALGORITHM_1;
        // (O19) αₜ = α·√(1 − β2^t)/(1 − β1^t)
        double rate = reordered ? alpha * Math.sqrt(correction2) / correction1 : alpha;
        double divisor1 = corrected ? correction1 : 1;
        double divisor2 = corrected ? correction2 : 1;
        double[] m = slots[0];
        double[] v = slots[1];
        double[] greatest = slots[2];
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
            v[k] = beta2 * v[k] + gradient[k] * gradient[k] * (1 - beta2); // (O14) v = β2·v′ + (1 − β2)·∇²
            greatest[k] = Math.max(greatest[k], v[k]); // (O24) v̂ = max(v̂′, v)
            // (O25) α·m/(√v̂ + ε), (O26) α·m̂/(√(v̂/(1 − β2^t)) + ε), (O27) αₜ·m/(√v̂ + ε)
            theta[k] -= rate * (m[k] / divisor1) / (Math.sqrt(greatest[k] / divisor2) + epsilon);
        }
    }
}
