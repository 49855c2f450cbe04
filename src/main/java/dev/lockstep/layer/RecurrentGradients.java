package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The gradients that a {@link RecurrentRun} leaves behind; reused from call to call. The gradients of W, RW and b lie below one
 * another in one matrix, as they come out of one product.
 */
public final class RecurrentGradients {
    private final RecurrentSpec spec;
    private final RowMajorMatrix weights;
    private final Optional<RowMajorMatrix> dp;
    private final Sequence dx;
    private final State dInitial;

    RecurrentGradients(RecurrentSpec spec, int gates, int time, int batch) {
        this.spec = spec;
        int rows = spec.inputs() + spec.units() + (hasBias(spec) ? 1 : 0);
        this.weights = new RowMajorMatrix(rows, gates * spec.units());
        this.dp = spec instanceof LstmSpec lstm && lstm.peepholes()
                ? Optional.of(new RowMajorMatrix(3, spec.units()))
                : Optional.empty();
        this.dx = Sequence.zeros(time, batch, spec.inputs());
        this.dInitial = State.zero(spec, batch);
    }

    /** Whether they are those of such a run. */
    boolean areOf(RecurrentSpec layer, int time, int batch) {
        return spec.equals(layer) && dx.time() == time && dx.batch() == batch;
    }

    /** For people: {@code 3 steps × 2 rows of LSTM "encoder"}. */
    String title() {
        return dx.time() + " steps × " + dx.batch() + " rows of " + spec.title();
    }

    static boolean hasBias(RecurrentSpec spec) {
        return bias(spec) != Bias.NONE;
    }

    private static Bias bias(RecurrentSpec spec) {
        if (spec instanceof LstmSpec lstm) {
            return lstm.bias();
        }
        return spec instanceof SimpleRnnSpec simpleRnn ? simpleRnn.bias() : ((GruSpec) spec).bias();
    }

    /** dW, below it dRW, below it db where there is a bias: {@code [inputs + units + 1 × gates·units]}. */
    public RowMajorMatrix weights() {
        return weights;
    }

    /** dW {@code [inputs × gates·units]}, a view. */
    public RowMajorMatrix dW() {
        return weights.rows(0, spec.inputs());
    }

    /** dRW {@code [units × gates·units]}, a view. */
    public RowMajorMatrix dRW() {
        return weights.rows(spec.inputs(), spec.inputs() + spec.units());
    }

    /** db {@code [1 × gates·units]}, a view; empty where the layer has no bias. */
    public Optional<RowMajorMatrix> db() {
        int row = spec.inputs() + spec.units();
        return hasBias(spec) ? Optional.of(weights.rows(row, row + 1)) : Optional.empty();
    }

    /** dp {@code [3 × units]} of the peepholes; empty where there are none. */
    public Optional<RowMajorMatrix> dp() {
        return dp;
    }

    /** ∂L/∂x {@code [time × batch × inputs]}. */
    public Sequence dx() {
        return dx;
    }

    /** ∂L/∂(state before the first step), {@code [batch × units]} each. */
    public State dInitial() {
        return dInitial;
    }

    Map<ParameterKey, RowMajorMatrix> byParameter() {
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        parameters.put(new ParameterKey(spec.name(), Parameter.W), dW());
        parameters.put(new ParameterKey(spec.name(), Parameter.RW), dRW());
        db().ifPresent(db -> parameters.put(new ParameterKey(spec.name(), Parameter.B), db));
        if (bias(spec) == Bias.TWO) {
            parameters.put(
                    new ParameterKey(spec.name(), Parameter.RB),
                    db().orElseThrow().copy()); // (R8), (L24) drb = db
        }
        dp.ifPresent(d -> parameters.put(new ParameterKey(spec.name(), Parameter.P), d));
        return parameters;
    }
}
