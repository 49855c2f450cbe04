package dev.lockstep.optimizer;

import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaBelief.Form;

/** AdaBelief in two forms, (O13) and (O39) to (O41). */
record AdaBeliefRule(AdaBelief spec) implements Rule {
    @Override
    public void step(int t, double alpha, double[] theta, double[] gradient, double[][] slots, int from, int to) {
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        double correction1 = 1 - IntegerPower.of(beta1, t);
        double correction2 = 1 - IntegerPower.of(beta2, t);
        boolean reordered = spec.form() == Form.REORDERED;
        // (O19) αₜ = α·√(1 − β2^t)/(1 − β1^t)
        double rate = reordered ? alpha * Math.sqrt(correction2) / correction1 : alpha / correction1;
        double divisor = reordered ? 1 : correction2;
        double[] m = slots[0];
        double[] s = slots[1];
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + gradient[k] * (1 - beta1); // (O13) m = β1·m′ + (1 − β1)·∇
            double surprise = gradient[k] - m[k];
            s[k] = beta2 * s[k] + surprise * surprise * (1 - beta2) + epsilon; // (O39)
            theta[k] -= rate * m[k] / (Math.sqrt(s[k] / divisor) + epsilon); // (O40) √ŝ + ε, (O41) √s + ε
        }
    }
}
