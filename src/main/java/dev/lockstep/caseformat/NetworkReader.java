package dev.lockstep.caseformat;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers, and what has one matrix for each of their parameters or states. */
final class NetworkReader {
    /** Also of the layer that Deeplearning4j has a class of its own for: that is said by its form. */
    static final String BIDIRECTIONAL = "Bidirectional";

    /** Of a recurrent layer; absent where it clips no pre-activations. */
    static final String CLIP = "preActivationClip";

    private static final List<String> RECURRENT = List.of("SimpleRnn", "LSTM", "GRU");
    private static final List<String> KINDS =
            List.of("SimpleRnn", "LSTM", "GRU", BIDIRECTIONAL, "MaskZero", "Dense", "Activation", "LastStep");

    private NetworkReader() {}

    /**
     * The network of a file.
     *
     * @param node its list of layers
     * @param numbers of the whole file, which must hold every weight
     */
    static NetworkSpec network(Node node, int numbers) {
        List<LayerSpec> layers = new ArrayList<>();
        for (Node layer : node.list()) {
            layers.add(layer(layer, numbers));
        }
        return node.built(() -> new NetworkSpec(layers));
    }

    private static LayerSpec layer(Node node, int numbers) {
        String kind = node.field("kind").choice(KINDS, word -> word);
        if (kind.equals(BIDIRECTIONAL)) {
            node.only("kind", "mode", "form", "wrapped");
            BidirectionalSpec.Mode mode = node.field("mode").choice(BidirectionalSpec.Mode.class);
            BidirectionalSpec.Form form = node.optional("form")
                    .map(word -> word.choice(BidirectionalSpec.Form.class))
                    .orElse(BidirectionalSpec.Form.WRAPPER);
            RecurrentSpec wrapped = wrapped(node, numbers);
            return node.built(() -> BidirectionalSpec.of(mode, form, wrapped));
        }
        if (kind.equals("MaskZero")) {
            node.only("kind", "value", "rule", "wrapped");
            double value = node.field("value").number();
            MaskRule rule = node.optional("rule")
                    .map(word -> word.choice(MaskRule.class))
                    .orElse(MaskRule.RESET);
            return new MaskZeroSpec(wrapped(node, numbers), value, rule);
        }
        return simple(node, kind, numbers);
    }

    private static RecurrentSpec wrapped(Node node, int numbers) {
        Node wrapped = node.field("wrapped");
        String kind = wrapped.field("kind").choice(RECURRENT, word -> word);
        if (simple(wrapped, kind, numbers) instanceof RecurrentSpec recurrent) {
            return recurrent;
        }
        throw new IllegalStateException(kind);
    }

    private static LayerSpec simple(Node node, String kind, int numbers) {
        String name = node.field("name").text();
        int inputs = size(node, "inputs");
        if (kind.equals("LastStep")) {
            node.only("kind", "name", "inputs");
            return node.built(() -> new LastStepSpec(name, inputs));
        }
        Activation activation = node.field("activation").choice(Activation.class);
        if (kind.equals("Activation")) {
            node.only("kind", "name", "inputs", "activation");
            return node.built(() -> new ActivationSpec(name, inputs, activation));
        }
        if (kind.equals("LSTM")) {
            node.only("kind", "name", "inputs", "units", "activation", "gateActivation", "peepholes", "bias", CLIP);
            Activation gates = node.optional("gateActivation")
                    .map(word -> word.choice(Activation.class))
                    .orElse(Activation.SIGMOID);
            boolean peepholes = truth(node, "peepholes");
            int units = affordable(node, numbers, inputs, size(node, "units"));
            Bias bias =
                    node.optional("bias").map(word -> word.choice(Bias.class)).orElse(Bias.ONE);
            double clip = clip(node);
            return node.built(() -> new LstmSpec(name, inputs, units, activation, gates, peepholes, bias, clip));
        }
        if (kind.equals("GRU")) {
            return gru(node, name, inputs, activation, numbers);
        }
        Bias bias = node.optional("bias").map(word -> word.choice(Bias.class)).orElse(Bias.ONE);
        if (kind.equals("Dense")) {
            node.only("kind", "name", "inputs", "outputs", "activation", "bias");
            int outputs = affordable(node, numbers, inputs, size(node, "outputs"));
            return node.built(() -> new DenseSpec(name, inputs, outputs, activation, bias));
        }
        node.only("kind", "name", "inputs", "units", "activation", "bias", "norm", "trainedStart", CLIP);
        Optional<LayerNorm> norm = node.optional("norm").map(NetworkReader::norm);
        int units = affordable(node, numbers, inputs, size(node, "units"));
        boolean trainedStart = truth(node, "trainedStart");
        double clip = clip(node);
        return node.built(() -> new SimpleRnnSpec(name, inputs, units, activation, bias, norm, trainedStart, clip));
    }

