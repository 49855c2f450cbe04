package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.model.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The greatest distances of ours from others, by kind of layer, in what agrees. */
final class UlpTable {
    private static final String OURS = "ours";
    private static final List<String> OTHERS = List.of("dl4j", "samediff");

    /** Outputs and gradients, each of every other framework. */
    private static final class Row {
        private final Cell[] cells = new Cell[2 * OTHERS.size()];

        private void take(int cell, QuantityResult quantity, double scaled) {
            if (cells[cell] == null) {
                cells[cell] = new Cell();
            }
            cells[cell].scaled.add(scaled);
            cells[cell].ulps = Math.max(cells[cell].ulps, quantity.maxUlp());
        }

        private String text() {
            return String.join(
                    " | ",
                    Arrays.stream(cells)
                            .map(cell -> cell == null ? "" : cell.text())
                            .toList());
        }
    }

    /** The distances of all arrays, and the greatest of all numbers. */
    private static final class Cell {
        private final List<Double> scaled = new ArrayList<>();
        private double ulps;

        private String text() {
            scaled.sort(Comparator.naturalOrder());
            double median = scaled.get(scaled.size() / 2);
            double greatest = scaled.get(scaled.size() - 1);
            return text(median) + ", " + text(greatest) + " (" + NumberText.ulps(ulps) + ")";
        }

        private static String text(double distance) {
            return NumberText.ulps(Math.ceil(distance));
        }
    }

    private UlpTable() {}

    /** As Markdown, a row for each kind of layer that was compared. */
    static String of(RunResult run) {
        Map<String, Row> rows = new TreeMap<>();
        for (ScenarioResult scenario : run.scenarios()) {
            if (scenario.outcome() == Outcome.AGREE) {
                scenario.comparisons().forEach(quantity -> take(rows, quantity));
            }
        }
        StringBuilder table = new StringBuilder("| layer | outputs, states: Deeplearning4j | gradients: Deeplearning4j"
                + " | outputs, states: SameDiff | gradients: SameDiff |\n| --- | --: | --: | --: | --: |\n");
        rows.forEach((layer, row) -> table.append("| ")
                .append(layer)
                .append(" | ")
                .append(row.text())
                .append(" |\n"));
        return table.toString();
    }

    private static void take(Map<String, Row> rows, QuantityResult quantity) {
        int other = OTHERS.indexOf(quantity.b());
        if (quantity.a().equals(OURS) && other >= 0 && quantity.agrees()) {
            quantity.aspect()
                    .filter(aspect -> aspect.precision() == Precision.DOUBLE
                            && !aspect.layer().isEmpty()
                            && aspect.scaledUlp().isPresent())
                    .ifPresent(aspect -> rows.computeIfAbsent(aspect.layer(), layer -> new Row())
                            .take(
                                    2 * other + (aspect.gradient() ? 1 : 0),
                                    quantity,
                                    aspect.scaledUlp().getAsDouble()));
        }
    }
}
