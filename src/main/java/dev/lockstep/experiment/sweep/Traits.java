package dev.lockstep.experiment.sweep;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What cases are like, as pins and tags ask. */
final class Traits {
    private static final double SUM = 1e-9;
    private static final double HALF = 0.5;

    private Traits() {}

    static Optional<Loss> loss(Case scenario) {
        return scenario.objective() instanceof Objective.Targets targets
                ? Optional.of(targets.loss())
                : Optional.empty();
    }

    /** The case's own masks and those of its minibatches. */
    static List<Masks> masks(Case scenario) {
        return Stream.concat(Stream.of(scenario.masks()), minibatches(scenario).map(Minibatch::masks))
                .toList();
    }

    static boolean hasFeatureMask(Case scenario) {
        return masks(scenario).stream().anyMatch(masks -> masks.features().isPresent());
    }

    static boolean hasFractionalLabels(Case scenario) {
        return masks(scenario).stream()
                .flatMap(masks -> masks.labels().stream())
                .flatMapToDouble(mask -> Arrays.stream(mask.values()))
                .anyMatch(value -> value != 0 && value != 1);
    }

    static boolean has(Case scenario, Predicate<LayerSpec> layer) {
        return scenario.network().layers().stream().anyMatch(layer);
    }

    static boolean isLstm(LayerSpec layer, boolean peepholes) {
        return layer instanceof LstmSpec lstm && lstm.peepholes() == peepholes;
    }

    /** Where an LSTM is under a layer that lets it obey a mask in Deeplearning4j: LastTimeStep or MaskZeroLayer. */
    static IntStream maskedLstms(Case scenario, boolean peepholes) {
        boolean masked = hasFeatureMask(scenario);
        return places(scenario, (layers, at) -> {
            boolean own = layers.get(at) instanceof MaskZeroSpec zero && isLstm(zero.wrapped(), peepholes);
            return own || masked && isLstm(layers.get(at), peepholes) && isBelowLastStep(layers, at);
        });
    }

    /** Where an LSTM is on its own in a masked network, neither wrapped nor before the choice of the last step. */
    static IntStream unmaskedLstms(Case scenario) {
        return hasFeatureMask(scenario)
                ? places(scenario, (layers, at) -> layers.get(at) instanceof LstmSpec && !isBelowLastStep(layers, at))
                : IntStream.of();
    }

    /** Where the error of a cell passes masked steps in Deeplearning4j: LSTMs with peepholes that obey a mask. */
    static IntStream leakingCells(Case scenario) {
        return hasFeatureMask(scenario)
                ? IntStream.concat(
                        maskedLstms(scenario, true),
                        bidirectionals(scenario, BidirectionalSpec.Form.GRAVES, layer -> true))
                : maskedLstms(scenario, true);
    }

    private static boolean isBelowLastStep(List<LayerSpec> layers, int at) {
        return at + 1 < layers.size() && layers.get(at + 1) instanceof LastStepSpec;
    }

    /** Where the last step is chosen of a layer that finds its own mask. */
    static IntStream lastStepsOfMaskZero(Case scenario) {
        return places(
                scenario,
                (layers, at) ->
                        at > 0 && layers.get(at) instanceof LastStepSpec && layers.get(at - 1) instanceof MaskZeroSpec);
    }

    /** Where a dense layer other than the one below a loss works on masked steps. */
    static IntStream maskedDenses(Case scenario) {
        boolean loss = loss(scenario).isPresent();
        return hasFeatureMask(scenario)
                ? places(
                        scenario,
                        (layers, at) -> layers.get(at) instanceof DenseSpec && !(loss && at == layers.size() - 1))
                : IntStream.of();
    }

    /** Where the dense layer below a loss, without bias, works on masked steps. */
    static IntStream maskedDensesWithoutBias(Case scenario) {
        return hasFeatureMask(scenario) && loss(scenario).isPresent()
                ? places(
                        scenario,
                        (layers, at) -> at == layers.size() - 1
                                && layers.get(at) instanceof DenseSpec dense
                                && dense.bias() == Bias.NONE)
                : IntStream.of();
    }

