package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Segment;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What DL4J cannot be asked, and why; each reason is a clause that follows "because". */
final class Expressibility {
    private final Case scenario;

    Expressibility(Case scenario) {
        this.scenario = scenario;
    }

    /** The first reason why the case cannot be observed in DL4J, if there is one. */
    Optional<String> obstacle() {
        return ofLayers(scenario.network())
                .or(this::masks)
                .or(this::truncation)
                .or(this::quantities)
                .or(this::objective)
                .or(this::initialStates)
                .or(this::finalStates)
                .or(() -> scenario.training().flatMap(this::training));
    }

    /** The first reason why it has no such layers, if there is one. */
    static Optional<String> ofLayers(NetworkSpec network) {
        return Stage.obstacle(network).or(() -> layers(network));
    }

    private static Optional<String> layers(NetworkSpec network) {
        for (LayerSpec layer : network.parts()) {
            if (layer instanceof SimpleRnnSpec rnn && rnn.trainableStart()) {
                return Optional.of("its SimpleRnn cannot train its initial state");
            }
            if (layer instanceof LstmSpec lstm && lstm.bias() == Bias.TWO) {
                return Optional.of("its LSTM has one bias for each gate, not two");
            }
            if (layer instanceof GruSpec) {
                return Optional.of("it has no GRU layer");
            }
            if (layer instanceof RecurrentSpec recurrent && recurrent.clipsPreActivations()) {
                return Optional.of("its " + recurrent.kind() + " clips no pre-activations");
            }
        }
        return Optional.empty();
    }

    /** Only recurrent layers have anything to carry. */
    private Optional<String> masks() {
        boolean carries = scenario.network().layers().stream()
                .anyMatch(layer -> layer instanceof MaskZeroSpec masked && masked.rule() == MaskRule.CARRY);
        carries |= carries(scenario.masks());
        for (Minibatch minibatch :
                scenario.training().map(Training::minibatches).orElse(List.of())) {
            carries |= carries(minibatch.masks());
        }
        return carries
                ? Optional.of("it resets the state at masked steps to zero, it does not carry it over them")
                : Optional.empty();
    }

    private boolean carries(Masks masks) {
        return masks.features().isPresent()
                && masks.rule() == MaskRule.CARRY
                && !scenario.network().recurrent().isEmpty();
    }

    /** The forward pass is whole whatever the truncation, so that only gradients are in its way. */
    private Optional<String> truncation() {
        if (scenario.truncation() instanceof Truncation.Full
                || !(asksForGradients() || scenario.training().isPresent())) {
            return Optional.empty();
        }
        if (scenario.truncation() instanceof Truncation.Sliding) {
            return Optional.of("it truncates in chunks only");
        }
        if (scenario.network().layers().stream().anyMatch(LastStepSpec.class::isInstance)) {
            return Optional.of("its truncated backpropagation admits no LastTimeStep");
        }
        if (scenario.objective() instanceof Objective.Upstream) {
            return Optional.of("its truncated backpropagation starts from a loss, not from a gradient from outside");
        }
        if (!scenario.startsFromZero()) {
            return Optional.of("its truncated backpropagation starts from zero states");
        }
        if (asksForGradients() && scenario.execution().format() == SequenceFormat.NWC) {
            return Optional.of("its truncated backpropagation cuts the last dimension of a sequence, which is features,"
                    + " not time, in the format NWC");
        }
        return severalChunks()
                ? Optional.of("its truncated backpropagation takes a step after every chunk")
                : Optional.empty();
    }

    private boolean severalChunks() {
        return scenario.truncation() instanceof Truncation.Chunked chunked
                && scenario.training().stream()
                        .flatMap(training -> training.minibatches().stream())
                        .anyMatch(minibatch -> minibatch.input().time() > chunked.length());
    }

    private boolean asksForGradients() {
        return scenario.observed().contains(Quantity.Kind.GRADIENT)
                || scenario.observed().contains(Quantity.Kind.INPUT_GRADIENT);
    }

    private Optional<String> quantities() {
        Set<Quantity.Kind> observed = scenario.observed();
        if (observed.contains(Quantity.Kind.INITIAL_HIDDEN_GRADIENT)
                || observed.contains(Quantity.Kind.INITIAL_CELL_GRADIENT)) {
            return Optional.of("it does not hand out gradients of initial states");
        }
        if (observed.contains(Quantity.Kind.SCORE) && scenario.objective() instanceof Objective.Upstream) {
            return Optional.of(
                    "it has a score only where it computes the loss itself, not for a gradient from outside");
        }
        return Optional.empty();
    }

    private Optional<String> finalStates() {
        Set<Quantity.Kind> observed = scenario.observed();
        if (!observed.contains(Quantity.Kind.FINAL_HIDDEN) && !observed.contains(Quantity.Kind.FINAL_CELL)) {
            return Optional.empty();
        }
        if (scenario.network().layers().stream().anyMatch(BidirectionalSpec.class::isInstance)) {
            return Optional.of("its bidirectional layers do not hand out their states");
        }
        boolean rnn = scenario.network().recurrent().stream().anyMatch(SimpleRnnSpec.class::isInstance);
        return rnn && scenario.execution().format() == SequenceFormat.NWC
                ? Optional.of("its SimpleRnn hands out the last unit of every step as its state in the format NWC,"
                        + " not the last step")
                : Optional.empty();
    }

