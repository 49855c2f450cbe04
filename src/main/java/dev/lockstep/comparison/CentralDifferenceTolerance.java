package dev.lockstep.comparison;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;

/**
 * The bound of gradients against {@link CentralDifferences}: the derived bound of the framework, and the error of the differences in
 * 32 digits, which is that of 50 digits at most.
 *
 * <p>1e-18·M is the truncation error h²/6·|L‴| with h = 3e-10 for third derivatives up to 60 times the largest gradient M of the
 * array. 1e-21·S = 3e-31·S/h is the rounding error, where S is the sum of the magnitudes of the costs that make up L, estimated
 * as 1 for every output number, times the factor of the reduction or the largest upstream gradient.
 *
 * @param derived the bound of the framework
 */
record CentralDifferenceTolerance(Tolerance derived) implements Tolerance {
    private static final double TRUNCATION = 1e-18;
    private static final double ROUNDING = 1e-21;

    @Override
    public Tolerance between(Accuracy a, Accuracy b) {
        return new CentralDifferenceTolerance(derived.between(a, b));
    }

    @Override
    public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
        Bound both = derived.bound(scenario, quantity, a, b);
        double magnitude = Math.max(Magnitudes.largest(a), Magnitudes.largest(b));
        double differences = TRUNCATION * magnitude + ROUNDING * costs(scenario);
        double[] ofB = new double[both.allowed().length];
        double[] allowed = new double[both.allowed().length];
        for (int i = 0; i < allowed.length; i++) {
            ofB[i] = differences;
            allowed[i] = both.ofA()[i] + differences;
        }
        return new Bound(allowed, both.source() + "; differences 1e-18·M + 1e-21·S", false, both.ofA(), ofB);
    }

    @Override
    public String description(String a, String b) {
        return "|" + a + " − " + b + "| ≤ the derived bound of " + a
                + ", and truncation and rounding of the differences";
    }

    private static double costs(Case scenario) {
        int time = scenario.network().outputTime(scenario.input().time());
        int batch = scenario.input().batch();
        double numbers = (double) time * batch * scenario.network().outputs();
        if (scenario.objective() instanceof Objective.Targets targets) {
            return numbers * targets.loss().reduction().factor(time, batch);
        }
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            double largest = Magnitudes.largest(Tensor.of(upstream.outputs()));
            return numbers * largest + scenario.network().recurrent().size() * (double) batch;
        }
        return numbers;
    }
}
