package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clips gradients before an optimizer reads them; what it is given stays as it is, but for {@link #clipInPlace}. */
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

    /** ∇ of all parameters, clipped by (O21), (O22), (O42) or (O43). */
    public Weights clipped(Weights gradient) {
        if (clip instanceof GradientClip.Off) {
            return gradient;
        }
        Map<ParameterKey, RowMajorMatrix> copies = new LinkedHashMap<>();
        gradient.keys().forEach(key -> copies.put(key, gradient.get(key).copy()));
        if (clip instanceof GradientClip.ScopedNorm scoped) {
            for (List<ParameterKey> group : scoped.scope().groups(network)) {
                shorten(group.stream().map(copies::get).toList(), scoped.threshold(), 0); // (O42)
            }
        } else if (clip instanceof GradientClip.Renormalised unit) {
            for (List<ParameterKey> group : unit.scope().groups(network)) {
                renormalise(group.stream().map(copies::get).toList());
            }
        } else {
            clipInPlace(List.copyOf(copies.values()));
        }
        return new Weights(network, copies);
    }

    /**
     * Clips ∇ by (O21) or (O22) where it is; allocates nothing.
     *
     * @param gradient of all parameters
     * @throws InvalidInput if the rule asks which layer a parameter belongs to
     */
    public void clipInPlace(List<RowMajorMatrix> gradient) {
        if (clip instanceof GradientClip.Elementwise elementwise) {
            for (int k = 0; k < gradient.size(); k++) {
                clamp(gradient.get(k), elementwise.threshold());
            }
        }
        if (clip instanceof GradientClip.GlobalNorm globalNorm) {
            shorten(gradient, globalNorm.threshold(), globalNorm.epsilon()); // (O22)
        }
        if (clip instanceof GradientClip.ScopedNorm || clip instanceof GradientClip.Renormalised) {
            throw new InvalidInput("clip in place: entry by entry or by the global norm expected, " + clip + " found");
        }
    }

    /** ∇ ← ∇·c/(‖∇‖₂ + ε) where ‖∇‖₂ + ε > c. */
    private static void shorten(List<RowMajorMatrix> gradient, double c, double epsilon) {
        double norm = norm(gradient) + epsilon;
        for (int k = 0; norm > c && k < gradient.size(); k++) {
            scale(gradient.get(k), c / norm);
        }
    }

    /** (O43) ∇ ← ∇/‖∇‖₂ where ∇ is not 0. */
    private static void renormalise(List<RowMajorMatrix> gradient) {
        double norm = norm(gradient);
        for (int k = 0; norm > 0 && k < gradient.size(); k++) {
            RowMajorMatrix matrix = gradient.get(k);
            double[] g = matrix.array();
            int end = end(matrix);
            for (int i = matrix.offset(); i < end; i++) {
                g[i] /= norm;
            }
        }
    }

    /** ‖∇‖₂ over all parameters, scaled by the greatest entry so that squares neither overflow nor vanish. */
    public static double norm(Weights gradient) {
        return norm(List.copyOf(gradient.asMap().values()));
    }

    private static double norm(List<RowMajorMatrix> gradient) {
        double largest = 0;
        for (int k = 0; k < gradient.size(); k++) {
            largest = Math.max(largest, largest(gradient.get(k)));
        }
        if (largest == 0 || Double.isInfinite(largest) || Double.isNaN(largest)) {
            return largest;
        }
        double squares = 0;
        for (int k = 0; k < gradient.size(); k++) {
            squares = addSquares(squares, gradient.get(k), largest);
        }
        return largest * Math.sqrt(squares);
    }

    private static void clamp(RowMajorMatrix gradient, double c) {
        double[] g = gradient.array();
        int end = end(gradient);
        for (int k = gradient.offset(); k < end; k++) {
            g[k] = Math.min(Math.max(g[k], -c), c); // (O21) ∇ ← min(max(∇, −c), c)
        }
    }

    private static void scale(RowMajorMatrix gradient, double factor) {
        double[] g = gradient.array();
        int end = end(gradient);
        for (int k = gradient.offset(); k < end; k++) {
            g[k] *= factor;
        }
    }

    private static double largest(RowMajorMatrix gradient) {
        double[] g = gradient.array();
        int end = end(gradient);
        double largest = 0;
        for (int k = gradient.offset(); k < end; k++) {
            largest = Math.max(largest, Math.abs(g[k]));
        }
        return largest;
    }

    /** In the order of the entries, whatever the parameter: the same bits everywhere. */
    private static double addSquares(double start, RowMajorMatrix gradient, double unit) {
        double[] g = gradient.array();
        int end = end(gradient);
        double squares = start;
        for (int k = gradient.offset(); k < end; k++) {
            double scaled = g[k] / unit;
            squares += scaled * scaled;
        }
        return squares;
    }

    private static int end(RowMajorMatrix gradient) {
        return gradient.offset() + gradient.getRowDimension() * gradient.getColumnDimension();
    }
}
