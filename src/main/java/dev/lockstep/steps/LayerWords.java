package dev.lockstep.steps;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What features say about a layer beside its sizes: {@code bias-free} or {@code two-bias}, {@code trained start}, and one or,
 * for an LSTM, two activations.
 *
 * @param kind {@code SimpleRnn}, {@code LSTM}, {@code peephole LSTM} or {@code dense}
 * @param activations as many as were given
 * @param bias one unless said otherwise
 * @param trainedStart whether the initial state is a parameter
 */
record LayerWords(String kind, List<Activation> activations, Bias bias, boolean trainedStart) {
    /**
     * @param title what the layer is called in messages
     * @throws InvalidInput if a word is unknown or does not fit the kind of layer
     */
    static LayerWords parse(String title, String kind, List<String> words) {
        List<Activation> activations = new ArrayList<>();
        List<Bias> biases = new ArrayList<>();
        boolean trainedStart = false;
        for (String word : words) {
            switch (word) {
                case "bias-free" -> biases.add(Bias.NONE);
                case "two-bias" -> biases.add(Bias.TWO);
                case "trained start" -> trainedStart = true;
                default -> activations.add(LayerText.activation(word));
            }
        }
        boolean lstm = kind.endsWith("LSTM");
        if (activations.size() > (lstm ? 2 : 1)) {
            throw new InvalidInput("activations of " + title + ": " + (lstm ? "two" : "one") + " at most expected, "
                    + activations.size() + " found");
        }
        if (biases.size() > 1) {
            throw new InvalidInput("biases of " + title + ": one word expected, " + biases.size() + " found");
        }
        if (lstm && !biases.isEmpty()) {
            throw new InvalidInput("biases of " + title + ": one for each gate expected, \""
                    + (biases.get(0) == Bias.NONE ? "bias-free" : "two-bias") + "\" found");
        }
        if (trainedStart && !kind.equals("SimpleRnn")) {
            throw new InvalidInput(
                    "initial state of " + title + ": a SimpleRnn expected to train it, " + kind + " found");
        }
        return new LayerWords(kind, activations, biases.isEmpty() ? Bias.ONE : biases.get(0), trainedStart);
    }

    /** The activation: tanh for recurrent layers and identity for dense ones unless said otherwise. */
    Activation activation() {
        return activations.isEmpty()
                ? kind.equals("dense") ? Activation.IDENTITY : Activation.TANH
                : activations.get(0);
    }

    /** The layer of these words and sizes. */
    LayerSpec layer(String name, int inputs, int outputs) {
        return switch (kind) {
            case "SimpleRnn" -> new SimpleRnnSpec(name, inputs, outputs, activation(), bias, trainedStart);
            case "dense" -> new DenseSpec(name, inputs, outputs, activation(), bias);
            default ->
                new LstmSpec(
                        name,
                        inputs,
                        outputs,
                        activation(),
                        activations.size() > 1 ? activations.get(1) : Activation.SIGMOID,
                        kind.startsWith("peephole"));
        };
    }
}
