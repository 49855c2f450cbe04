package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The greatest distances of ours from others, by kind of layer, in what agrees. */
final class UlpTable {
    private static final String OURS = "ours";
    private static final List<String> OTHERS = List.of("dl4j", "samediff");

    /** Outputs and gradients, each of every other framework. */
    private static final class Row {
        private final Greatest[] cells = new Greatest[2 * OTHERS.size()];

        private void take(int cell, QuantityResult quantity, double scaled) {
            Greatest before = Optional.ofNullable(cells[cell]).orElse(new Greatest(0, 0));
            cells[cell] = new Greatest(Math.max(before.scaled, scaled), Math.max(before.ulps, quantity.maxUlp()));
        }

        private String text() {
            return String.join(
                    " | ",
                    Arrays.stream(cells)
                            .map(cell -> cell == null ? "" : cell.text())
                            .toList());
        }
    }

    private record Greatest(double scaled, double ulps) {
        private String text() {
            return NumberText.ulps(Math.ceil(scaled)) + " (" + NumberText.ulps(ulps) + ")";
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
            quantity.ofLayer()
                    .ifPresent(of -> rows.computeIfAbsent(of.layer(), layer -> new Row())
                            .take(2 * other + (of.gradient() ? 1 : 0), quantity, of.scaledUlp()));
        }
    }
}
