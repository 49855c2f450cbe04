package dev.lockstep.caseformat;

import dev.lockstep.model.Clipping;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objectives, truncation and training. */
final class TrainingReader {
    private final NetworkSpec network;

    TrainingReader(NetworkSpec network) {
        this.network = network;
    }

    /** An array {@code [time × batch × features]}. */
    static Sequence sequence(Node node) {
        return SequenceArray.read(node);
    }

    /** Which steps count; whether they fit the sequences is the model's to say. */
    static Masks masks(Node node, Sequence input) {
        node.only("features", "lengths", "rule", "labels");
        Optional<Node> lengths = node.optional("lengths");
        if (lengths.isPresent() && node.optional("features").isPresent()) {
            throw node.refusal("either features or lengths");
        }
        return new Masks(
                lengths.map(list -> ofLengths(list, input))
                        .or(() -> node.optional("features").map(TrainingReader::sequence)),
                node.optional("rule").map(word -> word.choice(MaskRule.class)).orElse(MaskRule.RESET),
                node.optional("labels").map(TrainingReader::sequence));
    }

    /** A mask of the first steps of every row, as many as ONNX' sequence_lens and PyTorch's packed sequences say. */
    private static Sequence ofLengths(Node node, Sequence input) {
        List<Node> lengths = node.list();
        node.built(() -> requireOnePerRow(lengths.size(), input));
        Sequence mask = Sequence.zeros(input.time(), input.batch(), 1);
        for (int row = 0; row < lengths.size(); row++) {
            int length = lengths.get(row).whole(0, input.time());
            for (int t = 1; t <= length; t++) {
                mask.at(t).setEntry(row, 0, 1);
            }
        }
        return mask;
    }

    private static int requireOnePerRow(int lengths, Sequence input) {
        if (lengths != input.batch()) {
            throw new InvalidInput(input.batch() + " expected, as many as the input has rows, " + lengths + " found");
        }
        return lengths;
    }

    Objective objective(Node node, Sequence input) {
        String kind = node.field("kind").choice(List.of("none", "targets", "upstream"), word -> word);
        if (kind.equals("targets")) {
            node.only("kind", "loss", "targets");
            return new Objective.Targets(loss(node.field("loss")), outputs(node.field("targets"), input));
        }
        if (kind.equals("upstream")) {
            node.only("kind", "outputs", "finalStates");
            Sequence outputs = outputs(node.field("outputs"), input);
            return new Objective.Upstream(
                    outputs,
                    node.optional("finalStates")
                            .map(states -> NetworkReader.states(states, network, input.batch()))
                            .orElse(Map.of()));
        }
        node.only("kind");
        return new Objective.None();
    }

    private Sequence outputs(Node node, Sequence input) {
        List<Integer> shape = List.of(network.outputTime(input.time()), input.batch(), network.outputs());
        return SequenceArray.read(node, shape);
    }

    private static Loss loss(Node node) {
        node.only("function", "reduction", "clipping", "weights");
        LossFunction function = node.field("function").choice(LossFunction.class);
        Reduction reduction = node.field("reduction").choice(Reduction.class);
        Clipping clipping =
                node.optional("clipping").map(TrainingReader::clipping).orElse(Clipping.NONE);
        List<Double> weights = node.optional("weights").map(Node::list).orElse(List.of()).stream()
                .map(Node::number)
                .toList();
        return node.built(() -> new Loss(function, reduction, clipping, weights));
    }

    private static Clipping clipping(Node node) {
        node.only("rule", "epsilon");
        Clipping.Rule rule = node.field("rule").choice(Clipping.Rule.class);
        double epsilon = node.field("epsilon").number();
        return node.built(() -> new Clipping(rule, epsilon));
    }

