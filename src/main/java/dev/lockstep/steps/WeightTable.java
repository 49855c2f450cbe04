package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer's weights in a table: rows say where a weight comes from ({@code x1}, {@code h2}, {@code bias}, {@code recurrent
 * bias}, {@code peephole}, {@code gain x}, {@code gain h}, {@code start}), columns where it goes ({@code i1 … o2} for the gates of an LSTM, {@code r1 … n2} for those of a GRU, {@code unit1 …} otherwise). Rows and columns may come in
 * any order; each must be there exactly once.
 */
final class WeightTable {
    private static final String BIAS = "bias";
    private static final String RECURRENT_BIAS = "recurrent bias";
    private static final String PEEPHOLE = "peephole";
    private static final String START = "start";

    private final String title;
    private final List<String> columns;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /**
     * @param title what the layer is called in messages
     * @param cells header row first
     * @throws InvalidInput if there is no header, or a row or column occurs twice
     */
    WeightTable(String title, List<List<String>> cells) {
        this.title = title;
        if (cells.size() < 2 || !"from".equals(cells.get(0).get(0))) {
            throw new InvalidInput("weights of " + title + ": a table whose first cell is \"from\" expected, \""
                    + (cells.isEmpty() ? "" : cells.get(0).get(0)) + "\" found");
        }
        this.columns = cells.get(0).subList(1, cells.get(0).size());
        distinct("column", columns);
        for (List<String> row : cells.subList(1, cells.size())) {
            if (rows.put(String.valueOf(row.get(0)), row.subList(1, row.size())) != null) {
                throw new InvalidInput(
                        "weights of " + title + ": row \"" + row.get(0) + "\" once expected, twice found");
            }
        }
    }

    /** An LSTM or GRU; h rows tell its width. */
    LayerSpec gated(String name, LayerWords words) {
        LayerSpec layer = words.layer(name, size("x"), size("h"));
        return checked(layer, targets(layer));
    }

    LayerSpec simpleRnn(String name, LayerWords words) {
        int inputs = size("x");
        int units = size("h");
        return checked(words.layer(name, inputs, units), Labels.numbered("unit", units));
    }

    LayerSpec dense(String name, LayerWords words) {
        int outputs = Math.max(1, columns.size());
        return checked(words.layer(name, size("x"), outputs), Labels.numbered("unit", outputs));
    }

    private LayerSpec checked(LayerSpec layer, List<String> expectedColumns) {
        List<String> expectedRows = layer.parameters().stream()
                .flatMap(spec -> sources(layer, spec.parameter()).stream())
                .toList();
        expectColumns(expectedColumns);
        expect("rows", expectedRows, List.copyOf(rows.keySet()));
        return layer;
    }

    /**
     * The parameters of a layer that is known already.
     *
     * @throws InvalidInput if rows or columns are others than it has
     */
    Map<ParameterKey, RowMajorMatrix> parametersOf(LayerSpec known) {
        return parameters(checked(known, targets(known)));
    }

    /** The parameters of a layer that one of the methods above made. */
    Map<ParameterKey, RowMajorMatrix> parameters(LayerSpec layer) {
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        layer.parameters()
                .forEach(spec -> parameters.put(
                        new ParameterKey(layer.name(), spec.parameter()), matrix(layer, spec.parameter())));
        return parameters;
    }

    /** An array of one parameter's shape, alone in the table. */
    RowMajorMatrix only(LayerSpec layer, Parameter parameter) {
        expectColumns(targets(layer));
        expect("rows", sources(layer, parameter), List.copyOf(rows.keySet()));
        return matrix(layer, parameter);
    }

    private RowMajorMatrix matrix(LayerSpec layer, Parameter parameter) {
        return parameter == Parameter.P
                ? peepholes(layer.outputs())
                : matrix(sources(layer, parameter), targets(layer));
    }

    private static List<String> targets(LayerSpec layer) {
        if (layer instanceof LstmSpec) {
            return gateColumns(Arrays.stream(Gate.values()).map(Gate::symbol).toList(), layer.outputs());
        }
        return layer instanceof GruSpec
                ? gateColumns(GruSpec.GATES, layer.outputs())
                : Labels.numbered("unit", layer.outputs());
    }

    private static List<String> sources(LayerSpec layer, Parameter parameter) {
        return switch (parameter) {
            case W -> Labels.numbered("x", layer.inputs());
            case RW -> Labels.numbered("h", layer.outputs());
            case B -> List.of(BIAS);
            case RB -> List.of(RECURRENT_BIAS);
            case P -> List.of(PEEPHOLE);
            case G -> List.of("gain x", "gain h");
            case H0 -> List.of(START);
        };
    }

    private RowMajorMatrix peepholes(int units) {
        RowMajorMatrix p = new RowMajorMatrix(3, units);
        List<Gate> watchers = List.of(Gate.INPUT, Gate.FORGET, Gate.OUTPUT);
        for (int row = 0; row < 3; row++) {
            for (int unit = 0; unit < units; unit++) {
                p.setEntry(row, unit, number(PEEPHOLE, watchers.get(row).symbol() + (unit + 1)));
            }
        }
        return p;
    }

    private RowMajorMatrix matrix(List<String> sources, List<String> targets) {
        RowMajorMatrix matrix = new RowMajorMatrix(sources.size(), targets.size());
        for (int row = 0; row < sources.size(); row++) {
            for (int column = 0; column < targets.size(); column++) {
                matrix.setEntry(row, column, number(sources.get(row), targets.get(column)));
            }
        }
        return matrix;
    }

    private double number(String row, String column) {
        return Numbers.parse(
                "weight of " + title + " from " + row + " to " + column,
                rows.get(row).get(columns.indexOf(column)));
    }

    private int size(String prefix) {
        int size = (int) rows.keySet().stream()
                .filter(row -> row.matches(prefix + "\\d+"))
                .count();
        if (size == 0) {
            throw new InvalidInput(
                    "weights of " + title + ": row \"" + prefix + "1\" expected, only " + rows.keySet() + " found");
        }
        return size;
    }

    private void expectColumns(List<String> expected) {
        expect("columns", expected, columns);
    }

    private void expect(String what, List<String> expected, List<String> found) {
        if (found.size() != expected.size() || !found.containsAll(expected)) {
            throw new InvalidInput("weights of " + title + ": " + what + " " + String.join(", ", expected)
                    + " expected, " + String.join(", ", found) + " found");
        }
    }

    private void distinct(String what, List<String> names) {
        for (String name : names) {
            if (Collections.frequency(names, name) > 1) {
                throw new InvalidInput(
                        "weights of " + title + ": " + what + " \"" + name + "\" once expected, twice found");
            }
        }
    }

    private static List<String> gateColumns(List<String> gates, int units) {
        List<String> columns = new ArrayList<>();
        gates.forEach(gate -> columns.addAll(Labels.numbered(gate, units)));
        return columns;
    }
}
