package dev.lockstep.layout;

import dev.lockstep.layout.Dialect.ArrayName;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which foreign array is which layer's, of one network and the names of one file. */
public final class Arrangement {
    private static final Pattern POSITION = Pattern.compile("arr_(0|[1-9]\\d{0,5})");
    private static final int SHOWN = 8;

    private final Layout layout;
    private final NetworkSpec network;
    private final Map<String, Placed> placed = new LinkedHashMap<>();
    private Optional<String> told = Optional.empty();
    /** What is added to a refusal. */
    private String because = "";

    /** @param array null where nothing of a layer is expected */
    private record Placed(LayerSpec layer, ForeignArray array) {}

    Arrangement(Layout layout, NetworkSpec network, Collection<String> arrays, Map<String, String> names) {
        this.layout = layout;
        this.network = network;
        Map<LayerSpec, List<ForeignArray>> expected = new LinkedHashMap<>();
        for (LayerSpec layer : network.layers()) {
            List<ForeignArray> own = layout.dialect().arrays(layer, layout.where(layer));
            if (!own.isEmpty()) {
                expected.put(layer, own);
            }
        }
        boolean positional = layout.dialect().positional()
                && !arrays.isEmpty()
                && arrays.stream().allMatch(name -> POSITION.matcher(name).matches());
        if (positional) {
            byPosition(expected, arrays, names);
        } else {
            byGroup(expected, groups(arrays), names);
        }
        requireAll(expected);
    }

    private void byPosition(
            Map<LayerSpec, List<ForeignArray>> expected, Collection<String> arrays, Map<String, String> names) {
        List<Placed> written = expected.entrySet().stream()
                .flatMap(layer -> layer.getValue().stream()
                        .filter(ForeignArray::written)
                        .map(array -> new Placed(layer.getKey(), array)))
                .toList();
        List<String> counted =
                IntStream.range(0, written.size()).mapToObj(i -> "arr_" + i).toList();
        if (!names.isEmpty()) {
            throw new InvalidInput("names in " + layout.possessive() + ": none expected for arrays by position, \""
                    + names.keySet().iterator().next() + "\" found");
        }
        if (!new LinkedHashSet<>(counted).equals(new LinkedHashSet<>(arrays))) {
            throw new InvalidInput("arrays in " + layout.possessive() + ": arr_0 to arr_" + (written.size() - 1)
                    + " expected, for "
                    + listed(written.stream().map(one -> one.array().stem())) + ", "
                    + listed(arrays.stream()) + " found");
        }
        for (int i = 0; i < written.size(); i++) {
            placed.put(counted.get(i), written.get(i));
        }
    }

    /** Names of arrays by group and stem. */
    private Map<String, Map<String, String>> groups(Collection<String> arrays) {
        Function<String, Optional<ArrayName>> parser = layout.dialect().names(arrays);
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        for (String name : arrays) {
            ArrayName parsed = parser.apply(name)
                    .orElseThrow(() -> new InvalidInput("\"" + name + "\" in " + layout.possessive() + ": "
                            + layout.dialect().examples() + " expected"));
            String twin = groups.computeIfAbsent(parsed.group(), group -> new LinkedHashMap<>())
                    .put(parsed.stem(), name);
            if (twin != null) {
                throw new InvalidInput("\"" + name + "\" in " + layout.possessive() + ": one " + parsed.stem()
                        + " of \"" + parsed.group() + "\" expected, \"" + twin + "\" found too");
            }
        }
        if (!layout.dialect().countsLayers(groups.keySet())) {
            return groups;
        }
        Map<String, Map<String, String>> ordered = new LinkedHashMap<>();
        groups.keySet().stream()
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .forEach(group -> ordered.put(group, groups.get(group)));
        return ordered;
    }

    private void byGroup(
            Map<LayerSpec, List<ForeignArray>> expected,
            Map<String, Map<String, String>> groups,
            Map<String, String> names) {
        List<String> layers = expected.keySet().stream().map(LayerSpec::name).toList();
        List<String> unnamed = new ArrayList<>(groups.keySet());
        names.forEach((layer, group) -> {
            if (!layers.contains(layer)) {
                throw new InvalidInput("names in " + layout.possessive() + ": layers with parameters, "
                        + listed(layers.stream()) + ", expected, \"" + layer + "\" found");
            }
            if (!unnamed.remove(group)) {
                throw new InvalidInput("group of \"" + layer + "\" in " + layout.possessive() + ": one of "
                        + listed(groups.keySet().stream()) + ", each once, expected, \"" + group + "\" found");
            }
        });
        long needed = layers.size() - names.size();
        if (unnamed.size() != needed) {
            throw new InvalidInput("arrays in " + layout.possessive() + ": one group for each of "
                    + listed(layers.stream()) + " expected, "
                    + (groups.isEmpty() ? "none" : listed(groups.keySet().stream())) + " found");
        }
        Map<String, Collection<String>> arrays = new LinkedHashMap<>();
        groups.forEach((group, byStem) -> arrays.put(group, byStem.values()));
        Placement placement = new Placement(layout, List.copyOf(expected.keySet()), arrays, names);
        because = placement.because();
        if (!placement.goesWithoutSaying(groups.keySet())) {
            told = Optional.of(layout.possessive() + ": " + placement.said());
        }
        expected.forEach((layer, own) -> place(layer, own, groups.get(placement.group(layer))));
    }

