package dev.lockstep.experiment.sweep;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables of scenarios: lines of cells, the header first. */
final class Tables {
    private Tables() {}

    /** The weights of one layer. */
    static List<String> weights(LayerSpec layer, Weights weights) {
        List<String> columns = columns(layer);
        List<List<String>> rows = new ArrayList<>();
        rows.add(prefixed("from", columns));
        for (ParameterSpec spec : layer.parameters()) {
            RowMajorMatrix matrix = weights.get(layer.name(), spec.parameter());
            if (spec.parameter() == Parameter.P) {
                rows.add(prefixed("peephole", peepholes(matrix)));
                continue;
            }
            for (int row = 0; row < matrix.getRowDimension(); row++) {
                rows.add(prefixed(source(spec.parameter(), row), numbers(matrix.getRow(row))));
            }
        }
        return lines(rows);
    }

    /** One sequence, the features of each step a line. */
    static List<String> sequence(String prefix, Sequence sequence) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(prefixed("t", numbered(prefix, sequence.features())));
        for (int t = 1; t <= sequence.time(); t++) {
            rows.add(prefixed(Integer.toString(t), numbers(sequence.at(t).getRow(0))));
        }
        return lines(rows);
    }

    /** The state of one layer, for one row. */
    static List<String> state(RecurrentSpec layer, State state) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(prefixed("state", numbered("unit", layer.units())));
        rows.add(prefixed("h", numbers(state.h().getRow(0))));
        state.c().ifPresent(c -> rows.add(prefixed("c", numbers(c.getRow(0)))));
        return lines(rows);
    }

    /** What is said about whole steps, the steps of each row a line. */
    static List<String> ofSteps(Sequence mask) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(prefixed("row", numbered("t", mask.time())));
        for (int row = 0; row < mask.batch(); row++) {
            int at = row;
            double[] steps = IntStream.rangeClosed(1, mask.time())
                    .mapToDouble(t -> mask.get(t, at, 0))
                    .toArray();
            rows.add(prefixed(Integer.toString(row + 1), numbers(steps)));
        }
        return lines(rows);
    }

    /** What is said about single outputs, those of each row at each step a line. */
    static List<String> ofOutputs(Sequence mask) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(prefixed("t", prefixed("row", numbered("y", mask.features()))));
        for (int t = 1; t <= mask.time(); t++) {
            for (int row = 0; row < mask.batch(); row++) {
                rows.add(prefixed(
                        Integer.toString(t),
                        prefixed(Integer.toString(row + 1), numbers(mask.at(t).getRow(row)))));
            }
        }
        return lines(rows);
    }

    /** A number as scenarios write it. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : Double.toString(value).replace("E", "e");
    }

    private static List<String> columns(LayerSpec layer) {
        List<String> gates = layer instanceof LstmSpec
                ? Arrays.stream(Gate.values()).map(Gate::symbol).toList()
                : layer instanceof GruSpec ? GruSpec.GATES : List.of("unit");
        return gates.stream()
                .flatMap(gate -> numbered(gate, layer.outputs()).stream())
                .toList();
    }

    private static List<String> peepholes(RowMajorMatrix p) {
        List<String> cells = new ArrayList<>();
        List<Gate> watchers = List.of(Gate.INPUT, Gate.FORGET, Gate.OUTPUT);
        for (Gate gate : Gate.values()) {
            for (int unit = 0; unit < p.getColumnDimension(); unit++) {
                int row = watchers.indexOf(gate);
                cells.add(row < 0 ? "" : number(p.getEntry(row, unit)));
            }
        }
        return cells;
    }

    private static String source(Parameter parameter, int row) {
        return switch (parameter) {
            case W -> "x" + (row + 1);
            case RW -> "h" + (row + 1);
            case B -> "bias";
            case RB -> "recurrent bias";
            case P -> "peephole";
            case G -> row == 0 ? "gain x" : "gain h";
            case H0 -> "start";
        };
    }

    private static List<String> numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Tables::number).toList();
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> prefixed(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    /** Columns as wide as their widest cell. */
    private static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> IntStream.range(0, widths.length)
                .forEach(i -> widths[i] = Math.max(widths[i], row.get(i).length())));
        return rows.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(i ->
                                row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .toList();
    }
}
