package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.surface.Coverage;
import dev.lockstep.surface.Setting;
import dev.lockstep.surface.Surface;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurfaceReportTest {
    private static final Surface SURFACE = new Surface(List.of(new Surface.Group(
            "Things",
            List.of(
                    setting("A", Coverage.AGREES, "a/one.feature", "b/two.feature"),
                    setting("B", Coverage.PINNED, "b/two.feature"),
                    new Setting("C", Coverage.UNSUPPORTED, List.of(), "it has none")))));

    private static Setting setting(String name, Coverage coverage, String... features) {
        List<Setting.Place> places = List.of(features).stream()
                .map(feature -> new Setting.Place(feature, name))
                .toList();
        return new Setting(name, coverage, places, "");
    }

    private static ScenarioResult scenario(String uri, Outcome outcome) {
        return new ScenarioResult("feature", "name", uri, 1, List.of(), outcome, "", "", List.of(), List.of());
    }

    private static RunResult run(ScenarioResult... scenarios) {
        return new RunResult("0.1.0", null, List.of(), List.of(scenarios));
    }

    @Test
    void tells_of_every_setting_where_it_is_held_and_how_that_ended() {
        RunResult run = run(
                scenario("features/a/one.feature", Outcome.AGREE),
                scenario("features/b/two.feature", Outcome.AGREE),
                scenario("features/b/two.feature", Outcome.KNOWN_DIVERGENCE),
                scenario("features/c/other.feature", Outcome.DIVERGE));
        assertThat(SurfaceReport.of(SURFACE, run).orElseThrow())
                .contains("| Things | 1 | 1 | 1 |\n")
                .endsWith("""

                        ## Things

                        | setting | | where, or why not | in this run |
                        | --- | --- | --- | --- |
                        | `A` | agrees | `a/one.feature`, `b/two.feature` | 2 agree, 1 known divergence; 0 % |
                        | `B` | pinned | `b/two.feature` | 1 agrees, 1 known divergence; 0 % |
                        | `C` | unsupported | it has none | |
                        """);
    }

    @Test
    void is_not_there_unless_every_feature_ran() {
        assertThat(SurfaceReport.of(SURFACE, run(scenario("features/a/one.feature", Outcome.AGREE))))
                .isEmpty();
        assertThat(SurfaceReport.of(
                        SURFACE,
                        run(
                                scenario("features/a/one.feature", Outcome.AGREE),
                                scenario("elsewhere/b/two.feature", Outcome.AGREE))))
                .isEmpty();
    }
}
