package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer whose sizes come from its table of weights: {@code peephole LSTM}, {@code relu SimpleRnn}, {@code bias-free relu
 * SimpleRnn}, {@code sigmoid dense}.
 */
record LayerKind(LayerWords words) {
    private static final List<String> LEADING =
            List.of("bias-free", "one-bias", "two-bias", "trained start", "layer-normalised", "reset before");

    /** A layer and its weights. */
    record Weighted(LayerSpec layer, Map<ParameterKey, RowMajorMatrix> weights) {}

    static LayerKind parse(String text) {
        String kind = text.substring(text.lastIndexOf(' ') + 1);
        String rest = text.substring(0, text.length() - kind.length()).strip();
        if (rest.equals("peephole") || rest.endsWith(" peephole")) {
            kind = "peephole " + kind;
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

    /**
     * The layer whose parameters are these matrices.
     *
     * @throws InvalidInput if W is missing, or columns are no multiple of an LSTM's four or a GRU's three gates
     */
    Weighted weighted(String name, Map<Parameter, RowMajorMatrix> matrices) {
        RowMajorMatrix w = matrices.get(Parameter.W);
        String title = words.kind().replace("peephole ", "") + " \"" + name + "\"";
        if (w == null) {
            throw new InvalidInput("parameters of " + title + ": W expected, only " + matrices.keySet() + " found");
        }
        int gates = gates();
        if (w.getColumnDimension() % gates != 0) {
            throw new InvalidInput("W of " + title + ": columns for " + (gates == 3 ? "three" : "four")
                    + " gates expected, " + w.getColumnDimension() + " columns found");
        }
        int outputs = w.getColumnDimension() / gates;
        LayerSpec layer = words.layer(name, w.getRowDimension(), outputs);
        Map<ParameterKey, RowMajorMatrix> weights = new LinkedHashMap<>();
        matrices.forEach((parameter, matrix) -> weights.put(new ParameterKey(name, parameter), matrix));
        return new Weighted(layer, new Weights(NetworkSpec.of(layer), weights).asMap());
    }

    private int gates() {
        return switch (words.kind()) {
            case "SimpleRnn", "dense" -> 1;
            case "GRU" -> GruSpec.GATES.size();
            default -> Gate.values().length;
        };
    }

    Weighted weighted(String name, List<List<String>> cells) {
        String title = words.kind().replace("peephole ", "") + " \"" + name + "\"";
        WeightTable table = new WeightTable(title, cells);
        LayerSpec layer = switch (words.kind()) {
            case "SimpleRnn" -> table.simpleRnn(name, words);
            case "dense" -> table.dense(name, words);
            default -> table.gated(name, words);
        };
        return new Weighted(layer, table.parameters(layer));
    }
}
