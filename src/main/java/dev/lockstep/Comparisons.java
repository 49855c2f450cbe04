package dev.lockstep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.mutants.Witness;
import dev.lockstep.report.FeaturePath;
import dev.lockstep.report.RunResult;
import dev.lockstep.report.ScenarioRecorder;
import dev.lockstep.report.ScenarioResult;
import dev.lockstep.steps.Run;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hears what steps compare: for reports, and to hold mutants against it. */
final class Comparisons implements Run.Listener {
    private final ScenarioRecorder recorder;
    private final long limit;
    private final Map<String, List<Witness>> byPlace = new LinkedHashMap<>();

    /** @param limit the greatest work of a case that is kept for mutants */
    Comparisons(ScenarioRecorder recorder, long limit) {
        this.recorder = recorder;
        this.limit = limit;
    }

    @Override
    public synchronized void compared(URI feature, int line, Comparison comparison) {
        recorder.compared(feature, line, comparison);
        Witness.of(comparison)
                .filter(witness -> witness.work() <= limit)
                .ifPresent(witness -> byPlace.computeIfAbsent(place(feature, line), key -> new ArrayList<>())
                        .add(witness));
    }

    @Override
    public void checked(URI feature, int line) {
        recorder.checked(feature, line);
    }

    @Override
    public String place(URI feature, int line) {
        return FeaturePath.relative(feature, Path.of("").toAbsolutePath()) + ":" + line;
    }

    /** What mutants can be held against, by the families of the scenarios, in the order of these. */
    SortedMap<String, List<Witness>> witnesses(RunResult result) {
        SortedMap<String, List<Witness>> families = new TreeMap<>();
        for (ScenarioResult scenario : result.scenarios()) {
            families.computeIfAbsent(scenario.family(), name -> new ArrayList<>())
                    .addAll(byPlace.getOrDefault(scenario.where(), List.of()));
        }
        return families;
    }
}
