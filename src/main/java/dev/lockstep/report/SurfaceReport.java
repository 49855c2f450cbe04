package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.surface.Coverage;
import dev.lockstep.surface.Passage;
import dev.lockstep.surface.Setting;
import dev.lockstep.surface.Surface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Every setting of Deeplearning4j, with what became of the features that hold it in one run. */
final class SurfaceReport {
    private static final String FOLDER = "features/";

    private static final String FRAMEWORK = "dl4j";

    private final Surface surface;
    private final UnaryOperator<String> contents;
    private final Map<String, List<ScenarioResult>> scenarios = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private SurfaceReport(Surface surface, RunResult run, UnaryOperator<String> contents) {
        this.surface = surface;
        this.contents = contents;
        for (ScenarioResult scenario : run.scenarios()) {
            if (scenario.uri().startsWith(FOLDER)) {
                scenarios
                        .computeIfAbsent(scenario.uri().substring(FOLDER.length()), uri -> new ArrayList<>())
                        .add(scenario);
            }
        }
    }

    /**
     * As Markdown; empty unless the run had every feature that the surface names.
     *
     * @param contents what the file of a feature holds, by its path relative to the working directory
     */
    static Optional<String> of(Surface surface, RunResult run, UnaryOperator<String> contents) {
        SurfaceReport report = new SurfaceReport(surface, run, contents);
        return report.scenarios.keySet().containsAll(surface.features())
                ? Optional.of(report.written(run))
                : Optional.empty();
    }

    private String written(RunResult run) {
        line("# Deeplearning4j's recurrent surface");
        line("");
        line("What can be set, whether it agrees with ours, diverges (which is pinned), does either in part, or is not"
                + " supported, and why. The third column has the first scenario of each feature, the last one how all"
                + " scenarios about the setting ended in this run, and how far they were apart. Lockstep "
                + run.lockstep() + ".");
        line("");
        text.append(surface.shortForm());
        line("");
        line("## How far apart");
        line("");
        line(
                "|ours − theirs| of what agrees in double precision, in ulps of the greatest number of its array: the median of all"
                        + " arrays, the greatest, and in brackets the greatest in ulps of the number itself, which beside zero may be"
                        + " many.");
        line("");
        text.append(UlpTable.of(run));
        for (Surface.Group group : surface.groups()) {
            line("");
            line("## " + group.title());
            line("");
            line("| setting | | where, or why not | in this run |");
            line("| --- | --- | --- | --- |");
            group.settings().forEach(this::setting);
        }
        return text.toString();
    }

    private void setting(Setting setting) {
        String name = "| `" + setting.name() + "` | " + setting.coverage().word() + " | ";
        if (setting.coverage() == Coverage.UNSUPPORTED) {
            line(name + setting.because() + " | |");
            return;
        }
        Map<String, List<ScenarioResult>> held = new LinkedHashMap<>();
        for (Setting.Place place : setting.places()) {
            List<Passage> passages = place.passages(contents.apply(FOLDER + place.feature()));
            scenarios.get(place.feature()).stream()
                    .filter(scenario -> passages.stream().anyMatch(passage -> passage.has(scenario.line())))
                    .forEach(scenario -> held.computeIfAbsent(place.feature(), feature -> new ArrayList<>())
                            .add(scenario));
        }
        String where = held.entrySet().stream()
                .map(entry ->
                        "`" + entry.getKey() + ":" + entry.getValue().get(0).line() + "`")
                .collect(Collectors.joining(", "));
        line(name + where + " | "
                + outcome(held.values().stream()
                        .flatMap(Collection::stream)
                        .distinct()
                        .toList()) + " |");
    }

    private static String outcome(List<ScenarioResult> held) {
        Map<Outcome, List<ScenarioResult>> byOutcome = new EnumMap<>(Outcome.class);
        held.forEach(scenario -> byOutcome
                .computeIfAbsent(scenario.outcome(), outcome -> new ArrayList<>())
                .add(scenario));
        return byOutcome.entrySet().stream()
                .map(entry -> OutcomeText.counted(entry.getValue().size(), entry.getKey())
                        + distance(entry.getKey(), quantities(entry.getValue())))
                .collect(Collectors.joining("; "));
    }

    private static List<QuantityResult> quantities(List<ScenarioResult> held) {
        return held.stream()
                .flatMap(scenario -> scenario.comparisons().stream())
                .filter(quantity -> quantity.b().startsWith(FRAMEWORK))
                .toList();
    }

    private static String distance(Outcome outcome, List<QuantityResult> quantities) {
        if (quantities.isEmpty()) {
            return "";
        }
        return switch (outcome) {
            case AGREE ->
                " within " + NumberText.ulps(greatest(quantities, QuantityResult::maxUlp)) + " ulp, "
                        + NumberText.share(greatest(quantities, QuantityResult::usedShare)) + " of what is allowed";
            case KNOWN_DIVERGENCE -> " by up to " + NumberText.scientific(greatest(quantities, QuantityResult::maxAbs));
            default -> "";
        };
    }

    private static double greatest(List<QuantityResult> quantities, ToDoubleFunction<QuantityResult> distance) {
        return quantities.stream().mapToDouble(distance).max().orElse(0);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
