package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Clips gradients before an optimizer reads them; what it is given stays as it is. */
public final class Clipper {
    private final GradientClip clip;
    private final NetworkSpec network;

    /**
     * @param clip the rule
     * @param network whose gradients these are
     */
    public Clipper(GradientClip clip, NetworkSpec network) {
        this.clip = clip;
        this.network = network;
    }

    /** ∇ of all parameters, clipped by (O21) or (O22). */
    public Weights clipped(Weights gradient) {
        if (clip instanceof GradientClip.Elementwise elementwise) {
            double c = elementwise.threshold();
            return mapped(gradient, g -> Math.min(Math.max(g, -c), c)); // (O21) ∇ ← min(max(∇, −c), c)
        }
        if (clip instanceof GradientClip.GlobalNorm globalNorm) {
            double c = globalNorm.threshold();
            double norm = norm(gradient);
            return norm > c ? mapped(gradient, g -> g * (c / norm)) : gradient; // (O22) ∇ ← ∇·c/‖∇‖₂ where ‖∇‖₂ > c
        }
        return gradient;
    }

    /** ‖∇‖₂ over all parameters, scaled by the greatest entry so that squares neither overflow nor vanish. */
    public static double norm(Weights gradient) {
        double largest = 0;
        for (ParameterKey key : gradient.keys()) {
            for (double g : gradient.get(key).toArray()) {
                largest = Math.max(largest, Math.abs(g));
            }
        }
        if (largest == 0 || Double.isInfinite(largest) || Double.isNaN(largest)) {
            return largest;
        }
        double squares = 0;
        for (ParameterKey key : gradient.keys()) {
            for (double g : gradient.get(key).toArray()) {
                squares += (g / largest) * (g / largest);
            }
        }
        return largest * Math.sqrt(squares);
    }

    private Weights mapped(Weights gradient, DoubleUnaryOperator operator) {
        Map<ParameterKey, RowMajorMatrix> clipped = new LinkedHashMap<>();
        for (ParameterKey key : gradient.keys()) {
            RowMajorMatrix matrix = gradient.get(key).copy();
            double[] values = matrix.array();
            for (int k = 0; k < values.length; k++) {
                values[k] = operator.applyAsDouble(values[k]);
            }
            clipped.put(key, matrix);
        }
        return new Weights(network, clipped);
    }
}
