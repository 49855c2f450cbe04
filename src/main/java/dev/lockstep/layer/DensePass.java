package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a {@link Dense} layer.
 *
 * @param spec what the layer is
 * @param W {@code [inputs × outputs]}
 * @param x what it read {@code [time × batch × inputs]}
 * @param z pre-activations {@code [time × batch × outputs]}
 * @param outputs y = φ(z), same shape
 */
record DensePass(DenseSpec spec, RowMajorMatrix W, Sequence x, Sequence z, Sequence outputs) implements Pass {
    @Override
    public Map<String, State> finalStates() {
        return Map.of();
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Map<String, State> dFinal, Truncation truncation) {
        Sequence dz = Sequence.zeros(z.time(), z.batch(), z.features());
        spec.activation()
                .backward(z.allSteps(), outputs.allSteps(), dOutputs.allSteps(), dz.allSteps()); // (D3) dz = φ′(z)·dy
        return backwardFromPreActivation(dz);
    }

    /**
     * The gradients below φ, for a loss that is fused with φ.
     *
     * @param dz ∂L/∂z {@code [time × batch × outputs]}
     */
    LayerGradients backwardFromPreActivation(Sequence dz) {
        RowMajorMatrix dW = new RowMajorMatrix(W.getRowDimension(), W.getColumnDimension());
        RowMajorMatrix db = new RowMajorMatrix(1, W.getColumnDimension());
        Sequence dx = Sequence.zeros(x.time(), x.batch(), x.features());
        dW.addTransposedProduct(x.allSteps(), dz.allSteps()); // (D4) dW = Σₜ xᵀ·dz
        db.addColumnSums(dz.allSteps()); // (D5) db = Σₜ Σ_rows dz
        dx.allSteps().addProductTransposed(dz.allSteps(), W); // (D6) dx = dz·Wᵀ
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        parameters.put(new ParameterKey(spec.name(), Parameter.W), dW);
        if (spec.bias() != Bias.NONE) {
            parameters.put(new ParameterKey(spec.name(), Parameter.B), db);
        }
        return new LayerGradients(parameters, dx, Map.of());
    }
}
