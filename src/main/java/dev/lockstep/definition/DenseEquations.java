package dev.lockstep.definition;

import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** (D1) and (D2) of {@code dev.lockstep.layer}. */
public class DenseEquations {
    /** (D1) z = x·W + b, of all outputs of a row. */
    public <T extends RealFieldElement<T>> List<T> z(
            Arithmetic<T> math, DenseSpec layer, Parameters<T> theta, List<T> x) {
        List<T> z = new ArrayList<>(layer.outputs());
        List<T> read = new ArrayList<>(x);
        if (layer.bias() != Bias.NONE) {
            read.add(math.number(1));
        }
        for (int unit = 0; unit < layer.outputs(); unit++) {
            z.add(math.dot(
                    read,
                    layer.bias() == Bias.NONE
                            ? theta.column(layer, unit, Parameter.W)
                            : theta.column(layer, unit, Parameter.W, Parameter.B)));
        }
        return z;
    }

    /** (D2) y = φ(z). */
    public <T extends RealFieldElement<T>> List<T> y(
            Arithmetic<T> math, ActivationEquations activations, DenseSpec layer, List<T> z) {
        return activations.row(math, layer.activation(), z);
    }
}
