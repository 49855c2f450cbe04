package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** h = φ(x·W + h′·RW + b), with none, one or two biases; equations (R1) to (R11) of this package. */
public final class SimpleRnn implements Layer {
    private final SimpleRnnSpec spec;
    private final RowMajorMatrix W;
    private final RowMajorMatrix RW;
    private final Optional<RowMajorMatrix> b;
    private final Optional<RowMajorMatrix> rb;
    private final Optional<RowMajorMatrix> h0;

    /**
     * A layer with its W {@code [inputs × units]}, RW {@code [units × units]} and, as far as the spec has them, b, rb and h0
     * {@code [1 × units]} each, from {@code weights}; not copied, and read anew in every run.
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
     * @throws dev.lockstep.model.InvalidInput if a size is below 1, or the shape asks for more than an array holds
     */
    public RecurrentRun runs(int time, int batch, Team team) {
        return new RecurrentRun(spec, new RecurrentWeights(W, RW, b, rb, Optional.empty()), time, batch, team);
    }

    @Override
    public Pass forward(Sequence x, Optional<State> initial) {
        RecurrentRun run = runs(x.time(), x.batch(), Team.alone());
        State start = initial.orElseGet(() -> State.zero(spec, x.batch()));
        boolean fromParameter = initial.isEmpty() && h0.isPresent();
        if (fromParameter) {
            start.h().addToEveryRow(h0.get()); // (R10) h at t = 0 is h0 in every row
        }
        run.forward(x, start);
        return h0.isPresent() ? new TrainedStart(run, fromParameter) : run;
    }

    /**
     * A run of a layer whose initial state is a parameter.
     *
     * @param run the run
     * @param fromParameter whether it did start from the parameter
     */
    private record TrainedStart(RecurrentRun run, boolean fromParameter) implements RecurrentPass {
        @Override
        public Sequence outputs() {
            return run.outputs();
        }

        @Override
        public Optional<State> finalState() {
            return run.finalState();
        }

        @Override
        public State stateBefore(int t) {
            return run.stateBefore(t);
        }

        @Override
        public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
            LayerGradients gradients = run.backward(dOutputs, dFinal);
            RowMajorMatrix dStart = gradients.dInitial().orElseThrow().h();
            RowMajorMatrix dh0 = new RowMajorMatrix(1, dStart.getColumnDimension());
            if (fromParameter) {
                dh0.addColumnSums(dStart); // (R11) dh0 = Σ_rows of dh′ at t = 1
            }
            Map<Parameter, RowMajorMatrix> parameters = new EnumMap<>(gradients.parameters());
            parameters.put(Parameter.H0, dh0);
            return new LayerGradients(parameters, gradients.dx(), gradients.dInitial());
        }
    }
}
