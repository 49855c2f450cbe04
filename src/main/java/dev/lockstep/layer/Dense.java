package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;

/** y = φ(x·W + b) at every time step, b being 0 where the spec has no bias; equations (D1) and (D2) of this package. */
final class Dense implements Layer {
    private final DenseSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix b;

    /** A layer with its W {@code [inputs × outputs]} and, where the spec has it, b {@code [1 × outputs]} from {@code weights}. */
    Dense(DenseSpec spec, Weights weights) {
        this.spec = spec;
        this.W = weights.get(spec.name(), Parameter.W).copy();
        this.b = spec.bias() == Bias.NONE
                ? new RowMajorMatrix(1, spec.outputs())
                : weights.get(spec.name(), Parameter.B).copy();
    }

    @Override
    public DenseSpec spec() {
        return spec;
    }

    @Override
    public Pass forward(Sequence x, StepMask mask, Map<String, State> initial) {
        Sequence z = Sequence.zeros(x.time(), x.batch(), spec.outputs());
        Sequence y = Sequence.zeros(x.time(), x.batch(), spec.outputs());
        z.allSteps().addProduct(x.allSteps(), W); // (D1) z = x·W + b
        z.allSteps().addToEveryRow(b);
        spec.activation().forward(z.allSteps(), y.allSteps()); // (D2) y = φ(z)
        return new DensePass(spec, W, x, z, y);
    }
}
