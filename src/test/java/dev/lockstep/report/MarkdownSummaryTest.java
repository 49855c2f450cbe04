package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.report.glue.RecordedSteps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownSummaryTest {
    @TempDir
    Path folder;

    @Test
    void tells_failures_first_with_their_whole_message() {
        String summary = MarkdownSummary.of(RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml")));
        assertThat(summary).startsWith("# Lockstep: 6 of 12 scenarios did not go as expected.\n");
        assertThat(summary).contains("```text\n" + RecordedSteps.DIVERGENCE + "\n```\n");
        assertThat(summary.indexOf("## Unexpected")).isLessThan(summary.indexOf("## Who agrees with whom"));
        assertThat(summary).contains("| first – second |", "skipped: peepholes are missing");
        assertThat(summary)
                .contains("Framework second 3.2.1 (`second`): not available, because its library is &lt;missing>");
    }

    @Test
    void names_cannot_break_out_of_tables_and_messages_cannot_break_out_of_their_fence() {
        String summary = MarkdownSummary.of(RecordedRun.ofScenarios(5, 60));
        assertThat(summary).contains("| Scenario 0 \\| with \\`signs\\` &lt;and> a name |");
        assertThat(summary).contains("\n````text\nratio × allowed ``` ≤ 1e-12\n");
    }

    @Test
    void never_exceeds_what_a_job_summary_may_hold_and_counts_what_is_left_out() {
        RunResult run = RecordedRun.ofScenarios(2_000, 30_000);
        String summary = MarkdownSummary.of(run);
        assertThat(summary.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MarkdownSummary.MAX_BYTES);
        assertThat(summary).containsPattern("\\+\\d+ more unexpected scenarios in `report.json`");
    }

    @Test
    void lists_notes_and_links_pictures_beside_their_scenario() {
        String summary = MarkdownSummary.of(RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml")));
        assertThat(summary)
                .containsSubsequence(
                        "### differs: One number differs\n",
                        "\n- noted:\n\n  ```text\n  a table:\n    t  <ours>\n    1  2\n  ```\n",
                        "- [../../outside](pictures/outside.svg)\n",
                        "## Features\n",
                        "\n- line 5, Two agree: noted: 2 ulps\n",
                        "- line 5, Two agree: [Cost of &lt;ours> &amp; Größe](pictures/cost-of-ours-gro-e.svg)\n");
        assertThat(summary).containsOnlyOnce("pictures/outside.svg");
    }

    @Test
    void stays_within_its_size_whatever_scenarios_write_down() {
        List<String> notes = IntStream.range(0, 500)
                .mapToObj(i -> "note " + i + " “&<>|".repeat(100))
                .toList();
        List<Picture> pictures = IntStream.range(0, 500)
                .mapToObj(i -> Picture.of("curve " + "“&<>|".repeat(100) + i, new byte[] {'<'}))
                .toList();
        List<ScenarioResult> scenarios = RecordedRun.ofScenarios(40, 100).scenarios().stream()
                .map(scenario -> new ScenarioResult(
                        scenario.feature(),
                        scenario.name(),
                        scenario.uri(),
                        scenario.line(),
                        scenario.tags(),
                        scenario.outcome(),
                        scenario.reason(),
                        scenario.message(),
                        scenario.pairs(),
                        scenario.comparisons(),
                        notes,
                        pictures))
                .toList();
        RunResult run = new RunResult("0.1.0", RecordedRun.ofScenarios(0, 0).environment(), List.of(), scenarios);
        String summary = MarkdownSummary.of(run);
        assertThat(summary.getBytes(StandardCharsets.UTF_8).length).isBetween(10_000, MarkdownSummary.MAX_BYTES);
        assertThat(summary)
                .containsPattern("\\+4\\d\\d more notes in `report.json`")
                .containsPattern("\\+4\\d\\d more pictures in `report.json`");
        String page = HtmlReport.of(run);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(HtmlReport.MAX_BYTES);
        assertThat(page).containsPattern("\\+\\d+ more notes in report.json");
    }

    @Test
    void is_appended_to_a_job_summary_as_far_as_there_is_room() throws Exception {
        RunResult run = RecordedRun.ofScenarios(30, 100);
        Path file = folder.resolve("step-summary.md");
        Files.writeString(file, "earlier\n");
        MarkdownSummary.append(run, file);
        assertThat(file).hasContent("earlier\n" + MarkdownSummary.of(run));

        Files.writeString(file, "x".repeat(MarkdownSummary.MAX_BYTES - 10_000));
        MarkdownSummary.append(run, file);
        assertThat(Files.size(file)).isBetween(MarkdownSummary.MAX_BYTES - 9_000L, (long) MarkdownSummary.MAX_BYTES);
    }

    @Test
    void a_job_summary_that_cannot_be_written_is_named() {
        assertThatThrownBy(() -> MarkdownSummary.append(RecordedRun.ofScenarios(1, 1), folder))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("job summary: a file that can be written to expected, " + folder + " found");
    }
}
