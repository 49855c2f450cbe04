package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.GradientClip.Scope;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Keeps parameters small; what it is given stays as it is. */
public final class Regulariser {
    private final Regularisation regularisation;
    private final NetworkSpec network;

    /**
     * @param regularisation the rules
     * @param network whose parameters these are
     */
    public Regulariser(Regularisation regularisation, NetworkSpec network) {
        this.regularisation = regularisation;
        this.network = network;
    }

    /**
     * ∇ of the loss and the penalties, (O44).
     *
     * @param point where ∇ was taken
     * @param gradient ∇ of the loss, clipped
     */
    public Weights penalised(Weights point, Weights gradient) {
        return changed(gradient, (key, g) -> {
            Regularisation.Rule rule = regularisation.of(key.parameter());
            double[] theta = point.get(key).toArray();
            for (int k = 0; k < g.length; k++) {
                g[k] = g[k] + rule.l1() * Math.signum(theta[k]) + rule.l2() * theta[k]; // (O44) ∇ + l1·sign(θ) + l2·θ
            }
            return g;
        });
    }

    /**
     * Parameters after the decay, (O45).
     *
     * @param before θ′, before the optimizer's step
     * @param after θ, after it
     * @param alpha the learning rate of the step
     */
    public Weights decayed(Weights before, Weights after, double alpha) {
        return changed(after, (key, theta) -> {
            Regularisation.Rule rule = regularisation.of(key.parameter());
            double share = rule.decayTimesRate() ? rule.decay() * alpha : rule.decay();
            double[] from = before.get(key).toArray();
            for (int k = 0; k < theta.length; k++) {
                theta[k] -= share * from[k]; // (O45) θ ← θ − δ·θ′ or θ − α·δ·θ′
            }
            return theta;
        });
    }

    /** What the parameters add to the score, (O46). */
    public double penalty(Weights theta) {
        double sum = 0;
        for (List<ParameterKey> group : Scope.PARAMETER.groups(network)) {
            Regularisation.Rule rule = regularisation.of(group.get(0).parameter());
            double sizes = 0;
            double squares = 0;
            for (ParameterKey key : group) {
                for (double entry : theta.get(key).toArray()) {
                    sizes += Math.abs(entry);
                    squares += entry * entry;
                }
            }
            sum += rule.l1() * sizes + rule.l2() / 2 * squares + rule.decay() / 2 * squares; // (O46)
        }
        return sum;
    }

    private Weights changed(Weights values, BiFunction<ParameterKey, double[], double[]> change) {
        if (regularisation.isNone()) {
            return values;
        }
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        values.asMap()
                .forEach((key, matrix) -> matrices.put(
                        key,
                        RowMajorMatrix.wrap(
                                change.apply(key, matrix.toArray()),
                                matrix.getRowDimension(),
                                matrix.getColumnDimension())));
        return new Weights(network, matrices);
    }
}
