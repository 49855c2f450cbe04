package dev.lockstep.caseformat;

import dev.lockstep.layout.Arrangement;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Axis;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights in another framework's layout, {@code {"layout": "pytorch", "arrays": {…}, "names": {…}}}.
 *
 * @param word the layout as files have it
 * @param given the arrays as they came
 */
record ForeignWeights(String word, Arrangement arrangement, Weights weights, ForeignArrays given) {
    static final String LAYOUT = "layout";

    private static final int MOST_ARRAYS = 4_096;
    private static final int LONGEST_NAME = 200;

    /** Weights in a layout; empty of an object that has matrices by layer, even if a layer is called layout. */
    static Optional<ForeignWeights> read(Node node, NetworkSpec network) {
        Optional<Node> layout = node.optional(LAYOUT).filter(Node::isText);
        return layout.map(word -> read(node, word, network));
    }

    private static ForeignWeights read(Node node, Node word, NetworkSpec network) {
        node.only(LAYOUT, "arrays", "names");
        Layout layout = word.choice(List.of(Layout.values()), Layout::word);
        Map<String, Tensor> arrays = arrays(node.field("arrays"));
        Map<String, String> names = new LinkedHashMap<>();
        node.optional("names").ifPresent(given -> {
            requireFew(given);
            given.fields().forEach((layer, group) -> {
                requireLegible(given, layer);
                requireLegible(group, group.text());
                names.put(layer, group.text());
            });
        });
        return node.built(() -> {
            Arrangement arrangement = layout.arrangement(network, arrays.keySet(), names);
            return new ForeignWeights(
                    word.text(), arrangement, arrangement.read(arrays), new ForeignArrays(layout, arrays, names));
        });
    }

    private static Map<String, Tensor> arrays(Node node) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        Optional<Node> prefix = node.optional("npz").filter(Node::isText);
        if (prefix.isPresent()) {
            node.only("npz");
            node.attachment().beginning(prefix.get()).forEach((name, array) -> {
                requireLegible(node, name);
                arrays.put(name, tensor(array.shape(), array.values()));
            });
            return arrays;
        }
        requireFew(node);
        node.fields().forEach((name, array) -> {
            requireLegible(node, name);
            List<Integer> shape = array.shape();
            arrays.put(name, tensor(shape, array.values(shape)));
        });
        return arrays;
    }

    private static void requireFew(Node node) {
        if (node.fields().size() > MOST_ARRAYS) {
            throw node.refusal("at most " + MOST_ARRAYS + " fields");
        }
    }

    private static void requireLegible(Node node, String name) {
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidInput(node.path() + ": names of at most " + LONGEST_NAME + " ASCII characters expected, "
                    + Node.quoted(name) + " found");
        }
    }

    private static Tensor tensor(List<Integer> shape, double[] values) {
        List<Axis> axes = new ArrayList<>();
        shape.forEach(size -> axes.add(Axis.counted("axis " + (axes.size() + 1), size)));
        return new Tensor(axes, values);
    }

    /**
     * What one array holds of each parameter.
     *
     * @param node with the field {@code name}, that of one of the arrays of the weights
     */
    Map<ParameterKey, RowMajorMatrix> parts(Node node) {
        String name = node.field("name").text();
        requireLegible(node, name);
        List<Integer> shape = node.shape();
        Tensor array = tensor(shape, node.valuesBesideOtherFields(shape));
        return node.built(() -> arrangement.parameters(name, array));
    }
}
