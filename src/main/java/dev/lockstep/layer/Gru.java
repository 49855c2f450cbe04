package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;

/** A gated recurrent unit whose reset gate acts before or after the product; equations (G1) to (G16) of this package. */
final class Gru implements RecurrentLayer {
    private final GruSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final RowMajorMatrix b;
    private final RowMajorMatrix rb;

    /**
     * A layer with its W {@code [inputs × 3·units]}, RW {@code [units × 3·units]} and, as far as the spec has them, b and rb
     * {@code [1 × 3·units]} each, from {@code weights}; not copied.
     */
    Gru(GruSpec spec, Weights weights) {
        this.spec = spec;
        this.W = weights.get(spec.name(), Parameter.W);
        this.RW = weights.get(spec.name(), Parameter.RW);
        RowMajorMatrix none = new RowMajorMatrix(1, W.getColumnDimension());
        this.b = spec.bias() == Bias.NONE ? none : weights.get(spec.name(), Parameter.B);
        this.rb = spec.bias() == Bias.TWO ? weights.get(spec.name(), Parameter.RB) : none;
    }

    @Override
    public GruSpec spec() {
        return spec;
    }

    @Override
    public RecurrentPass run(Sequence x, State start) {
        return new GruRun(spec, W, RW, b, rb, x, start);
    }
}
