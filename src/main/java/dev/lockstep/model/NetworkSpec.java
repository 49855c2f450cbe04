package dev.lockstep.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            requireNew(names, layer.name());
            layer.parts().stream()
                    .map(LayerSpec::name)
                    .filter(part -> !part.equals(layer.name()))
                    .forEach(part -> requireNew(names, part));
            if (i > 0 && layers.get(i - 1).outputs() != layer.inputs()) {
                throw new InvalidInput("inputs of " + layer.title() + ": "
                        + layers.get(i - 1).outputs() + " expected, as "
                        + layers.get(i - 1).title() + " yields, " + layer.inputs() + " found");
            }
        }
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new InvalidInput("network: distinct layer names expected, \"" + name + "\" found twice");
        }
    }

    /** A network of the given layers. */
    public static NetworkSpec of(LayerSpec... layers) {
        return new NetworkSpec(List.of(layers));
    }

    /** The layers that own parameters and states: wrappers give way to what they wrap. */
    public List<LayerSpec> parts() {
        return parts(layers);
    }

    private static List<LayerSpec> parts(List<LayerSpec> layers) {
        return layers.stream().flatMap(layer -> layer.parts().stream()).toList();
    }

    /** All that has a name, in order: of every layer its parts, then itself, unless a part goes by its name. */
    public List<LayerSpec> named() {
        return layers.stream().flatMap(NetworkSpec::named).toList();
    }

    private static Stream<LayerSpec> named(LayerSpec layer) {
        boolean covered = layer.parts().stream().anyMatch(part -> part.name().equals(layer.name()));
        return Stream.concat(layer.parts().stream(), covered ? Stream.empty() : Stream.of(layer));
    }

    /** The layer of that name, or the part of a layer; where both have it, the part. */
    public LayerSpec layer(String name) {
        return named().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("layer: one of "
                        + named().stream().map(LayerSpec::name).collect(Collectors.joining(", "))
                        + " expected, \""
                        + name + "\" found"));
    }

    /** The layers that carry a state, also inside of wrappers. */
    public List<RecurrentSpec> recurrent() {
        return parts().stream()
                .filter(RecurrentSpec.class::isInstance)
                .map(RecurrentSpec.class::cast)
                .toList();
    }

    /** Whether a sequence can arrive in pieces: every layer yields a step for every step, and needs no later one for it. */
    public boolean streams() {
        return layers.stream().noneMatch(layer -> layer instanceof LastStepSpec || layer instanceof BidirectionalSpec);
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
        return parts(layers).stream()
                .flatMap(layer -> layer.parameters().stream())
                .mapToLong(p -> (long) p.rows() * p.columns())
                .sum();
    }
}
