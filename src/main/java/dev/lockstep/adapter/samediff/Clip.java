package dev.lockstep.adapter.samediff;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.ParameterKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What happens to the gradient of all parameters before the optimizer reads it. */
final class Clip {
    private final GradientClip rule;

    Clip(GradientClip rule) {
        this.rule = rule;
    }

    /** The clipped gradient; what it is given stays as it is. */
    Map<ParameterKey, INDArray> clipped(Map<ParameterKey, INDArray> gradient) {
        if (rule instanceof GradientClip.Elementwise elementwise) {
            double c = elementwise.threshold();
            return each(gradient, g -> Nd4j.math().clipByValue(g, -c, c));
        }
        if (rule instanceof GradientClip.GlobalNorm globalNorm) {
            double c = globalNorm.threshold();
            double norm = norm(gradient);
            return norm > c ? each(gradient, g -> g.mul(c / norm)) : gradient;
        }
        return gradient;
    }

    /** The Euclidean norm of all entries of all parameters. */
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
