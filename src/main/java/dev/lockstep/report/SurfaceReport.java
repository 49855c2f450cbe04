package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.surface.Coverage;
import dev.lockstep.surface.Setting;
import dev.lockstep.surface.Surface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every setting of a framework, with what became of the features that hold it in one run. */
final class SurfaceReport {
    private static final String FOLDER = "features/";

    private final Surface surface;
    private final Map<String, List<ScenarioResult>> scenarios = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private SurfaceReport(Surface surface, RunResult run) {
        this.surface = surface;
        for (ScenarioResult scenario : run.scenarios()) {
            if (scenario.uri().startsWith(FOLDER)) {
                scenarios
                        .computeIfAbsent(scenario.uri().substring(FOLDER.length()), uri -> new ArrayList<>())
                        .add(scenario);
            }
        }
    }

    /** As Markdown; empty unless the run had every feature that the surface names. */
    static Optional<String> of(Surface surface, RunResult run) {
        SurfaceReport report = new SurfaceReport(surface, run);
        return report.scenarios.keySet().containsAll(surface.features())
                ? Optional.of(report.written(run))
                : Optional.empty();
    }

    private String written(RunResult run) {
        line("# Deeplearning4j's recurrent surface");
        line("");
        line(
                "What can be set, whether it agrees with ours, is pinned as a divergence, or is not supported, and why. The last"
                        + " column is about the features of the line in this run: how their scenarios ended, and how much of the"
                        + " allowed difference they used at most. Lockstep " + run.lockstep() + ".");
        line("");
        text.append(surface.shortForm());
        line("");
        line("## How far apart");
        line("");
        line(
                "The greatest |ours − theirs| of what agrees in double precision, in ulps of the greatest number of its array; in"
                        + " brackets, in ulps of the number itself, which beside zero may be many.");
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
        List<String> features =
                setting.places().stream().map(Setting.Place::feature).distinct().toList();
        line(name + features.stream().map(f -> "`" + f + "`").collect(Collectors.joining(", ")) + " | "
                + outcome(features.stream()
                        .map(scenarios::get)
                        .flatMap(Collection::stream)
                        .toList()) + " |");
    }

    private static String outcome(List<ScenarioResult> held) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        held.forEach(scenario -> counts.merge(scenario.outcome(), 1, Integer::sum));
        String ended = counts.entrySet().stream()
                .map(entry -> OutcomeText.counted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        double used = held.stream()
                .filter(scenario -> scenario.outcome() == Outcome.AGREE)
                .flatMap(scenario -> scenario.comparisons().stream())
                .mapToDouble(QuantityResult::usedShare)
                .max()
                .orElse(0);
        return ended + "; " + NumberText.share(used);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
