package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the page's template shows: texts ready to print, cut to a given detail. */
final class Page {
    private static final Pattern OUTSIDE_ANCHORS = Pattern.compile("[^A-Za-z0-9]+");
    private static final int MAX_TEXT = 300;
    private static final int MAX_NOTE = 2_000;
    private static final int MAX_LISTED = 60;
    private static final int MAX_FAMILIES = 24;
    private static final int HEAT_MAPS_OF_A_SCENARIO = 4;

    private final RunResult run;
    private final PageDetail detail;
    private final Fragments fragments;
    private int heatMapsLeft;
    private int pictureCharactersLeft;

    Page(RunResult run, PageDetail detail, Fragments fragments) {
        this.fragments = fragments;
        this.run = run;
        this.detail = detail;
        this.heatMapsLeft = detail.heatMaps();
        this.pictureCharactersLeft = detail.pictureCharacters();
    }

    /** The template's model. */
    Map<String, Object> model() {
        RunResult.Totals totals = run.totals();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("verdict", OutcomeText.verdict(totals));
        model.put("failed", totals.unexpected() > 0 || totals.scenarios() == 0);
        model.put("numbers", NumberText.count(totals.elements()));
        model.put("quantities", NumberText.count(totals.comparisons()));
        model.put("outcomes", outcomes());
        model.put("matrix", matrix());
        model.put("failures", failures());
        model.put("moreFailures", NumberText.count(Math.max(0, run.failures().size() - detail.failures())));
        model.put("features", features());
        model.put("scenarioCount", run.scenarios().size());
        model.put("moreScenarios", NumberText.count(Math.max(0, run.scenarios().size() - detail.scenarios())));
        model.put("frameworks", frameworks());
        model.put("environment", environment());
        model.put("json", ReportFolder.JSON);
        return model;
    }

