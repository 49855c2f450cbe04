package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.report.glue.RecordedSteps;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ScenarioRecorderTest {
    @TempDir
    static Path folder;

    private static RunResult run;
    private static final CountingObserver OBSERVER = new CountingObserver();

    @BeforeAll
    static void runTheFeature() {
        run = RecordedRun.run(OBSERVER, folder.resolve("junit.xml"));
    }

    @Test
    void a_scenario_ends_as_the_worst_of_its_comparisons_and_steps() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        run.scenarios().forEach(scenario -> outcomes.put(scenario.name(), scenario.outcome()));
        assertThat(outcomes)
                .containsExactly(
                        entry("Two agree", Outcome.AGREE),
                        entry("One number differs", Outcome.DIVERGE),
                        entry("A pinned divergence", Outcome.KNOWN_DIVERGENCE),
                        entry("A pinned divergence that is gone", Outcome.MENDED),
                        entry("Nothing to tell", Outcome.INCONCLUSIVE),
                        entry("Cannot be computed", Outcome.UNSUPPORTED),
                        entry("A plain check fails", Outcome.DIVERGE),
                        entry("A framework breaks", Outcome.ERROR),
                        entry("No such step", Outcome.ERROR),
                        entry("Agreement, then a broken step", Outcome.ERROR),
                        entry("Training with step size 0.1", Outcome.AGREE),
                        entry("Training with step size 0.01", Outcome.AGREE));
    }

    @Test
    void totals_count_every_scenario_once() {
        // By hand: five of 24 outputs, RW and its m of 3·4·3 = 36 weights in 3 and in 50 steps.
        assertThat(run.totals()).isEqualTo(new RunResult.Totals(12, 3, 1, 1, 1, 6, 6 + 4, 6 * 24 + 2 * 36 * (3 + 50)));
    }

    @Test
    void a_scenario_knows_its_place_and_its_tags() {
        ScenarioResult last = named("Training with step size 0.01");
        assertThat(last.feature()).isEqualTo("Recorded <outcomes> & \"signs\"");
        assertThat(last.where()).isEqualTo(RecordedRun.FEATURE + ":43");
        assertThat(last.tags()).containsExactly("@forward", "@lstm", "@optimizer", "@adam");
        assertThat(last.family()).isEqualTo("optimizer");
        assertThat(named("Two agree").family()).isEqualTo("forward");
    }

    @Test
    void what_steps_write_down_is_kept_and_shown_in_every_report() {
        assertThat(named("Two agree").notes()).containsExactly("noted: 2 ulps");
        assertThat(named("One number differs").notes()).containsExactly("a table:\n  t  <ours>\n  1  2");
        assertThat(named("A plain check fails").notes()).isEmpty();
        assertThat(JsonReport.of(run)).contains("noted: 2 ulps");
        assertThat(MarkdownSummary.of(run)).contains("noted: 2 ulps");
        assertThat(HtmlReport.of(run)).contains("noted: 2 ulps");
    }

    @Test
    void pictures_are_kept_as_they_were_attached_each_in_a_file_of_its_own() {
        assertThat(named("Two agree").pictures()).singleElement().satisfies(picture -> {
            assertThat(picture.name()).isEqualTo("Cost of <ours> & Größe");
            assertThat(picture.file()).isEqualTo("pictures/cost-of-ours-gro-e.svg");
            assertThat(picture.svg()).isEqualTo(RecordedSteps.PICTURE.getBytes(StandardCharsets.UTF_8));
        });
        assertThat(files("One number differs")).containsExactly("pictures/outside.svg");
        assertThat(files("Agreement, then a broken step")).containsExactly("pictures/cost-of-ours-gro-e-2.svg");
        assertThat(files("A plain check fails")).isEmpty();
    }

    @Test
    void a_picture_that_is_too_large_is_refused_with_a_sentence() {
        String refusal = "picture \"too large\": at most 1,048,576 bytes expected, 1,048,577 found; left out";
        assertThat(files("Nothing to tell")).isEmpty();
        assertThat(named("Nothing to tell").notes()).containsExactly(refusal);
        assertThat(OBSERVER.refused).containsExactly(RecordedRun.FEATURE + ":17: " + refusal);
    }

    @Test
    void reasons_and_messages_are_kept_whole() {
        assertThat(named("Cannot be computed").reason()).isEqualTo("peepholes are missing");
        assertThat(named("Nothing to tell").reason()).isEqualTo("all numbers are zero");
        assertThat(named("A pinned divergence").reason()).isEqualTo("the second forgets nothing");
        assertThat(named("One number differs").message()).isEqualTo(RecordedSteps.DIVERGENCE);
        assertThat(named("A plain check fails").message()).isEqualTo("9 bits expected, 8 found");
        assertThat(named("No such step").message()).isEqualTo("No step definition matches: nobody wrote this step");
        assertThat(named("A framework breaks").message())
                .isEqualTo("java.lang.IllegalStateException: out of memory\n"
                        + "caused by java.lang.IllegalArgumentException: a cause");
        assertThat(named("Two agree").message()).isEmpty();
    }

    @Test
    void the_first_number_beyond_its_bound_is_named_on_every_axis() {
        QuantityResult outputs = named("One number differs").comparisons().get(0);
        assertThat(outputs.agrees()).isFalse();
        assertThat(outputs.beyond()).isEqualTo(1);
        assertThat(outputs.first()).hasValueSatisfying(first -> {
            assertThat(first.where()).isEqualTo("t 3, row 2, unit 2");
            assertThat(first.valueB() - first.valueA()).isEqualTo(0.25);
        });
        assertThat(outputs.headroom()).isEqualTo(1 / (0.25 / SyntheticComparisons.ALLOWED));
        assertThat(outputs.diagnosis()).endsWith(SyntheticComparisons.TRIED);
    }

    @Test
    void optimizer_steps_are_taken_together_and_the_worst_is_told() {
        assertThat(named("Training with step size 0.01").comparisons())
                .satisfiesExactly(
                        weights -> {
                            assertThat(weights.quantity()).isEqualTo("RW of \"encoder\"");
                            assertThat(weights.steps()).isEqualTo(50);
                            assertThat(weights.elements()).isEqualTo(50 * 36);
                            // SyntheticComparisons: off by s ulps after step s.
                            assertThat(weights.maxUlp()).isEqualTo(50);
                            assertThat(weights.agrees()).isTrue();
                        },
                        state -> {
                            assertThat(state.quantity()).isEqualTo("state RW.m of \"encoder\"");
                            assertThat(state.steps()).isEqualTo(50);
                            assertThat(state.maxUlp()).isZero();
                            assertThat(state.headroom()).isInfinite();
                        });
    }

    @Test
    void numbers_that_are_not_finite_have_no_headroom() {
        QuantityResult result =
                QuantityResult.of(SyntheticComparisons.notFinite("a", "b")).get(0);
        assertThat(result.headroom()).isZero();
        assertThat(result.agrees()).isFalse();
        assertThat(result.maxUlp()).isInfinite();
    }

    @Test
    void arrays_of_different_shapes_compare_nothing_and_say_so() {
        QuantityResult result =
                QuantityResult.of(SyntheticComparisons.shapes("a", "b")).get(0);
        assertThat(result.elements()).isZero();
        assertThat(result.agrees()).isFalse();
        assertThat(result.headroom()).isZero();
        assertThat(result.boundSource()).isEqualTo("shapes differ: 2 and 3");
        assertThat(result.heatMap()).isEmpty();
    }

    @Test
    void observers_hear_of_every_scenario() {
        assertThat(OBSERVER.found).isEqualTo(12);
        assertThat(OBSERVER.finished).isEqualTo(12);
        assertThat(OBSERVER.ended).isEqualTo(1);
    }

    @Test
    void frameworks_say_why_they_are_missing() {
        assertThat(run.frameworks())
                .containsExactly(
                        new RunResult.FrameworkEntry("first", "Framework first", "3.2.1", true, ""),
                        new RunResult.FrameworkEntry(
                                "second", "Framework second", "3.2.1", false, "its library is <missing>"));
    }

    @Test
    void the_junit_report_of_cucumber_holds_the_whole_message() throws Exception {
        Document junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile());
        assertThat(junit.getElementsByTagName("failure").item(0).getTextContent())
                .contains(RecordedSteps.DIVERGENCE);
    }

    @Test
    void features_are_named_relative_to_the_working_directory() {
        Path base = Path.of("/home/me/project");
        assertThat(FeaturePath.relative(URI.create("file:///home/me/project/features/a%20b.feature"), base))
                .isEqualTo("features/a b.feature");
        assertThat(FeaturePath.relative(URI.create("file:features/x.feature"), base))
                .isEqualTo("features/x.feature");
        assertThat(FeaturePath.relative(URI.create("file:///home/me/other/x.feature"), base))
                .isEqualTo("../other/x.feature");
        assertThat(FeaturePath.relative(URI.create("classpath:org/x.feature"), base))
                .isEqualTo("classpath:org/x.feature");
    }

    private static List<String> files(String name) {
        return named(name).pictures().stream().map(Picture::file).toList();
    }

    private static ScenarioResult named(String name) {
        return run.scenarios().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static final class CountingObserver implements RunObserver {
        private int found;
        private int finished;
        private int ended;
        private final List<String> refused = new ArrayList<>();

        @Override
        public void found(int scenarios) {
            found += scenarios;
        }

        @Override
        public void finished(ScenarioResult scenario) {
            finished++;
        }

        @Override
        public void refused(String sentence) {
            refused.add(sentence);
        }

        @Override
        public void ended() {
            ended++;
        }
    }
}
