package dev.lockstep.steps;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far apart two parties are, column by column: one row with the greatest |a − b| of each array, 0 where they agree. Columns
 * are named like {@code RW}, {@code x}, {@code h0}, {@code W of layer 2}, or {@code RW.f} for one gate. An array, or a gate,
 * without a column must agree.
 */
final class DistanceTable {
    private final Map<String, Double> expected = new LinkedHashMap<>();

    /** @throws InvalidInput if there is not exactly one row under a header of distinct names, or a cell is no distance */
    DistanceTable(DataTable table) {
        if (table.height() != 2) {
            throw new InvalidInput("distances: a header and one row expected, " + table.height() + " rows found");
        }
        for (int column = 0; column < table.width(); column++) {
            String name = table.cell(0, column);
            double distance = Numbers.parse("distance of " + name, table.cell(1, column));
            if (!(distance >= 0)) {
                throw new InvalidInput(
                        "distance of " + name + ": 0 or more expected, " + table.cell(1, column) + " found");
            }
            if (expected.put(name, distance) != null) {
                throw new InvalidInput("distances: column " + name + " once expected, twice found");
            }
        }
    }

    /** Whether no array is expected to differ. */
    boolean nothingMoves() {
        return expected.values().stream().allMatch(distance -> distance == 0);
    }

    /** What is expected to differ, and by how much: {@code W by 1.39e-01, x by 1.22e-02}. */
    String text() {
        return expected.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> String.format(Locale.ROOT, "%s by %.2e", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Holds a comparison against the table.
     *
     * @return one line for each array that is not as far apart as it should be; none if all are
     * @throws InvalidInput if a column names an array that was not compared
     */
    List<String> wrong(Comparison found, Tolerance tolerance) {
        List<String> wrong = new ArrayList<>();
        Map<String, Double> left = new LinkedHashMap<>(expected);
        for (ArrayComparison array : found.arrays()) {
            for (String gate : gates(array)) {
                String name = name(found.scenario(), array.quantity());
                String part = gate.isEmpty() ? name : name + "." + gate;
                Optional<String> column = left.containsKey(part) ? Optional.of(part) : Optional.empty();
                double distance = column.map(left::remove).orElse(0.0);
                wrong(array, gate, part, distance, found.scenario(), tolerance).ifPresent(wrong::add);
            }
        }
        if (!left.isEmpty()) {
            List<String> known = found.arrays().stream()
                    .map(array -> name(found.scenario(), array.quantity()))
                    .toList();
            throw new InvalidInput("distances: columns among " + String.join(", ", known) + " expected, "
                    + String.join(", ", left.keySet()) + " found");
        }
        return wrong;
    }

    /** The gates of an array that have columns of their own; one without a name where none has. */
    private List<String> gates(ArrayComparison array) {
        String prefix = array.quantity().part() + ".";
        boolean separate = !array.quantity().part().isEmpty()
                && expected.keySet().stream().anyMatch(name -> name.startsWith(prefix));
        return array.a().axes().stream()
                .filter(axis -> separate && axis.name().equals(Axis.GATE))
                .findFirst()
                .map(Axis::labels)
                .orElse(List.of(""));
    }

    private static Optional<String> wrong(
            ArrayComparison array, String gate, String name, double expected, Case scenario, Tolerance tolerance) {
        double greatest = 0;
        boolean agrees = true;
        for (int i = 0; i < array.a().values().length; i++) {
            if (gate.isEmpty() || array.a().labels(i).contains(gate)) {
                double distance = Math.abs(array.a().values()[i] - array.b().values()[i]);
                // Written so that NaN does not agree.
                agrees &= distance <= array.bound().allowed()[i];
                greatest = Math.max(greatest, distance);
            }
        }
        if (expected == 0 && agrees) {
            return Optional.empty();
        }
        Tensor shown = Tensor.scalar(expected);
        double allowed = tolerance.bound(scenario, array.quantity(), Tensor.scalar(greatest), shown)
                .allowed()[0];
        if (expected != 0 && !agrees && Math.abs(greatest - expected) <= allowed) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s: %s expected, %.12e found",
                name,
                expected == 0 ? "no difference" : String.format(Locale.ROOT, "%.12e", expected),
                greatest));
    }

    private static String name(Case scenario, Quantity quantity) {
        if (quantity.kind() == Kind.INPUT_GRADIENT) {
            return "x";
        }
        if (quantity.kind() == Kind.INITIAL_HIDDEN_GRADIENT) {
            return "h0";
        }
        if (quantity.kind() == Kind.INITIAL_CELL_GRADIENT) {
            return "c0";
        }
        boolean first = scenario.network().parts().stream()
                .filter(layer -> layer.parameters().stream()
                        .anyMatch(spec -> spec.parameter().symbol().equals(quantity.part())))
                .findFirst()
                .map(layer -> layer.name().equals(quantity.layer()))
                .orElse(false);
        return first ? quantity.part() : quantity.part() + " of " + quantity.layer();
    }
}
