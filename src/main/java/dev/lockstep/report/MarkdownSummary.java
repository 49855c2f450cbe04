package dev.lockstep.report;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code summary.md}: totals, who agrees with whom, failures first with their messages, then a table for every feature;
 * never longer than a CI job's summary may be, so details give way with a count of what was left out.
 */
public final class MarkdownSummary {
    /** Bytes that GitHub takes for the summary of a step. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_NAME = 300;
    private static final int MAX_NOTE = 2_000;
    private static final int MAX_CELL_ROWS = 60;

    /** How much detail is told. */
    private record Detail(int failures, int messageCharacters, int scenarios, int notes) {}

    private static final List<Detail> DETAILS = List.of(
            new Detail(500, 40_000, 20_000, 60),
            new Detail(200, 10_000, 5_000, 20),
            new Detail(50, 8_000, 1_500, 10),
            new Detail(20, 3_000, 200, 5),
            new Detail(5, 1_000, 0, 2));

    private final StringBuilder text = new StringBuilder();

    private MarkdownSummary() {}

    /** The summary, at most {@link #MAX_BYTES} in UTF-8. */
    public static String of(RunResult run) {
        return fitting(run, MAX_BYTES);
    }

    /**
     * Appends the summary to a CI job's summary, as much of it as still fits.
     *
     * @param file the file that {@code GITHUB_STEP_SUMMARY} names
     * @throws InvalidInput if it cannot be written
     */
    public static void append(RunResult run, Path file) {
        try {
            long present = Files.exists(file) ? Files.size(file) : 0;
            Files.writeString(
                    file,
                    fitting(run, MAX_BYTES - present),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new InvalidInput("job summary: a file that can be written to expected, " + file + " found", e);
        }
    }

    private static String fitting(RunResult run, long limit) {
        for (Detail detail : DETAILS) {
            String summary = new MarkdownSummary().write(run, detail);
            if (summary.getBytes(StandardCharsets.UTF_8).length <= limit) {
                return summary;
            }
        }
        return "";
    }

    private String write(RunResult run, Detail detail) {
        RunResult.Totals totals = run.totals();
        line("# Lockstep: " + OutcomeText.verdict(totals));
        line("");
        line("| scenarios | agree | known divergences | skipped | inconclusive | unexpected | quantities | numbers |");
        line("| --: | --: | --: | --: | --: | --: | --: | --: |");
        line("| " + totals.scenarios() + " | " + totals.agree() + " | " + totals.known() + " | " + totals.skipped()
                + " | "
                + totals.inconclusive() + " | " + totals.unexpected() + " | " + NumberText.count(totals.comparisons())
                + " | " + NumberText.count(totals.elements()) + " |");
        line("");
        failures(run.failures(), detail);
        matrix(run, Matrix.of(run));
        features(run.scenarios(), detail);
        frameworks(run);
        return text.toString();
    }

    private void failures(List<ScenarioResult> failures, Detail detail) {
        if (failures.isEmpty()) {
            return;
        }
        line("## Unexpected");
        line("");
        for (ScenarioResult failure : failures.subList(0, Math.min(detail.failures(), failures.size()))) {
            line("### " + OutcomeText.word(failure.outcome()) + ": " + inline(failure.name()));
            line("");
            line(inline(failure.feature()) + ", `" + failure.where() + "`");
            line("");
            String message = Excerpt.lines(failure.message(), detail.messageCharacters());
            String fence = fence(message);
            line(fence + "text");
            line(message);
            line(fence);
            line("");
            notes(failure, "", detail.notes());
        }
        more(failures.size() - detail.failures(), "unexpected scenarios");
    }

    private void matrix(RunResult run, Matrix matrix) {
        if (matrix.rows().isEmpty()) {
            return;
        }
        line("## Who agrees with whom");
        line("");
        line("Scenarios by outcome, and the worst used share of the allowed difference.");
        line("");
        line("| | " + matrix.families().stream().map(MarkdownSummary::inline).collect(Collectors.joining(" | "))
                + " |");
        line("| --- |" + " --- |".repeat(matrix.families().size()));
        for (Matrix.Row row :
                matrix.rows().subList(0, Math.min(MAX_CELL_ROWS, matrix.rows().size()))) {
            line("| " + inline(row.title()) + " | "
                    + row.cells().stream().map(MarkdownSummary::cell).collect(Collectors.joining(" | ")) + " |");
        }
        if (!run.killScores().isEmpty()) {
            line("| mutants killed | "
                    + matrix.families().stream()
                            .map(family -> run.killScore(family)
                                    .map(KillScore::counted)
                                    .orElse(""))
                            .collect(Collectors.joining(" | "))
                    + " |");
        }
        line("");
        more(matrix.rows().size() - MAX_CELL_ROWS, "pairs");
        survivors(run.killScores());
    }

    private void survivors(List<KillScore> scores) {
        for (KillScore score : scores) {
            List<String> survivors = score.survivors();
            for (String survivor : survivors.subList(0, Math.min(MAX_CELL_ROWS, survivors.size()))) {
                line("- no scenario of " + inline(score.family()) + " notices " + inline(survivor));
            }
            more(survivors.size() - MAX_CELL_ROWS, "survivors of " + inline(score.family()));
        }
        if (scores.stream().anyMatch(score -> !score.survivors().isEmpty())) {
            line("");
        }
    }

    private static String cell(Matrix.Cell cell) {
        if (cell.isEmpty()) {
            return "";
        }
        String counts = cell.counts().entrySet().stream()
                .map(entry -> OutcomeText.counted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        return cell.compared() == 0 ? counts : counts + "; " + NumberText.share(cell.usedShare());
    }

    private void features(List<ScenarioResult> scenarios, Detail detail) {
        int limit = detail.scenarios();
        Map<String, List<ScenarioResult>> features = new LinkedHashMap<>();
        for (ScenarioResult scenario : scenarios.subList(0, Math.min(limit, scenarios.size()))) {
            features.computeIfAbsent(scenario.uri(), uri -> new ArrayList<>()).add(scenario);
        }
        if (!features.isEmpty()) {
            line("## Features");
            line("");
        }
        features.forEach((uri, members) -> {
            line("### " + inline(members.get(0).feature()));
            line("");
            line("`" + uri + "`");
            line("");
            line("| line | scenario | outcome | numbers | max ulps | closest to its bound |");
            line("| --: | --- | --- | --: | --: | --- |");
            members.forEach(this::row);
            line("");
            members.stream()
                    .filter(member -> !member.outcome().isUnexpected())
                    .forEach(member -> notes(
                            member, "line " + member.line() + ", " + inline(member.name()) + ": ", detail.notes()));
        });
        more(scenarios.size() - limit, "scenarios");
    }

    /** What a scenario wrote down and drew; those of a failure stand beside its message. */
    private void notes(ScenarioResult scenario, String whose, int limit) {
        List<String> notes = scenario.notes();
        List<Picture> pictures = scenario.pictures();
        for (String note : notes.subList(0, Math.min(limit, notes.size()))) {
            if (note.contains("\n")) {
                block(whose, note);
            } else {
                line("- " + whose + inline(note));
            }
        }
        for (Picture picture : pictures.subList(0, Math.min(limit, pictures.size()))) {
            line("- " + whose + "[" + inline(picture.name()) + "](" + picture.file() + ")");
        }
        if (!notes.isEmpty() || !pictures.isEmpty()) {
            line("");
        }
        more(notes.size() - limit, "notes");
        more(pictures.size() - limit, "pictures");
    }

    /** A note of several lines keeps them, within its item of the list. */
    private void block(String whose, String note) {
        String kept = Excerpt.lines(note, MAX_NOTE);
        String fence = fence(kept);
        line("- " + (whose.isEmpty() ? "noted:" : whose.strip()));
        line("");
        line("  " + fence + "text");
        kept.lines().forEach(each -> line("  " + each));
        line("  " + fence);
    }

    private void row(ScenarioResult scenario) {
        String outcome = OutcomeText.word(scenario.outcome())
                + (scenario.reason().isEmpty() ? "" : ": " + inline(scenario.reason()));
        double ulps = scenario.comparisons().stream()
                .mapToDouble(QuantityResult::maxUlp)
                .max()
                .orElse(0);
        String closest = scenario.comparisons().stream()
                .max(Comparator.comparingDouble(QuantityResult::usedShare))
                .map(quantity -> inline(quantity.quantity()) + ": " + NumberText.share(quantity.usedShare())
                        + (quantity.explicit() ? " (explicit bound)" : "")
                        + quantity.first()
                                .map(first -> "; " + inline(first.where()) + ": " + NumberText.exact(first.valueA())
                                        + " against " + NumberText.exact(first.valueB()))
                                .orElse(""))
                .orElse("");
        boolean compared = !scenario.comparisons().isEmpty();
        line("| " + scenario.line() + " | " + inline(scenario.name()) + " | " + outcome + " | "
                + (compared ? NumberText.count(scenario.elements()) : "") + " | "
                + (compared ? NumberText.ulps(ulps) : "") + " | " + closest + " |");
    }

    private void frameworks(RunResult run) {
        line("## Where it ran");
        line("");
        for (RunResult.FrameworkEntry framework : run.frameworks()
                .subList(0, Math.min(MAX_CELL_ROWS, run.frameworks().size()))) {
            line("- " + inline(framework.title()) + " " + inline(framework.version()) + " (`" + framework.id() + "`)"
                    + (framework.available() ? "" : ": not available, because " + inline(framework.because())));
        }
        RunResult.Environment environment = run.environment();
        line("- Lockstep " + inline(run.lockstep()) + "; Java " + inline(environment.java()) + "; "
                + inline(environment.os()) + "; " + environment.cores() + " cores; OMP_NUM_THREADS "
                + (environment.ompThreads().isEmpty() ? "unset" : inline(environment.ompThreads())) + "; locale "
                + inline(environment.locale()) + "; kernels: " + inline(environment.kernels()));
    }

    private void more(int left, String what) {
        if (left > 0) {
            line("+" + NumberText.count(left) + " more " + what + " in `" + ReportFolder.JSON + "`");
            line("");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Text that Markdown shows as it is, on one line, within tables too. */
    private static String inline(String plain) {
        return Excerpt.line(plain, MAX_NAME)
                .replaceAll("([\\\\`*_\\[\\]|~])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;");
    }

    /** A fence longer than any run of backticks in the text. */
    private static String fence(String content) {
        String fence = "```";
        while (content.contains(fence)) {
            fence += "`";
        }
        return fence;
    }
}
