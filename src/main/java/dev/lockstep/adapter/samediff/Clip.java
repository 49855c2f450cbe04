package dev.lockstep.adapter.samediff;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What happens to the gradient of all parameters before the optimizer reads it. */
final class Clip {
    private final GradientClip rule;
    private final NetworkSpec network;

    Clip(GradientClip rule, NetworkSpec network) {
        this.rule = rule;
        this.network = network;
    }

    /** The clipped gradient; what it is given stays as it is. */
    Map<ParameterKey, INDArray> clipped(Map<ParameterKey, INDArray> gradient) {
        if (rule instanceof GradientClip.Elementwise elementwise) {
            double c = elementwise.threshold();
            return each(gradient, g -> Nd4j.math().clipByValue(g, -c, c));
        }
        if (rule instanceof GradientClip.GlobalNorm globalNorm) {
            return shortened(gradient, globalNorm.threshold(), globalNorm.epsilon());
        }
        if (rule instanceof GradientClip.ScopedNorm norm) {
            return byGroup(gradient, norm.scope(), group -> shortened(group, norm.threshold(), 0));
        }
        return rule instanceof GradientClip.Renormalised unit
                ? byGroup(gradient, unit.scope(), Clip::renormalised)
                : gradient;
    }

    private Map<ParameterKey, INDArray> byGroup(
            Map<ParameterKey, INDArray> gradient,
            GradientClip.Scope scope,
            UnaryOperator<Map<ParameterKey, INDArray>> change) {
        Map<ParameterKey, INDArray> changed = new LinkedHashMap<>(gradient);
        for (List<ParameterKey> group : scope.groups(network)) {
            Map<ParameterKey, INDArray> own = new LinkedHashMap<>();
            group.forEach(key -> own.put(key, gradient.get(key)));
            changed.putAll(change.apply(own));
        }
        return changed;
    }

    private static Map<ParameterKey, INDArray> shortened(
            Map<ParameterKey, INDArray> gradient, double c, double epsilon) {
        double norm = norm(gradient) + epsilon;
        return norm > c ? each(gradient, g -> g.mul(c / norm)) : gradient;
    }

    private static Map<ParameterKey, INDArray> renormalised(Map<ParameterKey, INDArray> gradient) {
        double norm = norm(gradient);
        return norm > 0 ? each(gradient, g -> g.div(norm)) : gradient;
    }

    /** The Euclidean norm of all entries of these parameters. */
    private static double norm(Map<ParameterKey, INDArray> gradient) {
        INDArray[] rows = gradient.values().stream()
                .map(g -> g.dup('c').reshape(1, g.length()))
                .toArray(INDArray[]::new);
        return Nd4j.concat(1, rows).norm2Number().doubleValue();
    }

    private static Map<ParameterKey, INDArray> each(
            Map<ParameterKey, INDArray> gradient, UnaryOperator<INDArray> operation) {
        Map<ParameterKey, INDArray> clipped = new LinkedHashMap<>();
        gradient.forEach((key, g) -> clipped.put(key, operation.apply(g)));
        return clipped;
    }
}
