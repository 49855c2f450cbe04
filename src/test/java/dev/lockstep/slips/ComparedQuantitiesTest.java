package dev.lockstep.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One phrase, two frameworks: gradients of initial states are compared with the one that has them, all else with both. */
class ComparedQuantitiesTest {
    private static final List<String> COMMON = List.of("outputs", "final h", "final c", "dW", "dRW", "db", "dx");

    @TempDir
    private Path folder;

    @Test
    void gradients_of_initial_states_are_compared_where_a_framework_has_them() throws IOException {
        Path feature = Files.writeString(folder.resolve("states.feature"), """
                Feature: States
                  Scenario: One LSTM
                    Given a network of LSTM(2→3)
                    And weights from seed 157
                    And 4 steps of 2 random sequences from seed 158
                    And random initial states from seed 159
                    And a random gradient arriving at every step, from seed 160
                    Then Deeplearning4j agrees
                    And SameDiff agrees
                """);

        JsonNode report =
                new Slip("none").noticedBy(feature.toString(), "not @none", "").run(folder);

        assertThat(report.at("/totals/agree").asInt()).isEqualTo(1);
        assertThat(comparedWith("dl4j", report)).containsExactlyInAnyOrderElementsOf(COMMON);
        assertThat(comparedWith("samediff", report))
                .containsAll(COMMON)
                .contains("dh0", "dc0")
                .hasSize(COMMON.size() + 2);
    }

    private static List<String> comparedWith(String framework, JsonNode report) {
        return report.at("/scenarios/0/comparisons").values().stream()
                .filter(comparison ->
                        comparison.get("between").get(1).asString().equals(framework))
                .map(comparison -> comparison.get("quantity").asString().replaceFirst(" of .*", ""))
                .toList();
    }
}
