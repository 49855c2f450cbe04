package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.surface.Coverage;
import dev.lockstep.surface.Setting;
import dev.lockstep.surface.Surface;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurfaceReportTest {
    private static final Surface SURFACE = new Surface(List.of(new Surface.Group(
            "Things",
            List.of(
                    setting("A", Coverage.IN_PART, "a/one.feature", "b/two.feature"),
                    setting("B", Coverage.PINNED, "b/two.feature"),
                    new Setting("C", Coverage.UNSUPPORTED, List.of(), "it has none")))));

    private static Setting setting(String name, Coverage coverage, String... features) {
        List<Setting.Place> places = List.of(features).stream()
                .map(feature -> new Setting.Place(feature, feature.startsWith("a/") ? ": " + name : "| " + name + " "))
                .toList();
        return new Setting(name, coverage, places, "");
    }

    private static ScenarioResult scenario(String uri, int line, Outcome outcome, QuantityResult... quantities) {
        return new ScenarioResult(
                "feature", "name", uri, line, List.of(), outcome, "", "", List.of(), List.of(quantities));
    }

    private static QuantityResult quantity(String framework, double ulp, double abs, double used) {
        return new QuantityResult(
                "score",
                "ours",
                framework,
                0,
                1,
                1,
                0,
                true,
                ulp,
                abs,
                1,
                "",
                false,
                1 / used,
                Optional.empty(),
                "",
                Optional.empty());
    }

    private static RunResult run(ScenarioResult... scenarios) {
        return new RunResult("0.1.0", null, List.of(), List.of(scenarios));
    }

    private static String content(String uri) {
        return uri.endsWith("one.feature") ? """
                Feature: One
                  Scenario: A
                    Then Deeplearning4j agrees
                  Scenario: something else
                    Then Deeplearning4j agrees
                """ : """
                Feature: Two
                  Scenario Outline: <it>
                    Then Deeplearning4j is known to differ by 1 to 2
                    Examples:
                      | it |
                      | A  |
                      | B  |
                """;
    }

    @Test
    void tells_of_every_setting_where_it_is_held_and_how_that_ended() {
        RunResult run = run(
                scenario(
                        "features/a/one.feature",
                        2,
                        Outcome.AGREE,
                        quantity("dl4j", 3, 1e-15, 0.2),
                        quantity("dl4j", 2, 2e-15, 0.1),
                        quantity("samediff", 99, 1e-9, 0.9)),
                scenario("features/a/one.feature", 4, Outcome.AGREE, quantity("dl4j", 77, 1e-9, 0.8)),
                scenario("features/b/two.feature", 6, Outcome.KNOWN_DIVERGENCE, quantity("dl4j-route", 1e9, 0.5, 1e9)),
                scenario("features/b/two.feature", 7, Outcome.KNOWN_DIVERGENCE, quantity("dl4j", 1e9, 0.25, 1e9)),
                scenario("features/c/other.feature", 1, Outcome.DIVERGE));
        assertThat(SurfaceReport.of(SURFACE, run, SurfaceReportTest::content).orElseThrow())
                .contains("| Things | 0 | 1 | 1 | 1 |\n")
                .endsWith("""

                        ## Things

                        | setting | | where, or why not | in this run |
                        | --- | --- | --- | --- |
                        | `A` | in part | `a/one.feature:2`, `b/two.feature:6` | 1 agrees within 3 ulp, 20 % of what is allowed; 1 known divergence by up to 5.0e-01 |
                        | `B` | pinned | `b/two.feature:7` | 1 known divergence by up to 2.5e-01 |
                        | `C` | unsupported | it has none | |
                        """);
    }

    @Test
    void is_not_there_unless_every_feature_ran() {
        assertThat(SurfaceReport.of(
                        SURFACE, run(scenario("features/a/one.feature", 2, Outcome.AGREE)), SurfaceReportTest::content))
                .isEmpty();
        assertThat(SurfaceReport.of(
                        SURFACE,
                        run(
                                scenario("features/a/one.feature", 2, Outcome.AGREE),
                                scenario("elsewhere/b/two.feature", 6, Outcome.AGREE)),
                        SurfaceReportTest::content))
                .isEmpty();
    }
}