    private static LayerNorm norm(Node node) {
        node.only("epsilon");
        double epsilon = node.field("epsilon").number();
        return node.built(() -> new LayerNorm(epsilon));
    }

    private static GruSpec gru(Node node, String name, int inputs, Activation activation, int numbers) {
        node.only("kind", "name", "inputs", "units", "activation", "gateActivation", "reset", "bias", CLIP);
        Activation gates = node.optional("gateActivation")
                .map(word -> word.choice(Activation.class))
                .orElse(Activation.SIGMOID);
        GruSpec.Reset reset = node.optional("reset")
                .map(word -> word.choice(GruSpec.Reset.class))
                .orElse(GruSpec.Reset.AFTER_PRODUCT);
        Bias bias = node.optional("bias").map(word -> word.choice(Bias.class)).orElse(Bias.TWO);
        int units = affordable(node, numbers, inputs, size(node, "units"));
        double clip = clip(node);
        return node.built(() -> new GruSpec(name, inputs, units, activation, gates, reset, bias, clip));
    }

    private static double clip(Node node) {
        return node.optional(CLIP).map(Node::number).orElse(Double.POSITIVE_INFINITY);
    }

    private static int size(Node node, String field) {
        return node.field(field).whole(1, JsonDocument.GREATEST_SIZE);
    }

    /** Asked before a layer is made, since the names alone of a million units take their time. */
    private static int affordable(Node node, int numbers, int inputs, int units) {
        if ((long) inputs * units > numbers) {
            throw new InvalidInput(node.path() + ": weights that are in the file expected, which has " + numbers
                    + " numbers, " + inputs + "×" + units + " found");
        }
        return units;
    }

    private static boolean truth(Node node, String field) {
        return node.optional(field).map(Node::truth).orElse(false);
    }

    /**
     * One matrix for every parameter.
     *
     * @param node by layer and symbol, {@code {"encoder": {"W": …, "RW": …, "b": …}}}, where layers without parameters are absent,
     *     or in a layout
     */
    static Weights weights(Node node, NetworkSpec network) {
        return ForeignWeights.read(node, network)
                .map(ForeignWeights::weights)
                .orElseGet(() -> ownWeights(node, network));
    }

    private static Weights ownWeights(Node node, NetworkSpec network) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        Set<String> layers = new LinkedHashSet<>();
        for (LayerSpec layer : network.parts()) {
            if (layer.parameters().isEmpty()) {
                continue;
            }
            layers.add(layer.name());
            Node own = node.field(layer.name());
            Set<String> symbols = new LinkedHashSet<>();
            for (ParameterSpec spec : layer.parameters()) {
                symbols.add(spec.parameter().symbol());
                double[] values = own.field(spec.parameter().symbol()).values(List.of(spec.rows(), spec.columns()));
                matrices.put(
                        new ParameterKey(layer.name(), spec.parameter()),
                        RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
            own.known(symbols, "a parameter of " + layer.kind() + ", one of " + String.join(", ", symbols) + ",");
        }
        node.known(layers, "a layer with parameters");
        return new Weights(network, matrices);
    }

    /**
     * States of some recurrent layers, or gradients with respect to them.
     *
     * @param node {@code {"encoder": {"h": …, "c": …}}}
     */
    static Map<String, State> states(Node node, NetworkSpec network, int batch) {
        Map<String, State> states = new LinkedHashMap<>();
        Set<String> layers = new LinkedHashSet<>();
        for (RecurrentSpec layer : network.recurrent()) {
            layers.add(layer.name());
            node.optional(layer.name()).ifPresent(state -> states.put(layer.name(), state(state, layer, batch)));
        }
        node.known(layers, "a recurrent layer");
        return states;
    }

    private static State state(Node node, RecurrentSpec layer, int batch) {
        List<Integer> shape = List.of(batch, layer.units());
        RowMajorMatrix h = RowMajorMatrix.wrap(node.field("h").values(shape), batch, layer.units());
        if (!layer.hasCell()) {
            node.only("h");
            return State.of(h);
        }
        node.only("h", "c");
        return State.of(h, RowMajorMatrix.wrap(node.field("c").values(shape), batch, layer.units()));
    }
}
