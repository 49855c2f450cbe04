package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.Arrays;

/**
 * The bound of gradients against {@link CentralDifferences}: 1e-9·M + 3072·u·S.
 *
 * <p>1e-9·M is the truncation error h⁴/480·|L⁽⁵⁾| for fifth derivatives up to 500,000 times the largest gradient M of the
 * array; squashing functions stay far below that. 3072·u·S = 3·u·S/h is the rounding error, where S is the sum of
 * the magnitudes of the costs that make up L, estimated as 8 (their roundings) for every output number, times the
 * factor of the reduction or the largest upstream gradient.
 */
final class CentralDifferenceTolerance implements Tolerance {
    private static final double TRUNCATION = 1e-9;
    private static final double ROUNDING = 3 * 0x1p-53 / CentralDifferences.STEP;
    private static final double ROUNDINGS_PER_COST = 8;

    @Override
    public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
        double magnitude = Math.max(Magnitudes.largest(a), Magnitudes.largest(b));
        double[] allowed = new double[a.values().length];
        Arrays.fill(allowed, TRUNCATION * magnitude + ROUNDING * ROUNDINGS_PER_COST * costs(scenario));
        return new Bound(allowed, "1e-9·max|" + quantity.symbol() + "| (truncation) + 3·u·S/h (rounding)", false);
    }

    @Override
    public String description(String a, String b) {
        return "|" + a + " − " + b + "| ≤ truncation and rounding of central differences";
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
