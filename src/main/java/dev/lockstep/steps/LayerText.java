package dev.lockstep.steps;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Networks as features write them: {@code LSTM(3→5), LSTM(5→4, relu, hard sigmoid), last step, dense(4→2, sigmoid)}. The
 * activation comes after the sizes, the gates' activation after that; recurrent layers take tanh and sigmoid when none is
 * given, dense ones identity. A SimpleRnn or LSTM may be {@code bias-free} or {@code two-bias}, a SimpleRnn have a
 * {@code trained start}, a dense layer be {@code bias-free}: {@code SimpleRnn(2→3, two-bias, trained start)}. A GRU has two biases and resets after the
 * product unless it is {@code bias-free} or {@code one-bias}, or has {@code reset before}. What stands around a recurrent layer
 * is said with it: {@code bidirectional LSTM(3→4, added)}, {@code LSTM(3→4, skipping 0, keeping the state)}.
 */
final class LayerText {
    /** A layer that has no weights. */
    static final String WITHOUT_WEIGHTS = "(?:activation\\([a-z0-9 -]+\\)|last step)";

    /** One layer; also the shape of every element of a {@code {network}}. */
    static final String LAYER =
            "(?:(?:(?:bidirectional )?(?:peephole )?(?:SimpleRnn|LSTM|GRU)|GravesBidirectionalLSTM|(?:peephole )?dense)"
                    + "\\(\\d+ ?(?:→|->) ?\\d+(?:, ?[a-z][^,()]*){0,8}\\)|"
                    + WITHOUT_WEIGHTS + ")";

    private static final Pattern PARTS =
            Pattern.compile("([A-Za-z ]+)\\((\\d+) ?(?:→|->) ?(\\d+)((?:, ?[a-z][^,()]*){0,8})\\)");

    private static final Pattern ACTIVATION = Pattern.compile("activation\\(([a-z0-9 -]+)\\)");

    private LayerText() {}

    /** @throws InvalidInput if a size or an activation is wrong, or sizes do not chain */
    static NetworkSpec network(String text) {
        return new NetworkSpec(layers(text, List.of()));
    }

    /**
     * Layers and others before them.
     *
     * @throws InvalidInput if a size or an activation is wrong
     */
    static List<LayerSpec> layers(String text, List<LayerSpec> before) {
        List<LayerSpec> layers = new ArrayList<>(before);
        Matcher matcher = Pattern.compile(LAYER).matcher(text);
        while (matcher.find()) {
            String name = "layer " + (layers.size() + 1);
            layers.add(layer(name, matcher.group(), layers));
        }
        return layers;
    }

    private static LayerSpec layer(String name, String text, List<LayerSpec> before) {
        Matcher activation = ACTIVATION.matcher(text);
        if (activation.matches()) {
            Activation function = activation(activation.group(1));
            return new ActivationSpec(name, width(text, before), function);
        }
        return text.equals("last step") ? new LastStepSpec(name, width(text, before)) : layer(name, text);
    }

    /** @throws InvalidInput if there is no such activation */
    static Activation activation(String text) {
        return Arrays.stream(Activation.values())
                .filter(activation -> activation.title().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("activation: one of "
                        + Arrays.stream(Activation.values())
                                .map(Activation::title)
                                .collect(Collectors.joining(", "))
                        + " expected, \"" + text.strip() + "\" found"));
    }

    /** What the layer before yields at every step. */
    private static int width(String text, List<LayerSpec> before) {
        if (before.isEmpty()) {
            throw new InvalidInput("network: a layer before \"" + text + "\" expected, none found");
        }
        return before.get(before.size() - 1).outputs();
    }

    private static LayerSpec layer(String name, String text) {
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput("layer: a form like LSTM(3→5, tanh, sigmoid) expected, \"" + text + "\" found");
        }
        String kind = matcher.group(1);
        int inputs = size(text, matcher.group(2));
        int outputs = size(text, matcher.group(3));
        List<String> words = Arrays.stream(matcher.group(4).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        Wrapping.Parted parted = Wrapping.parse(text, kind, words);
        return parted.wrapping()
                .around(LayerWords.parse(text, parted.kind(), parted.words()).layer(name, inputs, outputs));
    }

    private static int size(String layer, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLong) {
            throw new InvalidInput(
                    "size in " + layer + ": at most " + Integer.MAX_VALUE + " expected, " + digits + " found", tooLong);
        }
    }
}
