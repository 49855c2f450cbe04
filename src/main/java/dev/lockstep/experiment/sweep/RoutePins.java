package dev.lockstep.experiment.sweep;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Quantity.Kind;
import java.util.List;

/** Divergences of other ways into a framework, which comparisons of frameworks do without. */
final class RoutePins {
    private static final String FOLDER = "features/divergences/";
    private static final List<String> NO_FAILURE = List.of();

    /** D as measured, E for entry points. */
    static final List<Pin> ALL = List.of(
            new Pin(
                    "D5",
                    "dl4j-default-decay",
                    Traits::decaysLayers,
                    Reach.DECAY,
                    NO_FAILURE,
                    Without::nothing,
                    "Weight decay of the network is added to that of a layer which has its own.",
                    FOLDER + "weight-decay.feature"),
            new Pin(
                    "D16",
                    "dl4j-float-by-default",
                    scenario -> Traits.hasFeatureMask(scenario) && Traits.has(scenario, LastStepSpec.class::isInstance),
                    Reach.forwardFrom(scenario -> Traits.places(scenario, LastStepSpec.class::isInstance)),
                    NO_FAILURE,
                    Without::featureMasks,
                    "LastTimeStep under a mask copies to the default type.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D21",
                    "dl4j-calculate-gradients",
                    Traits::hasFeatureMask,
                    Reach.LOSS,
                    List.of("threw"),
                    Without::featureMasks,
                    "calculateGradients puts the feature mask in the place of the label mask.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D19",
                    "dl4j-one-slope",
                    scenario -> Traits.applying(scenario, "RRELU").findAny().isPresent(),
                    Reach.BACKWARD_OF_ALL,
                    NO_FAILURE,
                    Without.activations("RRELU"),
                    "In training the slope of RReLU below 0 is 1, whatever slope was drawn.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D24",
                    "dl4j-dropout",
                    scenario -> true,
                    Reach.SCORE,
                    NO_FAILURE,
                    Without::nothing,
                    "With dropout before the output layer, score is not that of which the gradient is taken.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "E1",
                    "dl4j-feed-forward",
                    scenario -> Traits.has(scenario, ActivationSpec.class::isInstance),
                    Reach.only(Kind.OUTPUTS),
                    NO_FAILURE,
                    Without::nothing,
                    "feedForward shows outputs that ActivationLayer overwrote.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D26",
                    "samediff-lstm-layer",
                    scenario -> !scenario.startsFromZero(),
                    (scenario, quantity) -> true,
                    List.of("threw"),
                    Without::nothing,
                    "lstmLayer takes h₀ for c₀ and c₀ for h₀ on its way forward.",
                    FOLDER + "samediff-operations.feature"),
            new Pin(
                    "D26",
                    "samediff-lstm-cell",
                    scenario -> scenario.observed().contains(Kind.GRADIENT),
                    Reach.NOTHING,
                    List.of("Not yet implemented"),
                    Without::nothing,
                    "lstmCell has no way back.",
                    FOLDER + "samediff-operations.feature"),
            new Pin(
                    "D26",
                    "samediff-gru",
                    scenario -> true,
                    Reach.BACKWARD_OF_ALL,
                    NO_FAILURE,
                    Without::nothing,
                    "gru takes something else for the gradient of its reset gate.",
                    FOLDER + "samediff-operations.feature"));

    private RoutePins() {}
}
