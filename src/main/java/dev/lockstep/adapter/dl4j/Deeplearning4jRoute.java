package dev.lockstep.adapter.dl4j;

import dev.lockstep.adapter.dl4j.LayerTranslation.DenseOverTime;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Training;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Deeplearning4j asked in another way than {@link Deeplearning4jFramework} asks it, one that users take; most are known to mislead
 * them, and are there to be pinned. Comparisons of frameworks do without them.
 */
public final class Deeplearning4jRoute extends FrameworkLike {
    private static final Deeplearning4jFramework WHOLE = new Deeplearning4jFramework();

    /** Gradients by {@code calculateGradients}, which is given both masks. */
    public static final Deeplearning4jRoute CALCULATE_GRADIENTS = new Deeplearning4jRoute(
            "dl4j-calculate-gradients",
            "Deeplearning4j's calculateGradients",
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT),
            scenario -> new EntryPoints(scenario).gradients());

    /** Outputs of all layers by {@code feedForward}. */
    public static final Deeplearning4jRoute FEED_FORWARD = new Deeplearning4jRoute(
            "dl4j-feed-forward",
            "Deeplearning4j's feedForward",
            EnumSet.of(Kind.OUTPUTS),
            scenario -> new EntryPoints(scenario).outputs());

    /** A network of doubles while ND4J's default type is float, as it is where nobody says otherwise. */
    public static final Deeplearning4jRoute FLOAT_BY_DEFAULT = new Deeplearning4jRoute(
            "dl4j-float-by-default",
            "Deeplearning4j under the default type float",
            EnumSet.allOf(Kind.class),
            scenario -> Nd4jRuntime.withDefault(DataType.FLOAT, () -> new Observer(scenario).observe()));

    /**
     * A network before whose output layer, of doubled weights, a dropout halves everything: in exact arithmetic the network
     * that it is given.
     */
    public static final Deeplearning4jRoute DROPOUT = new Deeplearning4jRoute(
            "dl4j-dropout",
            "Deeplearning4j with dropout",
            EnumSet.of(Kind.SCORE, Kind.GRADIENT),
            scenario -> new EntryPoints(scenario).withDropout());

    /** A dense layer of RReLU that has one slope to draw, as it computes in training. */
    public static final Deeplearning4jRoute ONE_SLOPE = new Deeplearning4jRoute(
            "dl4j-one-slope",
            "Deeplearning4j's RReLU of one slope",
            EnumSet.of(Kind.SCORE, Kind.GRADIENT),
            scenario -> new EntryPoints(scenario).withOneSlope());

    /** A network that is told the type of its input, and puts preprocessors around dense layers that read sequences. */
    public static final Deeplearning4jRoute PREPROCESSORS = new Deeplearning4jRoute(
            "dl4j-preprocessors",
            "Deeplearning4j with preprocessors",
            EnumSet.of(Kind.SCORE, Kind.GRADIENT),
            scenario -> new EntryPoints(scenario, DenseOverTime.PREPROCESSED).scoreAndGradient());

    /** Training in which weight decay is told to every layer, and half of it to the network as the default of its layers. */
    public static final Deeplearning4jRoute DEFAULT_DECAY = new Deeplearning4jRoute(
            "dl4j-default-decay",
            "Deeplearning4j with half the weight decay for a default",
            EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE),
            scenario -> new Observer(scenario, RegularisationTranslation::halfDecayOfNetwork).observe());

    /** All of them. */
    public static final List<Deeplearning4jRoute> ALL = List.of(
            CALCULATE_GRADIENTS, FEED_FORWARD, FLOAT_BY_DEFAULT, DROPOUT, ONE_SLOPE, PREPROCESSORS, DEFAULT_DECAY);

    private final String id;
    private final String title;
    private final Set<Kind> kinds;
    private final Function<Case, Observations> observe;

    private Deeplearning4jRoute(String id, String title, Set<Kind> kinds, Function<Case, Observations> observe) {
        super(WHOLE);
        this.id = id;
        this.title = title;
        this.kinds = kinds;
        this.observe = observe;
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
            if (!kinds.contains(kind)) {
                return Support.no("that way there is no " + kind.title());
            }
        }
        if (this == FLOAT_BY_DEFAULT) {
            return WHOLE.supports(scenario);
        }
        if (this == DEFAULT_DECAY) {
            return scenario.training().map(Training::regularisation).stream()
                            .anyMatch(Deeplearning4jRoute::decaysLayers)
                    ? WHOLE.supports(scenario)
                    : Support.no("that way needs training with weight decay of each layer");
        }
        List<LayerSpec> layers = scenario.network().layers();
        LayerSpec top = layers.get(layers.size() - 1);
        boolean dense = top instanceof DenseSpec;
        if (!(scenario.objective() instanceof Objective.Targets) || !dense || !scenario.startsFromZero()) {
            return Support.no("that way needs a dense layer with a loss on top, and starts from zero states");
        }
        if (this == ONE_SLOPE && (layers.size() > 1 || ((DenseSpec) top).activation() != Activation.RRELU)) {
            return Support.no("that way needs one dense layer of RReLU");
        }
        return WHOLE.supports(scenario);
    }

    private static boolean decaysLayers(Regularisation regularisation) {
        return regularisation.setting() == Regularisation.Setting.EACH_LAYER
                && regularisation.weights().decay() + regularisation.biases().decay() > 0;
    }

    @Override
    public Observations observe(Case scenario) {
        return Deeplearning4jFramework.alone(() -> observe.apply(scenario));
    }
}