    private List<Map<String, Object>> outcomes() {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        run.scenarios().forEach(scenario -> counts.merge(scenario.outcome(), 1, Integer::sum));
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            Map<String, Object> entry = outcome(outcome);
            int count = counts.getOrDefault(outcome, 0);
            entry.put("count", NumberText.count(count));
            entry.put("plural", count == 1 ? OutcomeText.word(outcome) : OutcomeText.plural(outcome));
            entry.put("any", counts.containsKey(outcome));
            outcomes.add(entry);
        }
        return outcomes;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", outcome.name().toLowerCase(Locale.ROOT));
        entry.put("word", OutcomeText.word(outcome));
        entry.put("sign", OutcomeText.sign(outcome));
        return entry;
    }

    private Map<String, Object> matrix() {
        Matrix matrix = Matrix.of(run);
        int columns = Math.min(MAX_FAMILIES, matrix.families().size());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Matrix.Row row :
                matrix.rows().subList(0, Math.min(MAX_LISTED, matrix.rows().size()))) {
            List<Map<String, Object>> cells = new ArrayList<>();
            row.cells().subList(0, columns).forEach(cell -> cells.add(cell(cell)));
            rows.add(Map.of("title", shortened(row.title()), "cells", cells));
        }
        return Map.of(
                "families",
                matrix.families().subList(0, columns).stream()
                        .map(Page::shortened)
                        .toList(),
                "moreFamilies",
                matrix.families().size() - columns,
                "rows",
                rows,
                "kills",
                kills(matrix.families().subList(0, columns)),
                "moreRows",
                matrix.rows().size() - rows.size());
    }

    /** For every family how many mutants it kills; none where the run was not held against any. */
    private List<Map<String, Object>> kills(List<String> families) {
        if (run.killScores().isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> kills = new ArrayList<>();
        for (String family : families) {
            Optional<KillScore> score = run.killScore(family);
            List<String> survivors = score.map(KillScore::survivors).orElse(List.of());
            kills.add(Map.of(
                    "counted",
                    score.map(KillScore::counted).orElse(""),
                    "survivors",
                    first(survivors, detail.rows()).stream()
                            .map(Page::shortened)
                            .toList(),
                    "moreSurvivors",
                    Math.max(0, survivors.size() - detail.rows())));
        }
        return kills;
    }

    private static Map<String, Object> cell(Matrix.Cell cell) {
        List<Map<String, Object>> counts = new ArrayList<>();
        cell.counts().forEach((outcome, count) -> {
            Map<String, Object> entry = outcome(outcome);
            entry.put("counted", OutcomeText.counted(count, outcome));
            counts.add(entry);
        });
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("counts", counts);
        entry.put("worst", cell.worst().name().toLowerCase(Locale.ROOT));
        boolean measured = cell.compared() > 0;
        entry.put("share", measured ? NumberText.share(cell.usedShare()) : "");
        entry.put("bar", measured ? bar(cell.usedShare()) : 0);
        return entry;
    }

    /** Percent of a bar, full when the bound is exceeded. */
    static int bar(double used) {
        return used <= 1 ? (int) Math.ceil(100 * used) : 100;
    }

    private List<Map<String, Object>> failures() {
        List<Map<String, Object>> failures = new ArrayList<>();
        for (ScenarioResult failure : first(run.failures(), detail.failures())) {
            Map<String, Object> entry = scenario(failure);
            entry.put("message", Excerpt.lines(failure.message(), detail.messageCharacters()));
            entry.put("feature", shortened(failure.feature()));
            failures.add(entry);
        }
        return failures;
    }

    private List<Map<String, Object>> features() {
        Map<String, List<ScenarioResult>> byFile = new LinkedHashMap<>();
        for (ScenarioResult scenario : first(run.scenarios(), detail.scenarios())) {
            byFile.computeIfAbsent(scenario.uri(), uri -> new ArrayList<>()).add(scenario);
        }
        List<Map<String, Object>> features = new ArrayList<>();
        byFile.forEach((uri, scenarios) -> {
            List<Map<String, Object>> entries = new ArrayList<>();
            for (ScenarioResult scenario : scenarios) {
                entries.add(scenario.outcome().isUnexpected() ? row(scenario) : scenario(scenario));
            }
            features.add(
                    Map.of("name", shortened(scenarios.get(0).feature()), "uri", shortened(uri), "scenarios", entries));
        });
        return features;
    }

    /** One line of the list, without its comparisons: those of a failure are shown beside its message. */
    private static Map<String, Object> row(ScenarioResult scenario) {
        Map<String, Object> entry = outcome(scenario.outcome());
        double used = scenario.comparisons().stream()
                .mapToDouble(QuantityResult::usedShare)
                .max()
                .orElse(0);
        boolean measured = scenario.elements() > 0;
        entry.put("name", shortened(scenario.name()));
        entry.put("where", shortened(scenario.where()));
        entry.put("line", scenario.line());
        entry.put("anchor", OUTSIDE_ANCHORS.matcher(scenario.where()).replaceAll("-"));
        entry.put("unexpected", scenario.outcome().isUnexpected());
        entry.put("tags", shortened(String.join(" ", scenario.tags())));
        entry.put("reason", shortened(scenario.reason()));
        entry.put("numbers", NumberText.count(scenario.elements()));
        entry.put("share", measured ? NumberText.share(used) : "");
        entry.put("bar", measured ? bar(used) : 0);
        entry.put("comparisons", List.of());
        entry.put("heatMaps", List.of());
        entry.put("rules", List.of());
        entry.put("moreComparisons", 0);
        entry.put("notes", List.of());
        entry.put("moreNotes", 0);
        entry.put("pictures", List.of());
        entry.put("morePictures", 0);
        return entry;
    }

    private Map<String, Object> scenario(ScenarioResult scenario) {
        Map<String, Object> entry = row(scenario);
        List<QuantityResult> shown = shown(scenario.comparisons());
        entry.put("comparisons", shown.stream().map(fragments::row).toList());
        entry.put("moreComparisons", scenario.comparisons().size() - shown.size());
        entry.put(
                "rules",
                first(
                                scenario.pairs().stream()
                                        .map(ScenarioResult.Pair::rule)
                                        .distinct()
                                        .toList(),
                                HEAT_MAPS_OF_A_SCENARIO)
                        .stream()
                        .map(Page::shortened)
                        .toList());
        List<TemplateModel> heatMaps = new ArrayList<>();
        scenario.comparisons().stream()
                .filter(quantity -> quantity.heatMap().isPresent())
                .sorted(Comparator.comparing(QuantityResult::agrees))
                .limit(Math.min(HEAT_MAPS_OF_A_SCENARIO, heatMapsLeft))
                .forEach(quantity -> heatMaps.add(fragments.heatMap(quantity)));
        heatMapsLeft -= heatMaps.size();
        entry.put("heatMaps", heatMaps);
        int notes = Math.min(detail.rows(), scenario.notes().size());
        int characters = Math.min(MAX_NOTE, detail.messageCharacters());
        entry.put(
                "notes",
                first(scenario.notes(), notes).stream()
                        .map(note -> Excerpt.lines(note.strip(), characters))
                        .toList());
        entry.put("moreNotes", scenario.notes().size() - notes);
        List<Picture> pictures = first(scenario.pictures(), detail.rows());
        entry.put("pictures", pictures.stream().map(this::picture).toList());
        entry.put("morePictures", scenario.pictures().size() - pictures.size());
        return entry;
    }

    /** As an image of its own, so that neither ids nor styles nor scripts reach the page; a link where room is short. */
    private Map<String, Object> picture(Picture picture) {
        int characters = (picture.svg().length + 2) / 3 * 4;
        boolean held = characters <= pictureCharactersLeft;
        pictureCharactersLeft -= held ? characters : 0;
        return Map.of(
                "name",
                shortened(picture.name()),
                "file",
                picture.file(),
                "data",
                held ? Base64.getEncoder().encodeToString(picture.svg()) : "");
    }

    /** In their own order; where there are too many, those closest to their bounds. */
    private List<QuantityResult> shown(List<QuantityResult> quantities) {
        if (quantities.size() <= detail.rows()) {
            return quantities;
        }
        List<QuantityResult> worstFirst = new ArrayList<>(quantities);
        worstFirst.sort(Comparator.comparingDouble(QuantityResult::usedShare).reversed());
        List<QuantityResult> kept = worstFirst.subList(0, detail.rows());
        return quantities.stream().filter(kept::contains).limit(detail.rows()).toList();
    }

    private List<Map<String, Object>> frameworks() {
        List<Map<String, Object>> frameworks = new ArrayList<>();
        for (RunResult.FrameworkEntry framework : first(run.frameworks(), MAX_LISTED)) {
            frameworks.add(Map.of(
                    "id", shortened(framework.id()),
                    "title", shortened(framework.title()),
                    "version", shortened(framework.version()),
                    "available", framework.available(),
                    "because", shortened(framework.because())));
        }
        return frameworks;
    }

    private Map<String, Object> environment() {
        RunResult.Environment environment = run.environment();
        return Map.of(
                "lockstep", shortened(run.lockstep()),
                "java", shortened(environment.java()),
                "os", shortened(environment.os()),
                "cores", environment.cores(),
                "ompThreads", environment.ompThreads().isEmpty() ? "unset" : shortened(environment.ompThreads()),
                "locale", shortened(environment.locale()),
                "kernels", shortened(environment.kernels()));
    }

    private static <T> List<T> first(List<T> list, int count) {
        return list.subList(0, Math.min(count, list.size()));
    }

    static String shortened(String text) {
        return Excerpt.line(text, MAX_TEXT);
    }
}
