package dev.lockstep.adapter.samediff;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A recurrent layer as one operation of SameDiff's, not of primitive ones as {@link SameDiffFramework} builds it, differentiated
 * by SameDiff. These operations are known to mislead; comparisons of frameworks do without them.
 */
public final class SameDiffRoute extends FrameworkLike {
    private static final SameDiffFramework WHOLE = new SameDiffFramework();
    private static final Set<Kind> KINDS = EnumSet.of(
            Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    /** {@code sd.rnn().lstmLayer} from given states. */
    public static final SameDiffRoute LSTM_LAYER = new SameDiffRoute(
            "samediff-lstm-layer",
            "SameDiff's lstmLayer",
            "one plain LSTM",
            SameDiffRoute::isPlain,
            RecurrentOperation.LSTM_LAYER);

    /** {@code sd.rnn().lstmCell} of a single step. */
    public static final SameDiffRoute LSTM_CELL = new SameDiffRoute(
            "samediff-lstm-cell",
            "SameDiff's lstmCell",
            "one plain LSTM",
            SameDiffRoute::isPlain,
            RecurrentOperation.LSTM_CELL);

    /** {@code sd.rnn().gru} from a given state. */
    public static final SameDiffRoute GRU = new SameDiffRoute(
            "samediff-gru",
            "SameDiff's gru",
            "one GRU with one bias that resets after the product",
            layer -> layer instanceof GruSpec gru
                    && gru.equals(new GruSpec(
                            gru.name(),
                            gru.inputs(),
                            gru.units(),
                            Activation.TANH,
                            Activation.SIGMOID,
                            GruSpec.Reset.AFTER_PRODUCT,
                            Bias.ONE)),
            RecurrentOperation.GRU);

    /** All of them. */
    public static final List<SameDiffRoute> ALL = List.of(LSTM_LAYER, LSTM_CELL, GRU);

    private final String id;
    private final String title;
    private final String layers;
    private final Predicate<LayerSpec> serves;
    private final RecurrentOperation operation;

    private SameDiffRoute(
            String id, String title, String layers, Predicate<LayerSpec> serves, RecurrentOperation operation) {
        super(WHOLE);
        this.id = id;
        this.title = title;
        this.layers = layers;
        this.serves = serves;
        this.operation = operation;
    }

    private static boolean isPlain(LayerSpec layer) {
        return layer instanceof LstmSpec lstm && lstm.equals(LstmSpec.plain(lstm.name(), lstm.inputs(), lstm.units()));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Support supports(Case scenario) {
        for (Kind kind : scenario.observed()) {
            if (!KINDS.contains(kind)) {
                return Support.no("that way there is no " + kind.title());
            }
        }
        List<LayerSpec> found = scenario.network().layers();
        boolean bare = scenario.masks().isEmpty()
                && scenario.truncation() instanceof Truncation.Full
                && scenario.execution().equals(Execution.STANDARD);
        boolean fromOutside = scenario.objective() instanceof Objective.Upstream upstream
                && upstream.finalStates().isEmpty();
        return found.size() == 1 && serves.test(found.get(0)) && bare && fromOutside
                ? Support.YES
                : Support.no("that way there is " + layers + ", with a gradient from outside at every step");
    }

    @Override
    public Observations observe(Case scenario) {
        return WHOLE.alone(
                scenario,
                () -> new OperationObserver(
                                scenario,
                                (RecurrentSpec) scenario.network().layers().get(0),
                                operation)
                        .observe());
    }
}
