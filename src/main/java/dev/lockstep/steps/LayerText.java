package dev.lockstep.steps;

import dev.lockstep.math.Activation;
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
 * given, dense ones identity. A SimpleRnn may be {@code bias-free} or {@code two-bias} and have a {@code trained start}, a
 * dense layer be {@code bias-free}: {@code SimpleRnn(2→3, two-bias, trained start)}. A GRU has two biases and resets after the
 * product unless it is {@code bias-free} or {@code one-bias}, or has {@code reset before}.
 */
final class LayerText {
    /** One layer; also the shape of every element of a {@code {network}}. */
    static final String LAYER =
            "(?:(?:SimpleRnn|LSTM|peephole LSTM|GRU|dense)\\(\\d+ ?(?:→|->) ?\\d+(?:, ?[a-z0-9 -]+){0,4}\\)|last step)";

    private static final Pattern PARTS = Pattern.compile(
            "(SimpleRnn|LSTM|peephole LSTM|GRU|dense)\\((\\d+) ?(?:→|->) ?(\\d+)((?:, ?[a-z0-9 -]+){0,4})\\)");

    private LayerText() {}

    /** @throws InvalidInput if a size or an activation is wrong, or sizes do not chain */
    static NetworkSpec network(String text) {
        List<LayerSpec> layers = new ArrayList<>();
        Matcher matcher = Pattern.compile(LAYER).matcher(text);
        while (matcher.find()) {
            String name = "layer " + (layers.size() + 1);
            layers.add(matcher.group().equals("last step") ? lastStep(name, layers) : layer(name, matcher.group()));
        }
        return new NetworkSpec(layers);
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

    private static LayerSpec lastStep(String name, List<LayerSpec> before) {
        if (before.isEmpty()) {
            throw new InvalidInput("network: a layer before \"last step\" expected, none found");
        }
        return new LastStepSpec(name, before.get(before.size() - 1).outputs());
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
        return LayerWords.parse(text, kind, words).layer(name, inputs, outputs);
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
