package dev.lockstep.layout;

import dev.lockstep.layout.Dialect.Stacked;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which group of a file is which layer's: the one that the case says, else the one that has the layer's name, else the next of the
 * file.
 */
final class Placement {
    private final Layout layout;
    /** Places in stacks by group, of those that are in one. */
    private final Map<String, Stacked> stacks = new LinkedHashMap<>();

    private final Map<LayerSpec, String> groups = new LinkedHashMap<>();
    private final Set<LayerSpec> byName = new HashSet<>();

    /**
     * Places groups.
     *
     * @param layers those that have parameters, bottom first
     * @param arrays of each group, in the order of the file, the names of its arrays
     * @param given groups by name of layer, as many groups being left as layers
     */
    Placement(
            Layout layout,
            List<LayerSpec> layers,
            Map<String, ? extends Collection<String>> arrays,
            Map<String, String> given) {
        this.layout = layout;
        arrays.forEach((group, names) ->
                layout.dialect().stacked(names.iterator().next()).ifPresent(place -> stacks.put(group, place)));
        List<LayerSpec> left = new ArrayList<>(layers);
        left.removeIf(layer -> given.containsKey(layer.name()));
        List<String> free = inOrder(arrays.keySet());
        free.removeAll(given.values());
        Map<LayerSpec, String> found = new LinkedHashMap<>();
        if (!layout.dialect().countsLayers(arrays.keySet())) {
            take(left, free, found, Placement::isNamed);
            take(left, free, found, Placement::endsWithName);
        }
        byName.addAll(found.keySet());
        for (int i = 0; i < left.size(); i++) {
            found.put(left.get(i), free.get(i));
        }
        layers.forEach(layer ->
                groups.put(layer, Optional.ofNullable(found.get(layer)).orElseGet(() -> given.get(layer.name()))));
        requireStacksUpright(layers, given);
    }

    /** How a name tells the layer. */
    private interface Rule {
        boolean fits(String layer, String module);
    }

    private static boolean isNamed(String layer, String module) {
        return module.equals(layer);
    }

    private static boolean endsWithName(String layer, String module) {
        return !layer.isEmpty() && (module.endsWith("." + layer) || module.endsWith("/" + layer));
    }

    /** The groups of one stack follow one another by their numbers, from where the first of them is in the file. */
    private List<String> inOrder(Collection<String> file) {
        List<String> ordered = new ArrayList<>();
        for (String group : file) {
            Stacked place = stacks.get(group);
            if (place == null) {
                ordered.add(group);
            } else if (!ordered.contains(group)) {
                file.stream()
                        .filter(other -> isInStack(other, place.module()))
                        .sorted((a, b) ->
                                stacks.get(a).number().compareTo(stacks.get(b).number()))
                        .forEach(ordered::add);
            }
        }
        return ordered;
    }

    private boolean isInStack(String group, String module) {
        return stacks.containsKey(group) && stacks.get(group).module().equals(module);
    }

    /** Whatever one layer alone has of one group alone. */
    private void take(List<LayerSpec> left, List<String> free, Map<LayerSpec, String> found, Rule rule) {
        Map<LayerSpec, String> taken = new LinkedHashMap<>();
        for (LayerSpec layer : left) {
            only(free, group -> fits(rule, layer, group))
                    .filter(group ->
                            only(left, other -> fits(rule, other, group)).isPresent())
                    .ifPresent(group -> taken.put(layer, group));
        }
        left.removeAll(taken.keySet());
        free.removeAll(taken.values());
        found.putAll(taken);
    }

    private boolean fits(Rule rule, LayerSpec layer, String group) {
        Stacked place = stacks.get(group);
        return rule.fits(layer.name(), group)
                || place != null && place.isLowest() && rule.fits(layer.name(), place.module());
    }

    private static <T> Optional<T> only(List<T> all, Predicate<T> condition) {
        List<T> found = all.stream().filter(condition).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private void requireStacksUpright(List<LayerSpec> layers, Map<String, String> given) {
        List<LayerSpec> told = layers.stream()
                .filter(layer -> !given.containsKey(layer.name()))
                .toList();
        for (int upper = 0; upper < told.size(); upper++) {
            String above = groups.get(told.get(upper));
            for (int lower = 0; stacks.containsKey(above) && lower < upper; lower++) {
                String below = groups.get(told.get(lower));
                if (isInStack(below, stacks.get(above).module())
                        && stacks.get(below)
                                        .number()
                                        .compareTo(stacks.get(above).number())
                                > 0) {
                    throw new InvalidInput("groups in " + layout.possessive() + ": \"" + above + "\" below \"" + below
                            + "\" expected, " + said() + " found" + remedy());
                }
            }
        }
    }

    /** The group of a layer. */
    String group(LayerSpec layer) {
        return groups.get(layer);
    }

    /** {@code "dec.l0" is LSTM "dec", "enc.l0" is LSTM "enc"}. */
    String said() {
        List<String> all = new ArrayList<>();
        groups.forEach((layer, group) -> all.add("\"" + group + "\" is " + Layout.title(layer)));
        return Arrangement.listed(all.stream());
    }

    /** Whether every group goes to its layer by name, in the order of the file. */
    boolean goesWithoutSaying(Collection<String> file) {
        return byName.containsAll(groups.keySet()) && List.copyOf(file).equals(List.copyOf(groups.values()))
                || layout.dialect().countsLayers(file);
    }

    /** What is added to a refusal where names of layers decided. */
    String because() {
        return byName.isEmpty() || byName.containsAll(groups.keySet()) && groups.size() == 1
                ? ""
                : ", where " + said() + remedy();
    }

    private static String remedy() {
        return " (\"names\" may say otherwise)";
    }
}