    private void place(LayerSpec layer, List<ForeignArray> expected, Map<String, String> group) {
        group.forEach((stem, name) -> placed.put(
                name,
                new Placed(
                        layer,
                        expected.stream()
                                .filter(array -> array.stem().equals(stem))
                                .findFirst()
                                .orElseThrow(() -> new InvalidInput(what(name, layer) + ": one of "
                                        + listed(expected.stream().map(ForeignArray::stem)) + " expected, " + stem
                                        + " found" + because)))));
    }

    private void requireAll(Map<LayerSpec, List<ForeignArray>> expected) {
        Set<Placed> found = new LinkedHashSet<>(placed.values());
        expected.forEach((layer, arrays) -> arrays.forEach(array -> {
            boolean needed = array.blocks().stream().anyMatch(block -> !block.isZero());
            if (needed && !found.contains(new Placed(layer, array))) {
                throw new InvalidInput(
                        what(array.stem(), layer) + ": " + array.size() + " expected, none found" + because);
            }
        }));
    }

    /**
     * The parameters that these arrays are.
     *
     * @param arrays one for each name
     * @throws InvalidInput if one is of another shape, or has numbers that no parameter stands for
     */
    public Weights read(Map<String, Tensor> arrays) {
        arrays.forEach((name, array) -> {
            Placed place = placed(name, array);
            requireZeros(name, place, array.values());
        });
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        arrays.forEach((name, array) -> matrices.putAll(parameters(name, array)));
        return new Weights(network, matrices);
    }

    /** Which group was taken for which layer's, a line; empty where names say nothing else, or groups have none. */
    public Optional<String> told() {
        return told;
    }

    /** For every array the name under which {@link Layout#write} has it. */
    public Map<String, String> writtenNames() {
        Map<String, String> names = new LinkedHashMap<>();
        placed.forEach((name, place) -> names.put(
                name,
                layout.dialect().name(network, place.layer(), place.array().stem())));
        return names;
    }

    /**
     * The parameters that one array holds, or what belongs to them, gradients or an optimizer's memory: numbers that no parameter
     * stands for may be anything.
     *
     * @throws InvalidInput if there is no such array, or it is of another shape
     */
    public Map<ParameterKey, RowMajorMatrix> parameters(String name, Tensor array) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        placed(name, array).array().scatter(array.values(), key -> matrices.computeIfAbsent(key, this::zeros));
        return matrices;
    }

    private RowMajorMatrix zeros(ParameterKey key) {
        ParameterSpec spec = network.layer(key.layer()).parameter(key.parameter());
        return new RowMajorMatrix(spec.rows(), spec.columns());
    }

    private Placed placed(String name, Tensor array) {
        Placed place = Optional.ofNullable(placed.get(name))
                .orElseThrow(() -> new InvalidInput("array in " + layout.possessive() + ": one of "
                        + listed(placed.keySet().stream()) + " expected, \"" + name + "\" found"));
        if (!place.array().fits(array, layout.dialect().rowsForVectors())) {
            throw new InvalidInput(what(name, place.layer()) + ": "
                    + place.array().size() + " expected, " + array.shape() + " found" + because);
        }
        return place;
    }

    private void requireZeros(String name, Placed place, double[] values) {
        for (Block block : place.array().blocks()) {
            for (int c = 0; block.isZero() && c < block.columns(); c++) {
                double found = values[block.at(0, c)];
                if (found != 0) {
                    String why = block.unless().isEmpty()
                            ? "since the layer has no peepholes (\"peepholes\": true gives it some)"
                            : "since the layer has " + (block.unless().equals("two") ? "no second bias" : "no bias")
                                    + " (\"bias\": \"" + block.unless() + "\" gives it "
                                    + block.unless() + ")";
                    throw new InvalidInput(
                            what(name, place.layer()) + ": zeros expected, " + why + ", " + found + " found");
                }
            }
        }
    }

    private String what(String name, LayerSpec layer) {
        return name + " of " + layout.where(layer);
    }

    static String listed(Stream<String> names) {
        List<String> all = names.limit(SHOWN + 1L).toList();
        return all.stream()
                        .limit(SHOWN)
                        .map(name -> name.isEmpty() ? "\"\"" : name)
                        .collect(Collectors.joining(", "))
                + (all.size() > SHOWN ? " …" : "");
    }
}
