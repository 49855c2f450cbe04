package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who was held against whom, by family of scenarios.
 *
 * @param families the columns
 * @param rows one for every pair of frameworks, and one for scenarios that compared nothing, if there are any
 */
record Matrix(List<String> families, List<Row> rows) {
    /** The row of scenarios that made no comparison. */
    static final String WITHOUT_COMPARISON = "without a comparison";

    /**
     * One pair of frameworks.
     *
     * @param title whose row it is
     * @param cells one for every family, in the order of the columns
     */
    record Row(String title, List<Cell> cells) {}

    /**
     * One pair of frameworks in one family.
     *
     * @param counts scenarios by outcome, of this pair's comparisons
     * @param usedShare the worst used share of a bound where a divergence is not pinned; 0 when all numbers are equal
     * @param compared numbers compared
     */
    record Cell(Map<Outcome, Integer> counts, double usedShare, long compared) {
        /** Whether nothing of that family involved this pair. */
        boolean isEmpty() {
            return counts.isEmpty();
        }

        /** The worst outcome. */
        Outcome worst() {
            return counts.keySet().stream().reduce(Outcome.AGREE, Outcome::and);
        }

        private Cell with(Outcome outcome, double share, long elements) {
            Map<Outcome, Integer> added = new EnumMap<>(Outcome.class);
            added.putAll(counts);
            added.merge(outcome, 1, Integer::sum);
            return new Cell(added, Math.max(usedShare, share), compared + elements);
        }
    }

    /** The matrix of a run. */
    static Matrix of(RunResult run) {
        List<String> families = List.copyOf(new TreeSet<>(
                run.scenarios().stream().map(ScenarioResult::family).toList()));
        Map<String, List<Cell>> rows = new LinkedHashMap<>();
        for (ScenarioResult scenario : run.scenarios()) {
            int column = families.indexOf(scenario.family());
            if (scenario.pairs().isEmpty()) {
                add(rows, families, WITHOUT_COMPARISON, column, scenario.outcome(), 0, 0);
            }
            Map<String, Outcome> pairs = new LinkedHashMap<>();
            for (ScenarioResult.Pair pair : scenario.pairs()) {
                pairs.merge(key(pair.a().id(), pair.b().id()), pair.outcome(), Outcome::and);
            }
            pairs.forEach((key, outcome) -> {
                double share = 0;
                long elements = 0;
                for (QuantityResult quantity : scenario.comparisons()) {
                    if (key(quantity.a(), quantity.b()).equals(key)) {
                        share = Math.max(share, outcome == Outcome.KNOWN_DIVERGENCE ? 0 : quantity.usedShare());
                        elements += quantity.elements();
                    }
                }
                add(rows, families, key, column, outcome, share, elements);
            });
        }
        List<Cell> last = rows.remove(WITHOUT_COMPARISON);
        if (last != null) {
            rows.put(WITHOUT_COMPARISON, last);
        }
        return new Matrix(
                families,
                rows.entrySet().stream()
                        .map(row -> new Row(row.getKey(), row.getValue()))
                        .toList());
    }

    private static String key(String a, String b) {
        return a + " – " + b;
    }

    private static void add(
            Map<String, List<Cell>> rows,
            List<String> families,
            String key,
            int column,
            Outcome outcome,
            double share,
            long elements) {
        List<Cell> cells = rows.computeIfAbsent(key, title -> {
            List<Cell> empty = new ArrayList<>();
            families.forEach(family -> empty.add(new Cell(Map.of(), 0, 0)));
            return empty;
        });
        cells.set(column, cells.get(column).with(outcome, share, elements));
    }
}
