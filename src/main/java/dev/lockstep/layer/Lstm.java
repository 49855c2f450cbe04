package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Optional;

/** An LSTM with forget gate, none, one or two biases and optional peepholes; equations (L1) to (L26) of this package, which {@link RecurrentRun} and {@link LstmCell} hold. */
public final class Lstm implements RecurrentLayer {
    private final LstmSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final Optional<RowMajorMatrix> b;
    private final Optional<RowMajorMatrix> rb;
    private final Optional<RowMajorMatrix> p;

    /**
     * A layer with its W {@code [inputs × 4·units]}, RW {@code [units × 4·units]} and, as far as the spec has them, b and rb
     * {@code [1 × 4·units]} each and p {@code [3 × units]}, from {@code weights}; not copied, and read anew in every run.
     */
    public Lstm(LstmSpec spec, Weights weights) {
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
        this.p = spec.peepholes() ? Optional.of(weights.get(spec.name(), Parameter.P)) : Optional.empty();
    }

    @Override
    public LstmSpec spec() {
        return spec;
    }

    /**
     * Memory for runs over minibatches of one shape.
     *
     * @param team who shares the work
     * @throws dev.lockstep.model.InvalidInput if a size is below 1, or the shape asks for more than an array holds
     */
    public RecurrentRun runs(int time, int batch, Team team) {
        return new RecurrentRun(spec, new RecurrentWeights(W, RW, b, rb, p), time, batch, team);
    }

    @Override
    public RecurrentPass run(Sequence x, State start) {
        RecurrentRun run = runs(x.time(), x.batch(), Team.alone());
        run.forward(x, start);
        return run;
    }
}
