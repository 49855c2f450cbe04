package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The divergences that are known, and what they explain. Nothing else is excused. */
final class Pins {
    private static final String DL4J = "dl4j";
    private static final String FOLDER = "features/divergences/";
    private static final String[] OVERFLOWING = {"SWISH", "MISH", "GELU", "FLOAT_GELU", "SOFTPLUS"};
    /** Activations with constants of single precision. */
    private static final String[] CONSTANTS = {"HARD_SIGMOID", "LEAKY_RELU", "RATIONAL_TANH", "GELU"};
    /** Those of them that have such constants on their way forward, too. */
    private static final String[] FORWARD_CONSTANTS = {"HARD_SIGMOID", "RATIONAL_TANH", "GELU"};

    private static final List<String> NO_FAILURE = List.of();
    private static final List<String> NOT_FINITE = List.of(Pin.NOT_FINITE);

    /** D as measured, K for Keras in TensorFlow.js, M for masks, T for truncation, L for layers, R for rates, P for the precision of constants, S for saturation. */
    private static final List<Pin> WRONG = List.of(
            new Pin(
                    "D1",
                    DL4J,
                    Traits::cuts,
                    Reach.CUTS.and(Reach.UNTRAINED),
                    NO_FAILURE,
                    Without::truncation,
                    "Truncated BPTT starts the backward pass of every chunk from a state of zeros, and reads no backward"
                            + " length.",
                    FOLDER + "truncated-bptt.feature"),
            new Pin(
                    "D1",
                    DL4J,
                    Traits::cuts,
                    Reach.CUTS.and(Reach.UNTRAINED.negate()),
                    NO_FAILURE,
                    Without::truncation,
                    "Trained by truncated BPTT, every segment but the first goes back from a state of zeros, and no backward length is"
                            + " read.",
                    FOLDER + "truncated-bptt-training.feature"),
            new Pin(
                    "D2",
                    DL4J,
                    somewhere(scenario -> Traits.maskedLstms(scenario, false)),
                    Reach.backwardFrom(scenario -> Traits.maskedLstms(scenario, false)),
                    NO_FAILURE,
                    Without::featureMasks,
                    "LSTM masks its forward pass, and not its backward pass.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D3",
                    DL4J,
                    somewhere(Traits::leakingCells),
                    Reach.backwardFrom(Traits::leakingCells),
                    NO_FAILURE,
                    Without::featureMasks,
                    "The error of the cell state leaks through masked steps of LSTMs with peepholes.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D4",
                    DL4J,
                    scenario -> Traits.hasFeatureMask(scenario)
                            && Traits.bidirectionalLstms(scenario).findAny().isPresent(),
                    Reach.forwardFrom(Traits::bidirectionalLstms),
                    NO_FAILURE,
                    Without::featureMasks,
                    "Bidirectional around an LSTM ignores the feature mask.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D5",
                    DL4J,
                    Traits::decaysWholeNetwork,
                    Reach.DECAY,
                    NO_FAILURE,
                    Without::wholeNetwork,
                    "Weight decay that is told to the whole network is applied twice.",
                    FOLDER + "weight-decay.feature"),
            new Pin(
                    "D6",
                    DL4J,
                    scenario -> Traits.isTrainedBy(scenario, "AdaBelief"),
                    Reach.NOTHING,
                    List.of("ArrayIndexOutOfBoundsException"),
                    Without::optimizer,
                    "AdaBelief throws at its first step.",
                    FOLDER + "ada-belief.feature"),
            new Pin(
                    "D7",
                    DL4J,
                    scenario -> scenario.network().parts().stream()
                            .anyMatch(layer -> layer instanceof SimpleRnnSpec rnn
                                    && rnn.norm().isPresent()),
                    Reach.NOTHING,
                    List.of("Cannot get interval index"),
                    Without::norm,
                    "SimpleRnn with layer normalisation throws at its first forward pass.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "D8",
                    DL4J,
                    Traits::correctsSquaresOfNadam,
                    Reach.UPDATES,
                    NO_FAILURE,
                    Without::optimizer,
                    "Nadam does not correct the bias of its second moment, so its first steps are far too long.",
                    FOLDER + "nadam.feature"),
            new Pin(
                    "K1",
                    "keras",
                    scenario -> scenario.training().stream()
                            .anyMatch(training -> training.optimizer() instanceof OptimizerSpec.AdaDelta),
                    Reach.UPDATES,
                    NO_FAILURE,
                    Without::optimizer,
                    "AdaDelta divides by the average of squares as it was before this gradient.",
                    FOLDER + "keras.feature"),
            new Pin(
                    "D9",
                    DL4J,
                    scenario -> isLoss(scenario, "MCXENT", "NEGATIVELOGLIKELIHOOD")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX))
                            && Traits.hasUnnormalisedTargets(scenario),
                    Reach.BACKWARD_OF_ALL,
                    NO_FAILURE,
                    Without::lossFunction,
                    "The gradient of MCXENT behind softmax takes for granted that targets sum to 1.",
                    FOLDER + "losses.feature"),
            new Pin(
                    "D11",
                    DL4J,
                    scenario -> isLoss(scenario, "XENT")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX)),
                    Reach.LOSS,
                    NO_FAILURE,
                    Without::lossFunction,
                    "XENT behind softmax scores the categorical cross entropy, and differentiates the binary one.",
                    FOLDER + "losses.feature"),
            new Pin(
                    "D12",
                    DL4J,
                    Traits::hasFractionalLabels,
                    Reach.LOSS,
                    NO_FAILURE,
                    Without::fractions,
                    "Label masks other than 0 and 1 multiply what goes into the output activation, too.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "D13",
                    DL4J,
                    scenario -> Traits.loss(scenario).isPresent()
                            && !Traits.endsInDense(scenario)
                            && scenario.execution().format() == SequenceFormat.NWC,
                    Reach.SCORE,
                    List.of("must have equal shapes"),
                    Without::order,
                    "RnnLossLayer scores against its own input, not against the labels, in the order NWC.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "D13",
                    DL4J,
                    Traits::sumsRowsWithoutWeights,
                    Reach.SCORE,
                    NO_FAILURE,
                    Without::sumOverRows,
                    "A loss without weights divides its score by the batch, also where rows are to be summed.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "D18",
                    DL4J,
                    somewhere(scenario -> Traits.applying(scenario, "GELU_TANH")),
                    Reach.forwardFrom(scenario -> Traits.applying(scenario, "GELU_TANH")),
                    NO_FAILURE,
                    Without.activations("GELU_TANH"),
                    "The cubic term of the precise GELU is (0.044715·x)³ where 0.044715·x³ is meant.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "D19",
                    DL4J,
                    somewhere(scenario -> Traits.applying(scenario, "RRELU")),
                    Reach.forwardFrom(scenario -> Traits.applying(scenario, "RRELU")),
                    NO_FAILURE,
                    Without.activations("RRELU"),
                    "RReLU is max(x, 0.2292) where 0.2292·x is meant.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "M1",
                    DL4J,
                    somewhere(Traits::unmaskedLstms),
                    Reach.forwardFrom(Traits::unmaskedLstms),
                    NO_FAILURE,
                    Without::featureMasks,
                    "LSTM passes the feature mask on and does not obey it.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M2",
                    DL4J,
                    somewhere(Traits::maskedDenses),
                    Reach.forwardFrom(Traits::maskedDenses),
                    List.of("Cannot reshape mask: expected vector"),
                    Without::featureMasks,
                    "A dense layer over time is masked at the wrong steps, and refuses a mask of a single step of a single row.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M2",
                    DL4J,
                    somewhere(Traits::maskedDensesWithoutBias),
                    Reach.outputsOf(Traits::maskedDensesWithoutBias),
                    List.of("Cannot reshape mask: expected vector"),
                    Without::featureMasks,
                    "Outputs of a dense layer without bias below a loss, which an output layer does not yield, are masked in this way.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M3",
                    DL4J,
                    scenario -> Traits.has(scenario, MaskZeroSpec.class::isInstance),
                    Reach.STREAMED,
                    NO_FAILURE,
                    Without::featureMasks,
                    "rnnTimeStep goes past MaskZeroLayer, and nothing is skipped.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M4",
                    DL4J,
                    somewhere(Traits::lastStepsOfMaskZero),
                    Reach.forwardFrom(Traits::lastStepsOfMaskZero),
                    NO_FAILURE,
                    Without::featureMasks,
                    "LastTimeStep around MaskZeroLayer keeps the last step that counts, where layers above MaskZeroLayer"
                            + " otherwise know nothing of its mask.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M5",
                    DL4J,
                    Traits::findsMasksInPieces,
                    Reach.LOSS,
                    NO_FAILURE,
                    Without::truncation,
                    "Truncated BPTT goes past MaskZeroLayer, and nothing is skipped.",
                    FOLDER + "truncated-bptt.feature"),
            new Pin(
                    "M6",
                    DL4J,
                    scenario -> Traits.hasLabelsOfOutputs(scenario)
                            && scenario.training().isPresent()
                            && scenario.truncation() instanceof Truncation.Segmented,
                    Reach.NOTHING,
                    List.of("Cannot get interval index", "Invalid mask array"),
                    Without::truncation,
                    "Truncated BPTT cuts label masks of single outputs along the outputs.",
                    FOLDER + "truncated-bptt-training.feature"),
            new Pin(
                    "T1",
                    DL4J,
                    Traits::cutsFeatures,
                    Reach.UNTRAINED.negate(),
                    List.of(
                            "must match layer nIn size",
                            "does not match layer input size",
                            "Op [matmul] execution failed",
                            "Cannot get interval index",
                            "Illegal index",
                            "Mismatched shapes"),
                    Without::order,
                    "Truncated BPTT takes features for time in the order NWC: it makes another number of steps, none or throws.",
                    FOLDER + "truncated-bptt-training.feature"),
            new Pin(
                    "L1",
                    DL4J,
                    scenario -> Traits.loss(scenario).isPresent()
                            && Traits.has(scenario, LastStepSpec.class::isInstance)
                            && !Traits.endsInDense(scenario),
                    Reach.SCORE,
                    NO_FAILURE,
                    Without::nothing,
                    "A loss without weights of the last step scores slopes.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L2",
                    DL4J,
                    somewhere(Traits::softmaxesOverTime),
                    Reach.forwardFrom(Traits::softmaxesOverTime),
                    NO_FAILURE,
                    Without::softmaxLayers,
                    "Softmax as a layer of its own adds up to 1 over the steps.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L3",
                    DL4J,
                    scenario -> scenario.execution().format() == SequenceFormat.NWC
                            && scenario.network().parts().stream().anyMatch(SimpleRnnSpec.class::isInstance)
                            && scenario.observed().contains(Kind.STREAMED),
                    Reach.STREAMED,
                    List.of("matmul"),
                    Without::streaming,
                    "SimpleRnn forgets its state between pieces in the order NWC.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L4",
                    DL4J,
                    scenario -> Traits.hasLabelsOfOutputs(scenario)
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX)),
                    Reach.LOSS,
                    NO_FAILURE,
                    Without::labelMasks,
                    "Label masks of single outputs change what softmax makes of the others.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "L5",
                    DL4J,
                    somewhere(scenario -> Traits.applying(scenario, OVERFLOWING)),
                    Reach.NOTHING,
                    NOT_FINITE,
                    Without.activations(OVERFLOWING),
                    "The slopes of swish, mish and GELU, and softplus itself, overflow for great arguments.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "L6",
                    DL4J,
                    scenario -> isLoss(scenario, "COSINE_PROXIMITY", "MCXENT") && Traits.masksOneRowOrOutput(scenario),
                    Reach.NOTHING,
                    List.of("Per output masking for MCXENT", "Expected column vector mask array"),
                    Without::masks,
                    "Cosine proximity, and MCXENT behind softmax, take the mask of whole steps for one of single outputs, and throw,"
                            + " where there is a single step of a single row or a single output.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "L7",
                    DL4J,
                    scenario -> isLoss(scenario, "WASSERSTEIN")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.RRELU)),
                    Reach.NOTHING,
                    List.of("from is marked non-null but is null"),
                    Without::lossFunction,
                    "Wasserstein's gradient asks RReLU for slopes that it never drew.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "R2",
                    DL4J,
                    scenario -> Traits.isTrainedBy(scenario, "AdaGrad")
                            && Traits.pace(scenario).isPresent(),
                    Reach.NOTHING,
                    NOT_FINITE,
                    Without::pace,
                    "AdaGrad loses its schedule when it is cloned, and its rate is NaN.",
                    FOLDER + "ada-grad-schedule.feature"),
            new Pin(
                    "R1",
                    DL4J,
                    Traits::mayComeToRest,
                    Reach.UPDATES,
                    NO_FAILURE,
                    Without::pace,
                    "Where the rate is 0, Adam and its relatives take ε for it.",
                    FOLDER + "rate-of-zero.feature"),
            new Pin(
                    "R4",
                    DL4J,
                    scenario -> Traits.polynomial(scenario)
                            .filter(poly -> poly.form() == Schedule.Poly.Form.FALLING)
                            .isPresent(),
                    Reach.UPDATES.or(Reach.only(Kind.OPTIMIZER_STATE)),
                    NO_FAILURE,
                    Without::pace,
                    "PolySchedule rises where polynomial decay falls.",
                    FOLDER + "poly-schedule.feature"),
            new Pin(
                    "P1",
                    DL4J,
                    somewhere(scenario -> Traits.applying(scenario, CONSTANTS)),
                    Reach.forwardFrom(scenario -> Traits.applying(scenario, FORWARD_CONSTANTS))
                            .or(Reach.backwardFrom(scenario -> Traits.applying(scenario, CONSTANTS))),
                    NO_FAILURE,
                    Without::exactConstants,
                    "Constants of single precision stand in activations of double precision.",
                    FOLDER + "float-constants.feature"),
            new Pin(
                    "S1",
                    DL4J,
                    scenario -> Traits.isUnclippedXent(scenario) && Traits.saturates(scenario),
                    Reach.LOSS,
                    NOT_FINITE,
                    Without::lossFunction,
                    "The unclipped cross entropy of an output that is computed to be 0 or 1 has NaN for a gradient.",
                    FOLDER + "saturated-cross-entropy.feature"),
            new Pin(
                    "S2",
                    DL4J,
                    scenario -> Traits.isUnclippedXent(scenario)
                            && Traits.endsInDense(scenario)
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SIGMOID))
                            && Traits.expectsOnes(scenario),
                    Reach.BACKWARD_OF_ALL,
                    NO_FAILURE,
                    Without::lossFunction,
                    "The gradient of the unclipped cross entropy is p − y with a rounded p, and loses the digits of 1 − p.",
                    FOLDER + "saturated-cross-entropy.feature"));

    /** Those, and those of other ways into a framework. */
    static final Pins ALL =
            new Pins(Stream.of(WRONG, RoutePins.ALL).flatMap(List::stream).toList());

    private final List<Pin> pins;

    Pins(List<Pin> pins) {
        this.pins = List.copyOf(pins);
    }

    List<Pin> list() {
        return pins;
    }

    /**
     * The pins that explain together why a comparison ended in DIVERGE or ERROR: every quantity that differs, or the failure.
     *
     * @return empty if something remains unexplained
     */
    List<Pin> explaining(Comparison comparison) {
        List<Pin> concerned =
                pins.stream().filter(pin -> pin.concerns(comparison)).toList();
        if (comparison.outcome() == Outcome.ERROR) {
            return concerned.stream()
                    .filter(pin -> pin.explainsFailure(comparison))
                    .toList();
        }
        List<ArrayComparison> differing = comparison.diverging().stream()
                .filter(array -> !array.isUnbounded())
                .toList();
        List<Pin> touching = concerned.stream()
                .filter(pin -> differing.stream().anyMatch(array -> pin.explains(comparison, array)))
                .toList();
        boolean all = differing.stream()
                .allMatch(array -> touching.stream().anyMatch(pin -> pin.explains(comparison, array)));
        return all ? touching : List.of();
    }

    private static Predicate<Case> somewhere(Function<Case, IntStream> places) {
        return scenario -> places.apply(scenario).findAny().isPresent();
    }

    private static boolean isLoss(Case scenario, String... functions) {
        return Traits.loss(scenario).stream()
                .anyMatch(loss -> List.of(functions).contains(loss.function().name()));
    }
}