    /** Where a softmax without weights works on several steps in the order NCW. */
    static IntStream softmaxesOverTime(Case scenario) {
        return scenario.execution().format() == SequenceFormat.NCW
                ? places(
                        scenario,
                        layer -> layer instanceof ActivationSpec own && own.activation() == Activation.SOFTMAX)
                : IntStream.of();
    }

    /** Where a wrapper takes an LSTM both ways. */
    static IntStream bidirectionalLstms(Case scenario) {
        return bidirectionals(scenario, BidirectionalSpec.Form.WRAPPER, LstmSpec.class::isInstance);
    }

    /** Where a layer goes both ways in that form. */
    static IntStream bidirectionals(Case scenario, BidirectionalSpec.Form form, Predicate<LayerSpec> wrapped) {
        return places(
                scenario,
                layer ->
                        layer instanceof BidirectionalSpec both && both.form() == form && wrapped.test(both.forward()));
    }

    /** Where a layer has a state, wrappers included. */
    static IntStream recurrent(Case scenario) {
        return places(scenario, layer -> layer.parts().stream().anyMatch(RecurrentSpec.class::isInstance));
    }

    /** Where one of these activations is applied. */
    static IntStream applying(Case scenario, String... activations) {
        List<String> names = List.of(activations);
        return places(scenario, layer -> activations(layer).anyMatch(activation -> names.contains(activation.name())));
    }

    /** Where there are such layers in the stack, from 0. */
    static IntStream places(Case scenario, Predicate<LayerSpec> layer) {
        return places(scenario, (layers, at) -> layer.test(layers.get(at)));
    }

    private static IntStream places(Case scenario, BiPredicate<List<LayerSpec>, Integer> layer) {
        List<LayerSpec> layers = scenario.network().layers();
        return IntStream.range(0, layers.size()).filter(at -> layer.test(layers, at));
    }

    static boolean hasLabelsOfOutputs(Case scenario) {
        return masks(scenario).stream()
                .flatMap(masks -> masks.labels().stream())
                .anyMatch(mask -> mask.features() > 1);
    }

    /** Whether there is a mask, and one output, or one step of one row in all or in a segment of its own. */
    static boolean masksOneRowOrOutput(Case scenario) {
        if (scenario.network().outputs() == 1) {
            return masks(scenario).stream().anyMatch(masks -> !masks.isEmpty());
        }
        boolean own = !scenario.masks().isEmpty() && outputRows(scenario, scenario.input()) == 1;
        return own
                || scenario.training().stream()
                        .flatMap(training -> training.minibatches().stream())
                        .anyMatch(minibatch ->
                                !minibatch.masks().isEmpty() && outputRows(scenario, minibatch.input()) == 1);
    }

    private static int outputRows(Case scenario, Sequence input) {
        return scenario.network().outputTime(shortestSegment(scenario.truncation(), input.time())) * input.batch();
    }

    /** Of the pieces in which Deeplearning4j reads a sequence: the last may be shorter. */
    private static int shortestSegment(Truncation truncation, int time) {
        int length = truncation instanceof Truncation.Segmented segmented
                ? segmented.forward()
                : truncation instanceof Truncation.Chunked chunked ? chunked.length() : time;
        return time % length == 0 ? Math.min(length, time) : time % length;
    }

    /** Whether the rate of an optimizer that averages gradients, and corrects the rate for it, may come to 0. */
    static boolean mayComeToRest(Case scenario) {
        boolean averages = Stream.of("Adam", "AmsGrad", "AdaMax").anyMatch(name -> isTrainedBy(scenario, name));
        return averages && polynomial(scenario).isPresent();
    }

