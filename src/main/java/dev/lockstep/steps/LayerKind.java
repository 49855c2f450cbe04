package dev.lockstep.steps;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterKey;
import java.util.List;
import java.util.Map;

/** A layer whose sizes come from its table of weights: {@code peephole LSTM}, {@code relu SimpleRnn}, {@code sigmoid dense}. */
record LayerKind(String kind, boolean peepholes, Activation activation) {
    /** A layer and its weights. */
    record Weighted(LayerSpec layer, Map<ParameterKey, RowMajorMatrix> weights) {}

    static LayerKind parse(String text) {
        String kind = text.substring(text.lastIndexOf(' ') + 1);
        String words = text.substring(0, text.length() - kind.length()).strip();
        boolean peepholes = kind.equals("LSTM") && (words.equals("peephole") || words.endsWith(" peephole"));
        String activation = peepholes
                ? words.substring(0, words.length() - "peephole".length()).strip()
                : words;
        Activation usual = kind.equals("dense") ? Activation.IDENTITY : Activation.TANH;
        return new LayerKind(kind, peepholes, activation.isEmpty() ? usual : LayerText.activation(activation));
    }

    Weighted weighted(String name, List<List<String>> cells) {
        WeightTable table = new WeightTable(kind + " \"" + name + "\"", cells);
        LayerSpec layer = switch (kind) {
            case "LSTM" -> table.lstm(name, activation, peepholes);
            case "SimpleRnn" -> table.simpleRnn(name, activation);
            default -> table.dense(name, activation);
        };
        return new Weighted(layer, table.parameters(layer));
    }
}
