package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer whose sizes come from its table of weights: {@code peephole LSTM}, {@code relu SimpleRnn}, {@code bias-free relu
 * SimpleRnn}, {@code sigmoid dense}.
 */
record LayerKind(LayerWords words) {
    private static final List<String> LEADING = List.of("bias-free", "two-bias", "trained start");

    /** A layer and its weights. */
    record Weighted(LayerSpec layer, Map<ParameterKey, RowMajorMatrix> weights) {}

    static LayerKind parse(String text) {
        String kind = text.substring(text.lastIndexOf(' ') + 1);
        String rest = text.substring(0, text.length() - kind.length()).strip();
        if (kind.equals("LSTM") && (rest.equals("peephole") || rest.endsWith(" peephole"))) {
            kind = "peephole LSTM";
            rest = rest.substring(0, rest.length() - "peephole".length()).strip();
        }
        List<String> words = new ArrayList<>();
        for (String word : LEADING) {
            if (rest.equals(word) || rest.startsWith(word + " ")) {
                words.add(word);
                rest = rest.substring(word.length()).strip();
            }
        }
        if (!rest.isEmpty()) {
            words.add(rest);
        }
        return new LayerKind(LayerWords.parse(text, kind, words));
    }

    Weighted weighted(String name, List<List<String>> cells) {
        String title = words.kind().replace("peephole ", "") + " \"" + name + "\"";
        WeightTable table = new WeightTable(title, cells);
        LayerSpec layer = switch (words.kind()) {
            case "SimpleRnn" -> table.simpleRnn(name, words);
            case "dense" -> table.dense(name, words);
            default -> table.lstm(name, words);
        };
        return new Weighted(layer, table.parameters(layer));
    }
}