    /** What the learning rate follows, if that is a polynomial, be it after a ramp. */
    static Optional<Schedule.Poly> polynomial(Case scenario) {
        return pace(scenario)
                .map(pace -> pace.schedule() instanceof Schedule.Ramp ramp ? ramp.after() : pace.schedule())
                .filter(Schedule.Poly.class::isInstance)
                .map(Schedule.Poly.class::cast);
    }

    static Optional<Pace> pace(Case scenario) {
        return scenario.training().flatMap(Training::pace);
    }

    /** Every activation that some layer applies. */
    static Stream<Activation> activations(Case scenario) {
        return scenario.network().layers().stream().flatMap(Traits::activations);
    }

    private static Stream<Activation> activations(LayerSpec whole) {
        return whole.parts().stream().flatMap(layer -> {
            if (layer instanceof SimpleRnnSpec rnn) {
                return Stream.of(rnn.activation());
            }
            if (layer instanceof LstmSpec lstm) {
                return Stream.of(lstm.activation(), lstm.gateActivation());
            }
            if (layer instanceof GruSpec gru) {
                return Stream.of(gru.activation(), gru.gateActivation());
            }
            if (layer instanceof DenseSpec dense) {
                return Stream.of(dense.activation());
            }
            return layer instanceof ActivationSpec own ? Stream.of(own.activation()) : Stream.empty();
        });
    }

    /** The activation whose values the loss reads, where a layer of its own applies it. */
    static Optional<Activation> outputActivation(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        LayerSpec last = layers.get(layers.size() - 1);
        if (last instanceof DenseSpec dense) {
            return Optional.of(dense.activation());
        }
        return last instanceof ActivationSpec own ? Optional.of(own.activation()) : Optional.empty();
    }

    static boolean endsInDense(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        return layers.get(layers.size() - 1) instanceof DenseSpec;
    }

    /** Whether some sequence is longer than the pieces into which truncation cuts it. */
    static boolean isCut(Case scenario) {
        int length = scenario.truncation() instanceof Truncation.Chunked chunked
                ? chunked.length()
                : scenario.truncation() instanceof Truncation.Segmented segmented
                        ? segmented.forward()
                        : Integer.MAX_VALUE;
        return Stream.concat(Stream.of(scenario.input()), minibatches(scenario).map(Minibatch::input))
                .anyMatch(input -> input.time() > length);
    }

    /** Whether errors are to flow back through fewer steps than a segment has. */
    static boolean reachesBackLess(Case scenario) {
        return scenario.truncation() instanceof Truncation.Segmented segmented
                && segmented.backward() < segmented.forward();
    }

    /** Whether errors stop where they would not in one piece. */
    static boolean cuts(Case scenario) {
        return isCut(scenario) || reachesBackLess(scenario);
    }

    /** Whether a layer is to find its mask in segments or chunks. */
    static boolean findsMasksInPieces(Case scenario) {
        boolean pieces = scenario.truncation() instanceof Truncation.Segmented
                || scenario.truncation() instanceof Truncation.Chunked;
        return pieces && has(scenario, MaskZeroSpec.class::isInstance);
    }

    /** Whether training comes in segments of time before features, where not all of them are one segment of as many outputs as features. */
    static boolean cutsFeatures(Case scenario) {
        int features = scenario.network().inputs();
        return scenario.training().isPresent()
                && scenario.execution().format() == SequenceFormat.NWC
                && scenario.truncation() instanceof Truncation.Segmented segmented
                && (features != scenario.network().outputs()
                        || features > segmented.forward()
                        || minibatches(scenario).anyMatch(batch -> batch.input().time() > segmented.forward())
                        || minibatches(scenario)
                                .anyMatch(batch -> !batch.masks().isEmpty()
                                        && batch.input().time() != features));
    }

