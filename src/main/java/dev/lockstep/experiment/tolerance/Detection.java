package dev.lockstep.experiment.tolerance;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a small fault is noticed: one weight of one implementation is not the one that it should be. It is noticed as a user
 * notices it: the first implementation computes the faulty case, the last one that computes its gradients the right one, and some
 * observed number differs by more than the sum of both bounds. It would be noticed surely, whatever both round, where the exact
 * values differ by more than twice that sum.
 *
 * @param noticed whether some observed number gives the fault away
 * @param surely whether it would whatever both implementations round
 * @param withoutEffect whether no observed number changes at all, in 32 digits
 * @param ratio the greatest difference in units of the bounds' sum
 * @param where the number that differs most in these units
 */
public record Detection(boolean noticed, boolean surely, boolean withoutEffect, double ratio, String where) {
    /** How far the forget gate's bias is moved. */
    public static final double BIAS = 1e-12;
    /** How far a weight is moved, relative to it. */
    public static final double WEIGHT = 1e-10;

    /** Of a forget gate's bias moved by {@link #BIAS}. */
    static Detection ofForgetBias(Draw draw, Held held, Implementation faulty, int first, int other) {
        ParameterKey key = new ParameterKey(Draw.LAYER, Parameter.B);
        double value = held.scenario().weights().get(key).getEntry(0, draw.changedBias());
        return of(changed(held.scenario(), key, draw.changedBias(), value + BIAS), held, faulty, first, other);
    }

    /** Of any weight moved by {@link #WEIGHT} of itself. */
    static Detection ofWeight(Draw draw, Held held, Implementation faulty, int first, int other) {
        RowMajorMatrix matrix = held.scenario().weights().get(draw.changedWeight());
        double value = matrix.toArray()[draw.changedEntry()];
        Case changed = changed(held.scenario(), draw.changedWeight(), draw.changedEntry(), value * (1 + WEIGHT));
        return of(changed, held, faulty, first, other);
    }

    private static Case changed(Case scenario, ParameterKey key, int entry, double value) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        RowMajorMatrix matrix = matrices.get(key);
        double[] values = matrix.toArray().clone();
        values[entry] = value;
        matrices.put(key, RowMajorMatrix.wrap(values, matrix.getRowDimension(), matrix.getColumnDimension()));
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    private static Detection of(Case changed, Held held, Implementation faulty, int first, int other) {
        Precise moved = Precise.of(changed);
        Observations found = faulty.observe().apply(changed).orElseThrow();
        Observations right = held.observed(other).orElseThrow();
        boolean surely = false;
        boolean effect = false;
        double greatest = 0;
        String where = "";
        for (Quantity quantity : held.exact().quantities()) {
            if (!found.has(quantity) || !right.has(quantity)) {
                continue;
            }
            double[] a = found.get(quantity).values();
            double[] b = right.get(quantity).values();
            double[] boundOfFirst = held.bounds(first, quantity);
            double[] boundOfOther = held.bounds(other, quantity);
            for (int k = 0; k < a.length; k++) {
                double allowed = boundOfFirst[k] + boundOfOther[k];
                double exact = moved.distance(held.exact(), quantity, k);
                double difference = Math.abs(a[k] - b[k]);
                effect |= exact > 0;
                surely |= exact > 2 * allowed;
                double ratio = difference == 0 ? 0 : difference / allowed;
                if (ratio > greatest) {
                    greatest = ratio;
                    where = quantity + " " + found.get(quantity).labels(k);
                }
            }
        }
        return new Detection(greatest > 1, surely, !effect, greatest, where);
    }
}
