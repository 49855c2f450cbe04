package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.chart.LineChart;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.report.glue.RecordedSteps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path folder;

    @Test
    void shows_messages_as_text() {
        String page = recorded();
        assertThat(page).contains("&lt;b&gt;not bold&lt;/b&gt; &amp; &quot;quoted&quot;.");
        assertThat(page).doesNotContain("<b>not bold");
        assertThat(page).contains("not available, because its library is &lt;missing&gt;");
    }

    @Test
    void shows_the_matrix_then_failures_then_all_scenarios() {
        String page = recorded();
        assertThat(page)
                .containsSubsequence(
                        "6 of 12 scenarios did not go as expected.",
                        "Who agrees with whom",
                        "first – second",
                        "id=\"unexpected\"",
                        "2.5e+11 × allowed   first, worst",
                        "id=\"scenarios\"",
                        "Two agree",
                        "Where it ran");
    }

    @Test
    void a_heat_map_carries_its_numbers() {
        // From the definition in SyntheticComparisons: units 1 and 3 of row 1 and unit 2 of row 2 are off by 2 ulps.
        assertThat(recorded()).contains("data-ulps=\"2,2,2,2;2,2,2,2;2,2,2,2\"");
    }

    @Test
    void holds_pictures_as_images_of_their_own_and_notes_as_text() {
        String page = recorded();
        String data = Base64.getEncoder().encodeToString(RecordedSteps.PICTURE.getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .containsSubsequence(
                        "id=\"unexpected\"",
                        "a table:\n  t  &lt;ours&gt;\n  1  2</p>",
                        "<img src=\"data:image/svg+xml;base64," + data + "\" alt=\"../../outside\">",
                        "id=\"scenarios\"",
                        "noted: 2 ulps",
                        "<img src=\"data:image/svg+xml;base64," + data + "\" alt=\"Cost of &lt;ours&gt; &amp; Größe\">",
                        "left out</p>");
        assertThat(page).doesNotContain("display: none }");
    }

    @Test
    void a_scenario_that_only_drew_shows_its_picture() {
        ScenarioResult scenario = new ScenarioResult(
                        "f", "s", "f.feature", 1, List.of(), Outcome.AGREE, "", "", List.of(), List.of())
                .with(List.of(Picture.of("Growth", new byte[] {'<'})));
        assertThat(HtmlReport.of(pageOf(List.of(scenario)))).contains("alt=\"Growth\"");
    }

    @Test
    void pictures_beyond_the_page_s_size_are_linked() {
        List<Picture> pictures = IntStream.range(0, 30)
                .mapToObj(i -> Picture.of("Curve " + i, new byte[60_000]))
                .toList();
        ScenarioResult scenario = new ScenarioResult(
                        "f", "s", "f.feature", 1, List.of(), Outcome.AGREE, "", "", List.of(), List.of())
                .with(pictures);
        String page = HtmlReport.of(pageOf(List.of(scenario)));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(HtmlReport.MAX_BYTES);
        // 60,000 bytes are 80,000 characters in base 64; eight of them fit into 700,000.
        assertThat(page)
                .contains("alt=\"Curve 7\"", "<a href=\"pictures/curve-8.svg\">", "href=\"pictures/curve-29.svg\"")
                .doesNotContain("href=\"pictures/curve-7.svg\"", "alt=\"Curve 8\"");
    }

    private static RunResult pageOf(List<ScenarioResult> scenarios) {
        return new RunResult("0.1.0", RecordedRun.ofScenarios(0, 0).environment(), List.of(), scenarios);
    }

    @Test
    void asks_for_nothing_outside_itself() {
        assertThat(recorded()).doesNotContainPattern("(?i)(src|href|action|url\\()\\s*=?\\s*[\"'(]?\\s*(https?:)?//");
    }

    @Test
    void never_exceeds_a_megabyte_and_counts_what_is_left_out() {
        String page = HtmlReport.of(RecordedRun.ofScenarios(2_000, 30_000));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(HtmlReport.MAX_BYTES);
        assertThat(page).containsPattern("\\+[\\d,]+ more unexpected scenarios in report.json");
        assertThat(page).containsPattern("\\+[\\d,]+ more characters in report.json");
        assertThat(page).contains("200 of 2,000 scenarios did not go as expected.");
    }

    @Tag("slow")
    @Test
    void fits_even_when_every_text_is_long() {
        RunResult run = RecordedRun.ofScenarios(120, 10);
        String longText = "“&<>\"’".repeat(2_000);
        List<ScenarioResult> scenarios = run.scenarios().stream()
                .map(scenario -> new ScenarioResult(
                        longText + scenario.line(),
                        longText,
                        longText + "/" + scenario.name() + "/" + scenario.uri(),
                        scenario.line(),
                        List.of("@" + longText),
                        scenario.outcome(),
                        longText,
                        longText,
                        scenario.pairs(),
                        scenario.comparisons(),
                        Collections.nCopies(10, longText),
                        Collections.nCopies(10, Picture.of(longText, new byte[100_000]))))
                .toList();
        RunResult longRun = new RunResult(longText, run.environment(), run.frameworks(), scenarios);
        assertThat(HtmlReport.of(longRun).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(HtmlReport.MAX_BYTES);
        assertThat(MarkdownSummary.of(longRun).getBytes(StandardCharsets.UTF_8).length)
                .isBetween(1_000, MarkdownSummary.MAX_BYTES);
    }

    @Test
    void the_same_run_yields_the_same_bytes_under_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Map<String, String> english = files(Locale.ENGLISH);
            assertThat(files(Locale.ENGLISH)).isEqualTo(english);
            for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR")) {
                Map<String, String> others = files(Locale.forLanguageTag(tag));
                others.replaceAll((name, content) -> content.replace(tag, "en"));
                assertThat(others).isEqualTo(english);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private Map<String, String> files(Locale locale) {
        Locale.setDefault(locale);
        RunResult run = RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml"));
        return new java.util.TreeMap<>(Map.of(
                ReportFolder.HTML,
                HtmlReport.of(run),
                ReportFolder.MARKDOWN,
                MarkdownSummary.of(run),
                ReportFolder.JSON,
                JsonReport.of(run),
                "pictures",
                run.scenarios().stream()
                        .flatMap(scenario -> scenario.pictures().stream())
                        .map(picture -> picture.file() + "\n" + new String(picture.svg(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("\n")),
                "annotations",
                String.join("\n", Annotations.of(run)),
                "chart.svg",
                new LineChart("t", "x", "y", true, List.of(LineChart.Series.counted("s", 0.5, 0.25, 0.001))).svg()));
    }

    private String recorded() {
        return HtmlReport.of(RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml")));
    }
}
