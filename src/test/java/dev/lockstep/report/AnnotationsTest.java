package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
    @Test
    void escapes_what_the_workflow_commands_of_github_reserve() {
        ScenarioResult failure = new ScenarioResult(
                "Adam, 100 %",
                "ε: inside",
                "features/a,b:c.feature",
                7,
                List.of(),
                Outcome.DIVERGE,
                "",
                "2 of 6 values: 50 %\r\n  t, unit",
                List.of(),
                List.of());
        assertThat(Annotations.of(new RunResult("", null, List.of(), List.of(failure))))
                .containsExactly("::error file=features/a%2Cb%3Ac.feature,line=7,title=Adam%2C 100 %25%3A ε%3A inside"
                        + "::2 of 6 values: 50 %25%0D%0A  t, unit");
    }

    @Test
    void ten_at_most_and_the_last_counts_the_others() {
        List<String> all = Annotations.of(RecordedRun.ofScenarios(130, 10));
        assertThat(all).hasSize(10);
        assertThat(all.get(9)).endsWith("%0A%0A+3 more in report.json");
        assertThat(all.subList(0, 9)).noneMatch(line -> line.contains("more in"));
        assertThat(Annotations.of(RecordedRun.ofScenarios(100, 10)))
                .hasSize(10)
                .noneMatch(line -> line.contains("more in"));
    }

    @Test
    void none_without_failures() {
        assertThat(Annotations.of(RecordedRun.ofScenarios(3, 10))).isEmpty();
    }
}
