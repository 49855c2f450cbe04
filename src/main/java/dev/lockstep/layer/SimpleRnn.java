package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Optional;

/**
 * h = φ(x·W + h′·RW + b), with none, one or two biases; equations (R1) to (R11) of this package; with layer
 * normalisation (N1) to (N4).
 */
public final class SimpleRnn implements RecurrentLayer {
    private final SimpleRnnSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final Optional<RowMajorMatrix> b;
    private final Optional<RowMajorMatrix> rb;
    private final Optional<RowMajorMatrix> g;
    private final Optional<RowMajorMatrix> h0;

    /**
     * A layer with its W {@code [inputs × units]}, RW {@code [units × units]} and, as far as the spec has them, b, rb and h0
     * {@code [1 × units]} each and g {@code [2 × units]}, from {@code weights}; not copied, and read anew in every run.
     */
    public SimpleRnn(SimpleRnnSpec spec, Weights weights) {
        this.spec = spec;
        this.W = weights.get(spec.name(), Parameter.W);
        this.RW = weights.get(spec.name(), Parameter.RW);
        this.b = switch (spec.bias()) {
            case NONE -> Optional.empty();
            case ONE, TWO -> Optional.of(weights.get(spec.name(), Parameter.B));
        };
        this.rb = switch (spec.bias()) {
            case NONE, ONE -> Optional.empty();
            case TWO -> Optional.of(weights.get(spec.name(), Parameter.RB));
        };
        this.g = spec.norm().isPresent() ? Optional.of(weights.get(spec.name(), Parameter.G)) : Optional.empty();
        this.h0 = spec.trainableStart() ? Optional.of(weights.get(spec.name(), Parameter.H0)) : Optional.empty();
    }

    @Override
    public SimpleRnnSpec spec() {
        return spec;
    }

    /**
     * Memory for runs over minibatches of one shape. The initial state is the caller's, also where the layer has h0.
     *
     * @param team who shares the work
     * @throws InvalidInput if a size is below 1, the shape asks for more than an array holds, or the layer has layer
     *     normalisation
     */
    public RecurrentRun runs(int time, int batch, Team team) {
        if (g.isPresent()) {
            throw new InvalidInput("memory for runs of " + spec.title()
                    + ": a layer without layer normalisation expected, one with it found");
        }
        return new RecurrentRun(spec, weights(), time, batch, team);
    }

    private RecurrentWeights weights() {
        return new RecurrentWeights(W, RW, b, rb, Optional.empty());
    }

    @Override
    public Optional<RowMajorMatrix> trainedStart() {
        return h0;
    }

    @Override
    public RecurrentPass run(Sequence x, State start) {
        if (g.isPresent()) {
            return new NormalisedRun(spec, weights(), g.get(), x, start);
        }
        RecurrentRun run = runs(x.time(), x.batch(), Team.alone());
        run.forward(x, start);
        return run;
    }
}
