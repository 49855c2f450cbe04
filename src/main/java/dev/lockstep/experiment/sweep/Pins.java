package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The divergences that are known, and what they explain. Nothing else is excused. */
final class Pins {
    private static final String DL4J = "dl4j";
    private static final String FOLDER = "features/divergences/";
    private static final BiPredicate<Case, Quantity> EVERYTHING = (scenario, quantity) -> true;
    private static final BiPredicate<Case, Quantity> BACKWARD = (scenario, quantity) -> Traits.isBackward(quantity);
    private static final BiPredicate<Case, Quantity> TRAINED = (scenario, quantity) -> Traits.isTrained(quantity);
    private static final BiPredicate<Case, Quantity> STREAMED =
            (scenario, quantity) -> quantity.kind() == Kind.STREAMED;
    private static final BiPredicate<Case, Quantity> LOSS = (scenario, quantity) -> Traits.isOfLoss(quantity);

    /** All of them; D1 to D19 as measured, M for masks, L for layers, R for rates, P for the precision of constants, S for saturation. */
    static final Pins ALL = new Pins(List.of(
            new Pin(
                    "D1",
                    DL4J,
                    scenario -> Traits.isCut(scenario)
                            || scenario.truncation() instanceof Truncation.Segmented segmented
                                    && segmented.backward() < segmented.forward(),
                    BACKWARD,
                    false,
                    "Truncated BPTT starts the backward pass of every chunk from a state of zeros, and reads no backward"
                            + " length.",
                    FOLDER + "truncated-bptt.feature"),
            new Pin(
                    "D2",
                    DL4J,
                    scenario -> Traits.masksLstm(scenario, false),
                    BACKWARD,
                    false,
                    "LSTM masks its forward pass, and not its backward pass.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D3",
                    DL4J,
                    scenario -> Traits.masksLstm(scenario, true)
                            || Traits.hasFeatureMask(scenario)
                                    && Traits.hasBidirectional(scenario, Form.GRAVES, layer -> true),
                    BACKWARD,
                    false,
                    "The error of the cell state leaks through masked steps of LSTMs with peepholes.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D4",
                    DL4J,
                    scenario -> Traits.hasFeatureMask(scenario)
                            && Traits.hasBidirectional(scenario, Form.WRAPPER, LstmSpec.class::isInstance),
                    EVERYTHING,
                    false,
                    "Bidirectional around an LSTM ignores the feature mask.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "D5",
                    DL4J,
                    Traits::decaysWholeNetwork,
                    (scenario, quantity) -> quantity.step() > 0,
                    false,
                    "Weight decay that is told to the whole network is applied twice.",
                    FOLDER + "weight-decay.feature"),
            new Pin(
                    "D6",
                    DL4J,
                    scenario -> Traits.isTrainedBy(scenario, "AdaBelief"),
                    TRAINED,
                    true,
                    "AdaBelief throws at its first step.",
                    FOLDER + "ada-belief.feature"),
            new Pin(
                    "D7",
                    DL4J,
                    scenario -> scenario.network().parts().stream()
                            .anyMatch(layer -> layer instanceof SimpleRnnSpec rnn
                                    && rnn.norm().isPresent()),
                    (scenario, quantity) -> false,
                    true,
                    "SimpleRnn with layer normalisation throws at its first forward pass.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "D8",
                    DL4J,
                    scenario -> Traits.isTrainedBy(scenario, "Nadam"),
                    TRAINED,
                    false,
                    "Nadam does not correct the bias of its second moment, so its first steps are far too long.",
                    FOLDER + "nadam.feature"),
            new Pin(
                    "D9",
                    DL4J,
                    scenario -> isLoss(scenario, "MCXENT", "NEGATIVELOGLIKELIHOOD")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX))
                            && Traits.hasUnnormalisedTargets(scenario),
                    BACKWARD,
                    false,
                    "The gradient of MCXENT behind softmax takes for granted that targets sum to 1.",
                    FOLDER + "losses.feature"),
            new Pin(
                    "D11",
                    DL4J,
                    scenario -> isLoss(scenario, "XENT")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX)),
                    LOSS,
                    false,
                    "XENT behind softmax scores the categorical cross entropy, and differentiates the binary one.",
                    FOLDER + "losses.feature"),
            new Pin(
                    "D12",
                    DL4J,
                    Traits::hasFractionalLabels,
                    LOSS,
                    false,
                    "Label masks other than 0 and 1 multiply what goes into the output activation, too.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "D13",
                    DL4J,
                    scenario -> Traits.loss(scenario).isPresent()
                            && !Traits.endsInDense(scenario)
                            && (scenario.execution().format() == SequenceFormat.NWC
                                    || Traits.loss(scenario).get().reduction() == Reduction.SUM),
                    LOSS,
                    true,
                    "RnnLossLayer holds its own input for the labels in the order NWC, and always divides by the batch.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "D18",
                    DL4J,
                    scenario -> Traits.applies(scenario, "GELU_TANH"),
                    EVERYTHING,
                    false,
                    "The cubic term of the precise GELU is (0.044715·x)³ where 0.044715·x³ is meant.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "D19",
                    DL4J,
                    scenario -> Traits.applies(scenario, "RRELU"),
                    EVERYTHING,
                    false,
                    "RReLU is max(x, 0.2292) where 0.2292·x is meant.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "M1",
                    DL4J,
                    Traits::leavesLstmUnmasked,
                    EVERYTHING,
                    false,
                    "LSTM passes the feature mask on and does not obey it.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M2",
                    DL4J,
                    Traits::masksDense,
                    EVERYTHING,
                    false,
                    "A dense layer over time is masked at the wrong steps.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M3",
                    DL4J,
                    scenario -> Traits.has(scenario, MaskZeroSpec.class::isInstance),
                    STREAMED,
                    false,
                    "rnnTimeStep goes past MaskZeroLayer, and nothing is skipped.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "M4",
                    DL4J,
                    scenario -> Traits.has(scenario, MaskZeroSpec.class::isInstance)
                            && Traits.has(scenario, LastStepSpec.class::isInstance),
                    EVERYTHING,
                    false,
                    "LastTimeStep around MaskZeroLayer keeps the last step that counts, where layers above MaskZeroLayer"
                            + " otherwise know nothing of its mask.",
                    FOLDER + "masks.feature"),
            new Pin(
                    "L1",
                    DL4J,
                    scenario -> Traits.loss(scenario).isPresent()
                            && Traits.has(scenario, LastStepSpec.class::isInstance)
                            && !Traits.endsInDense(scenario),
                    (scenario, quantity) -> quantity.kind() == Kind.SCORE,
                    false,
                    "A loss without weights of the last step scores slopes.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L2",
                    DL4J,
                    Traits::hasSoftmaxOverTime,
                    EVERYTHING,
                    false,
                    "Softmax as a layer of its own adds up to 1 over the steps.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L3",
                    DL4J,
                    scenario -> scenario.execution().format() == SequenceFormat.NWC
                            && scenario.network().parts().stream().anyMatch(SimpleRnnSpec.class::isInstance)
                            && scenario.observed().contains(Kind.STREAMED),
                    STREAMED,
                    true,
                    "SimpleRnn forgets its state between pieces in the order NWC.",
                    FOLDER + "layers.feature"),
            new Pin(
                    "L4",
                    DL4J,
                    scenario -> Traits.hasLabelsOfOutputs(scenario)
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SOFTMAX)),
                    LOSS,
                    false,
                    "Label masks of single outputs change what softmax makes of the others.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "L5",
                    DL4J,
                    scenario -> Traits.applies(scenario, "SWISH", "MISH", "GELU", "FLOAT_GELU", "SOFTPLUS"),
                    (scenario, quantity) -> false,
                    true,
                    "The slopes of swish, mish and GELU, and softplus itself, overflow for great arguments.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "L6",
                    DL4J,
                    scenario -> isLoss(scenario, "COSINE_PROXIMITY", "MCXENT") && Traits.masksOneRowOrOutput(scenario),
                    (scenario, quantity) -> false,
                    true,
                    "Cosine proximity, and MCXENT behind softmax, take the mask of whole steps for one of single outputs, and throw,"
                            + " where there is a single step of a single row or a single output.",
                    FOLDER + "label-masks.feature"),
            new Pin(
                    "L7",
                    DL4J,
                    scenario -> isLoss(scenario, "WASSERSTEIN")
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.RRELU)),
                    (scenario, quantity) -> false,
                    true,
                    "Wasserstein's gradient asks RReLU for slopes that it never drew.",
                    FOLDER + "activations.feature"),
            new Pin(
                    "R2",
                    DL4J,
                    scenario -> Traits.isTrainedBy(scenario, "AdaGrad")
                            && Traits.pace(scenario).isPresent(),
                    TRAINED,
                    true,
                    "AdaGrad loses its schedule when it is cloned, and its rate is NaN.",
                    FOLDER + "ada-grad-schedule.feature"),
            new Pin(
                    "R1",
                    DL4J,
                    Traits::mayComeToRest,
                    TRAINED,
                    false,
                    "Where the rate is 0, Adam and its relatives take ε for it.",
                    FOLDER + "rate-of-zero.feature"),
            new Pin(
                    "D16",
                    "dl4j-float-by-default",
                    scenario -> Traits.hasFeatureMask(scenario) && Traits.has(scenario, LastStepSpec.class::isInstance),
                    EVERYTHING,
                    false,
                    "LastTimeStep under a mask copies to the default type.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D21",
                    "dl4j-calculate-gradients",
                    Traits::hasFeatureMask,
                    LOSS,
                    true,
                    "calculateGradients puts the feature mask in the place of the label mask.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D24",
                    "dl4j-dropout",
                    scenario -> true,
                    (scenario, quantity) -> quantity.kind() == Kind.SCORE,
                    false,
                    "With dropout before the output layer, score is not that of which the gradient is taken.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "E1",
                    "dl4j-feed-forward",
                    scenario -> Traits.has(scenario, ActivationSpec.class::isInstance),
                    (scenario, quantity) -> quantity.kind() == Kind.OUTPUTS,
                    false,
                    "feedForward shows outputs that ActivationLayer overwrote.",
                    FOLDER + "entry-points.feature"),
            new Pin(
                    "D26",
                    "samediff-lstm-layer",
                    scenario -> !scenario.startsFromZero(),
                    EVERYTHING,
                    true,
                    "lstmLayer takes h₀ for c₀ and c₀ for h₀ on its way forward.",
                    FOLDER + "samediff-operations.feature"),
            new Pin(
                    "D26",
                    "samediff-lstm-cell",
                    scenario -> scenario.observed().contains(Kind.GRADIENT),
                    (scenario, quantity) -> false,
                    true,
                    "lstmCell has no way back.",
                    FOLDER + "samediff-operations.feature"),
            new Pin(
                    "D26",
                    "samediff-gru",
                    scenario -> true,
                    BACKWARD,
                    false,
                    "The derivative of gru is that of something else.",
                    FOLDER + "samediff-operations.feature"),
            new Pin(
                    "P1",
                    DL4J,
                    scenario -> Traits.applies(scenario, "HARD_SIGMOID", "LEAKY_RELU", "RATIONAL_TANH", "GELU"),
                    EVERYTHING,
                    false,
                    "Constants of single precision stand in activations of double precision.",
                    FOLDER + "float-constants.feature"),
            new Pin(
                    "S1",
                    DL4J,
                    scenario -> isLoss(scenario, "XENT")
                            && Traits.loss(scenario).orElseThrow().clipping().rule() == Clipping.Rule.NONE
                            && Traits.saturates(scenario),
                    LOSS,
                    true,
                    "The unclipped cross entropy of an output that is computed to be 0 or 1 has NaN for a gradient.",
                    FOLDER + "saturated-cross-entropy.feature"),
            new Pin(
                    "S2",
                    DL4J,
                    scenario -> isLoss(scenario, "XENT")
                            && Traits.loss(scenario).orElseThrow().clipping().rule() == Clipping.Rule.NONE
                            && Traits.endsInDense(scenario)
                            && Traits.outputActivation(scenario).equals(Optional.of(Activation.SIGMOID))
                            && Traits.expectsOnes(scenario),
                    BACKWARD,
                    false,
                    "The gradient of the unclipped cross entropy is p − y with a rounded p, and loses the digits of 1 − p.",
                    FOLDER + "saturated-cross-entropy.feature")));

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
        List<Quantity> differing =
                comparison.diverging().stream().map(ArrayComparison::quantity).toList();
        List<Pin> touching = concerned.stream()
                .filter(pin -> differing.stream().anyMatch(quantity -> pin.touches(comparison, quantity)))
                .collect(Collectors.toList());
        boolean all = differing.stream()
                .allMatch(quantity -> touching.stream().anyMatch(pin -> pin.touches(comparison, quantity)));
        return all ? touching : List.of();
    }

    private static boolean isLoss(Case scenario, String... functions) {
        return Traits.loss(scenario).stream().anyMatch(loss -> is(loss.function(), functions));
    }

    private static boolean is(LossFunction function, String... names) {
        return List.of(names).contains(function.name());
    }
}