    static Truncation truncation(Node node) {
        String kind = node.field("kind").choice(List.of("full", "sliding", "chunked", "segmented"), word -> word);
        if (kind.equals("sliding")) {
            node.only("kind", "steps");
            return new Truncation.Sliding(node.field("steps").whole(0, JsonDocument.GREATEST_SIZE));
        }
        if (kind.equals("chunked")) {
            node.only("kind", "length");
            return new Truncation.Chunked(node.field("length").whole(1, JsonDocument.GREATEST_SIZE));
        }
        if (kind.equals("segmented")) {
            node.only("kind", "forward", "backward");
            int forward = node.field("forward").whole(1, JsonDocument.GREATEST_SIZE);
            return new Truncation.Segmented(forward, node.field("backward").whole(1, forward));
        }
        node.only("kind");
        return Truncation.NONE;
    }

    Training training(Node node) {
        node.only("optimizer", "pace", "regularisation", "clip", "start", "minibatches", "order");
        OptimizerSpec optimizer = UpdateReader.optimizer(node.field("optimizer"));
        Optional<Pace> pace = node.optional("pace").map(UpdateReader::pace);
        Regularisation regularisation = node.optional("regularisation")
                .map(UpdateReader::regularisation)
                .orElse(Regularisation.NONE);
        GradientClip clip = node.optional("clip").map(UpdateReader::clip).orElse(GradientClip.NONE);
        OptimizerState start = node.optional("start")
                .map(state -> start(state, optimizer))
                .orElseGet(() -> OptimizerState.initial(optimizer, network));
        List<Minibatch> minibatches = minibatches(node.field("minibatches"));
        List<Minibatch> ordered =
                node.optional("order").map(order -> ordered(order, minibatches)).orElse(minibatches);
        return node.built(() -> new Training(optimizer, pace, regularisation, clip, start, ordered));
    }

    private OptimizerState start(Node start, OptimizerSpec optimizer) {
        start.only("stepsTaken", "slots");
        Map<String, Weights> slots = new LinkedHashMap<>();
        Node arrays = start.field("slots");
        for (String slot : optimizer.slots()) {
            Node node = arrays.field(slot);
            Weights weights = NetworkReader.weights(node, network);
            if (optimizer.isNeverNegative(slot)) {
                requireNoneNegative(node, weights, slot + " of " + optimizer.title());
            }
            slots.put(slot, weights);
        }
        arrays.known(Set.copyOf(optimizer.slots()), "a slot of " + optimizer.title());
        return new OptimizerState(start.field("stepsTaken").whole(0, Integer.MAX_VALUE), slots);
    }

    /** Whose root would be none. */
    private static void requireNoneNegative(Node node, Weights weights, String what) {
        weights.asMap().forEach((key, matrix) -> {
            for (int row = 0; row < matrix.getRowDimension(); row++) {
                for (int column = 0; column < matrix.getColumnDimension(); column++) {
                    double found = matrix.getEntry(row, column);
                    if (found < 0) {
                        throw new InvalidInput(node.path() + "." + key.layer() + "."
                                + key.parameter().symbol()
                                + ": numbers of at least 0 expected, as " + what + " has, " + found
                                + " found in row " + row + ", column " + column);
                    }
                }
            }
        });
    }

    private List<Minibatch> minibatches(Node node) {
        List<Minibatch> minibatches = new ArrayList<>();
        for (Node element : node.list()) {
            element.only("input", "targets", "masks");
            Sequence input = sequence(element.field("input"));
            Sequence targets = outputs(element.field("targets"), input);
            Masks masks =
                    element.optional("masks").map(own -> masks(own, input)).orElse(Masks.NONE);
            minibatches.add(new Minibatch(input, targets, masks));
        }
        return minibatches;
    }

    private static List<Minibatch> ordered(Node order, List<Minibatch> minibatches) {
        List<Minibatch> ordered = new ArrayList<>();
        for (Node number : order.list()) {
            ordered.add(minibatches.get(number.whole(1, minibatches.size()) - 1));
        }
        return ordered;
    }
}
