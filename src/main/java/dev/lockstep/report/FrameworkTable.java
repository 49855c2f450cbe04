package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.model.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What every framework agrees with ours in, differs in, and cannot do, as far as one run of features shows. */
public final class FrameworkTable {
    /** Why a framework has no part in something. */
    @FunctionalInterface
    public interface Refusal {
        /**
         * @param framework by id
         * @param subject what it was not compared in
         * @return a sentence's end that follows its name; empty where it could have been
         */
        String of(String framework, Subject subject);
    }

    private static final String OURS = "ours";

    /** One framework in one subject. */
    private static final class Cell {
        private final Map<Precision, List<Double>> distances = new EnumMap<>(Precision.class);
        private int agree;
        private int differ;
        private int notFinite;
        private double furthest;

        private void take(List<QuantityResult> quantities) {
            List<QuantityResult> apart =
                    quantities.stream().filter(quantity -> !quantity.agrees()).toList();
            if (apart.isEmpty()) {
                agree++;
                quantities.forEach(quantity -> quantity.aspect().ifPresent(this::measure));
            } else {
                differ++;
                boolean finite = apart.stream().allMatch(quantity -> Double.isFinite(quantity.maxAbs()));
                notFinite += finite ? 0 : 1;
                apart.stream()
                        .mapToDouble(QuantityResult::maxAbs)
                        .filter(Double::isFinite)
                        .forEach(distance -> furthest = Math.max(furthest, distance));
            }
        }

        private void measure(Aspect aspect) {
            aspect.scaledUlp()
                    .ifPresent(ulps -> distances
                            .computeIfAbsent(aspect.precision(), precision -> new ArrayList<>())
                            .add(ulps));
        }

        private String text() {
            StringJoiner parts = new StringJoiner("; ");
            if (agree > 0) {
                StringJoiner ulps = new StringJoiner(", ", " (", ")").setEmptyValue("");
                distances.forEach((precision, all) -> ulps.add(ulps(precision, all)));
                parts.add("agrees in " + NumberText.count(agree) + ulps);
            }
            if (differ > 0) {
                parts.add("differs in " + NumberText.count(differ)
                        + (furthest > 0 ? ", by up to " + NumberText.scientific(furthest) : "")
                        + (notFinite > 0 ? ", in " + NumberText.count(notFinite) + " of them with NaN or ∞" : ""));
            }
            return parts.toString();
        }

        private static String ulps(Precision precision, List<Double> all) {
            Collections.sort(all);
            return NumberText.ulps(Math.ceil(all.get(all.size() / 2))) + " and "
                    + NumberText.ulps(Math.ceil(all.get(all.size() - 1)))
                    + (precision == Precision.SINGLE ? " ulp of floats" : " ulp");
        }
    }

    private FrameworkTable() {}

    /**
     * As Markdown, a row for each framework of the run but ours and those that had no part in it and say nothing.
     *
     * @param refusal asked for what a framework was not compared in
     */
    public static String of(RunResult run, Refusal refusal) {
        StringBuilder table = new StringBuilder("| framework |");
        for (Subject subject : Subject.values()) {
            table.append(' ').append(subject.title()).append(" |");
        }
        table.append("\n|").append(" --- |".repeat(1 + Subject.values().length)).append('\n');
        for (RunResult.FrameworkEntry framework : run.frameworks()) {
            if (!framework.id().equals(OURS)) {
                table.append("| ")
                        .append((framework.title() + " " + framework.version()).strip())
                        .append(" |");
                for (Subject subject : Subject.values()) {
                    String text = cell(run, framework.id(), subject).text();
                    table.append(' ')
                            .append(text.isEmpty() ? refusal.of(framework.id(), subject) : text)
                            .append(" |");
                }
                table.append('\n');
            }
        }
        return table.toString();
    }

    private static Cell cell(RunResult run, String framework, Subject subject) {
        Cell cell = new Cell();
        for (ScenarioResult scenario : run.scenarios()) {
            List<QuantityResult> about = scenario.comparisons().stream()
                    .filter(quantity ->
                            quantity.a().equals(OURS) && quantity.b().equals(framework))
                    .filter(quantity -> quantity.aspect()
                            .filter(aspect -> aspect.subject() == subject)
                            .isPresent())
                    .toList();
            boolean told = scenario.outcome() == Outcome.AGREE || scenario.outcome() == Outcome.KNOWN_DIVERGENCE;
            if (told && !about.isEmpty()) {
                cell.take(about);
            }
        }
        return cell;
    }
}