    /** Whether a loss that no layer with weights computes is summed over several rows. */
    static boolean sumsRowsWithoutWeights(Case scenario) {
        return !endsInDense(scenario)
                && loss(scenario)
                        .filter(loss -> loss.reduction() == Reduction.SUM)
                        .isPresent()
                && Stream.concat(
                                Stream.of(scenario.input()),
                                minibatches(scenario).map(Minibatch::input))
                        .anyMatch(input -> input.batch() > 1);
    }

    static boolean isTrainedBy(Case scenario, String optimizer) {
        return scenario.training().stream()
                .anyMatch(training -> training.optimizer().title().equals(optimizer));
    }

    /** Whether it is trained by Nadam in a form that corrects the sum of squares for its start. */
    static boolean correctsSquaresOfNadam(Case scenario) {
        return scenario.training()
                .map(Training::optimizer)
                .filter(optimizer -> optimizer instanceof OptimizerSpec.Nadam nadam
                        && nadam.form() != OptimizerSpec.Nadam.Form.UNCORRECTED_SQUARES)
                .isPresent();
    }

    static boolean decaysWholeNetwork(Case scenario) {
        return decays(scenario, Regularisation.Setting.WHOLE_NETWORK);
    }

    /** Whether weight decay is told to each layer. */
    static boolean decaysLayers(Case scenario) {
        return decays(scenario, Regularisation.Setting.EACH_LAYER);
    }

    private static boolean decays(Case scenario, Regularisation.Setting setting) {
        return scenario.training()
                .map(Training::regularisation)
                .filter(regularisation -> regularisation.setting() == setting)
                .filter(regularisation -> regularisation.weights().decay() > 0
                        || regularisation.biases().decay() > 0)
                .isPresent();
    }

    /** Whether targets of some row do not sum to 1. */
    static boolean hasUnnormalisedTargets(Case scenario) {
        return targets(scenario).anyMatch(targets -> {
            for (int row = 0; row < targets.values().length; row += targets.features()) {
                double sum = Arrays.stream(targets.values(), row, row + targets.features())
                        .sum();
                if (Math.abs(sum - 1) > SUM) {
                    return true;
                }
            }
            return false;
        });
    }

    static boolean isUnclippedXent(Case scenario) {
        return loss(scenario).stream()
                .anyMatch(loss ->
                        loss.function() == LossFunction.XENT && loss.clipping().rule() == Clipping.Rule.NONE);
    }

    /** Whether the network yields a probability of 0 or 1. */
    static boolean saturates(Case scenario) {
        return Arrays.stream(outputs(scenario)).anyMatch(output -> output == 0 || output == 1);
    }

    /**
     * Whether an output beyond ½, where 1 − p has fewer digits than p, has a target beyond ½; in training, where outputs change, whether there is
     * such a target.
     */
    static boolean expectsOnes(Case scenario) {
        boolean trained = minibatches(scenario)
                .anyMatch(
                        minibatch -> Arrays.stream(minibatch.targets().values()).anyMatch(target -> target > HALF));
        if (trained || !(scenario.objective() instanceof Objective.Targets own)) {
            return trained;
        }
        double[] outputs = outputs(scenario);
        double[] targets = own.targets().values();
        return IntStream.range(0, outputs.length).anyMatch(i -> outputs[i] > HALF && targets[i] > HALF);
    }

    /** Of the last layer. */
    private static double[] outputs(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        return Definition.STANDARD
                .observe(scenario.observing(Set.of(Quantity.Kind.OUTPUTS)))
                .get(Quantity.outputs(layers.get(layers.size() - 1).name()))
                .values();
    }

    private static Stream<Sequence> targets(Case scenario) {
        Stream<Sequence> own = scenario.objective() instanceof Objective.Targets targets
                ? Stream.of(targets.targets())
                : Stream.empty();
        return Stream.concat(own, minibatches(scenario).map(Minibatch::targets));
    }

    private static Stream<Minibatch> minibatches(Case scenario) {
        return scenario.training().stream().flatMap(training -> training.minibatches().stream());
    }
}
