package dev.lockstep.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Layers from input to output.
 *
 * @param layers at least one; each reads as many features as the one before yields; names are unique
 */
public record NetworkSpec(List<LayerSpec> layers) {
    /** @throws InvalidInput if the list is empty, a name occurs twice, or sizes do not chain */
    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new InvalidInput("network: at least one layer expected, none found");
        }
        Sizes.affordable("weights of the network", numbers(layers));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerSpec layer = layers.get(i);
            if (!names.add(layer.name())) {
                throw new InvalidInput("network: distinct layer names expected, \"" + layer.name() + "\" found twice");
            }
            if (i > 0 && layers.get(i - 1).outputs() != layer.inputs()) {
                throw new InvalidInput("inputs of " + layer.title() + ": "
                        + layers.get(i - 1).outputs() + " expected, as "
                        + layers.get(i - 1).title() + " yields, " + layer.inputs() + " found");
            }
        }
    }

    /** A network of the given layers. */
    public static NetworkSpec of(LayerSpec... layers) {
        return new NetworkSpec(List.of(layers));
    }

    /** The layer of that name. */
    public LayerSpec layer(String name) {
        return layers.stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("layer: one of "
                        + layers.stream().map(LayerSpec::name).collect(Collectors.joining(", ")) + " expected, \""
                        + name + "\" found"));
    }

    /** The layers that carry a state. */
    public List<RecurrentSpec> recurrent() {
        return layers.stream()
                .filter(RecurrentSpec.class::isInstance)
                .map(RecurrentSpec.class::cast)
                .toList();
    }

    /** Features of the network's input. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** Features of the network's output. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** Time steps that leave the network when {@code time} steps enter it. */
    public int outputTime(int time) {
        return layers.stream().anyMatch(LastStepSpec.class::isInstance) ? 1 : time;
    }

    /** Number of trainable numbers. */
    public int parameterCount() {
        return (int) numbers(layers);
    }

    private static long numbers(List<LayerSpec> layers) {
        return layers.stream()
                .flatMap(layer -> layer.parameters().stream())
                .mapToLong(p -> (long) p.rows() * p.columns())
                .sum();
    }
}