    /** Whether a layer is a direction of a bidirectional one. */
    private boolean isDirection(String name) {
        return scenario.network().layers().stream()
                .filter(BidirectionalSpec.class::isInstance)
                .flatMap(layer -> layer.parts().stream())
                .anyMatch(part -> part.name().equals(name));
    }

    private Optional<String> objective() {
        if (scenario.objective() instanceof Objective.Targets targets) {
            return LossTranslation.obstacle(targets.loss(), scenario.network()).or(() -> labelMasks(targets.loss()));
        }
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            if (upstream.finalStates().entrySet().stream()
                    .anyMatch(entry ->
                            isDirection(entry.getKey()) && !entry.getValue().isZero())) {
                return Optional.of("its bidirectional layers accept no gradient of final states");
            }
            if (upstream.finalStates().values().stream().anyMatch(Expressibility::hasCellGradient)) {
                return Optional.of("its LSTM accepts no gradient of the final cell state");
            }
        }
        return Optional.empty();
    }

    private static boolean hasCellGradient(State gradient) {
        return gradient.c().map(c -> !State.of(c).isZero()).orElse(false);
    }

    private Optional<String> labelMasks(Loss loss) {
        List<Masks> all = new ArrayList<>(List.of(scenario.masks()));
        scenario.training()
                .ifPresent(training -> training.minibatches().forEach(minibatch -> all.add(minibatch.masks())));
        return all.stream()
                .flatMap(masks -> LossTranslation.obstacle(loss, scenario.network(), masks).stream())
                .findFirst();
    }

    private Optional<String> initialStates() {
        if (scenario.startsFromZero()) {
            return Optional.empty();
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            State state = scenario.initialStates().get(layer.name());
            if (state != null && !state.isZero() && isDirection(layer.name())) {
                return Optional.of("its bidirectional layers start from zero states");
            }
            if (asksForGradients() && layer instanceof SimpleRnnSpec && state != null && !state.isZero()) {
                return Optional.of("its SimpleRnn starts from zero in the backward pass, whatever h₀ was");
            }
        }
        return scenario.training().isPresent()
                ? Optional.of("its fit starts every minibatch from zero states")
                : Optional.empty();
    }

    private Optional<String> training(Training training) {
        if (scenario.network().parts().stream()
                .anyMatch(layer -> layer instanceof SimpleRnnSpec rnn && rnn.bias() == Bias.TWO)) {
            return Optional.of("its SimpleRnn has one bias, which takes one step where two biases take two");
        }
        Optional<String> clip = clip(training.clip());
        if (clip.isPresent()) {
            return clip;
        }
        List<Segment> segments = training.segments(scenario.truncation());
        boolean byEpoch = training.pace().map(pace -> pace.every() > 1).orElse(false);
        if (byEpoch && segments.size() > training.minibatches().size()) {
            return Optional.of(
                    "its schedules by epoch do not move on within a minibatch, whose segments are steps here");
        }
        Loss loss = ((Objective.Targets) scenario.objective()).loss();
        long lengths = segments.stream()
                .map(segment -> segment.minibatch().input())
                .mapToInt(input -> scenario.network().outputTime(input.time()))
                .distinct()
                .count();
        if (loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME && lengths > 1) {
            return Optional.of("it never averages over time; loss weights can stand in for that only where all"
                    + " minibatches are equally long");
        }
        return UpdaterTranslation.obstacle(training);
    }

    private Optional<String> clip(GradientClip clip) {
        boolean ofLayers = clip instanceof GradientClip.ScopedNorm norm && norm.scope() == GradientClip.Scope.LAYER
                || clip instanceof GradientClip.Renormalised unit && unit.scope() == GradientClip.Scope.LAYER;
        if (ofLayers) {
            return countedBias();
        }
        return clip instanceof GradientClip.GlobalNorm norm ? globalNorm(norm) : Optional.empty();
    }

    private Optional<String> globalNorm(GradientClip.GlobalNorm clip) {
        if (clip.epsilon() > 0) {
            return Optional.of("its clips by norm divide by the norm, without an ε beside it");
        }
        long layers = scenario.network().layers().stream()
                .filter(layer -> layer.parts().stream()
                        .anyMatch(part -> !part.parameters().isEmpty()))
                .count();
        if (layers > 1) {
            return Optional.of("its clips by norm know the norm of one layer, not that of all");
        }
        return countedBias();
    }

    private Optional<String> countedBias() {
        return scenario.network().parts().stream()
                .filter(Expressibility::hasZeroBias)
                .findFirst()
                .map(layer ->
                        "its clips by norm count the gradient of " + layer.kind() + "'s bias, which is always there");
    }

    /** Whether DL4J's layer has a bias where ours has none, which is zero and stays so. */
    static boolean hasZeroBias(LayerSpec layer) {
        return layer instanceof SimpleRnnSpec rnn && rnn.bias() == Bias.NONE
                || layer instanceof LstmSpec lstm && lstm.bias() == Bias.NONE;
    }
}
