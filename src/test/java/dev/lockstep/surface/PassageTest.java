package dev.lockstep.surface;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassageTest {
    private static final String FEATURE = """
            Feature: F
              About one.
              Scenario: first
                Given one
              Rule: R
                About two.
                Scenario Outline: second <x>
                  Given a table
                    | two |
                  Examples: E
                    | x   |
                    | two |
                    | 3   |
                  Examples:
                    | x   |
                    | 4   |
                Scenario: third
                  Given two
              Rule: S
            """;

    @Test
    void row_of_examples() {
        assertThat(Passage.of("| 3 ", FEATURE)).containsExactly(new Passage(13, 13));
        assertThat(Passage.of("| 4 ", FEATURE)).containsExactly(new Passage(16, 16));
    }

    @Test
    void scenario_of_a_step_a_title_a_table_or_the_columns_of_examples() {
        Passage second = new Passage(7, 16);
        assertThat(Passage.of("second", FEATURE)).containsExactly(second);
        assertThat(Passage.of("| x ", FEATURE)).containsExactly(second);
        assertThat(Passage.of("a table", FEATURE)).containsExactly(second);
        assertThat(Passage.of("| two", FEATURE)).containsExactly(second, new Passage(12, 12));
        assertThat(Passage.of("Given two", FEATURE)).containsExactly(new Passage(17, 18));
    }

    @Test
    void rule_and_feature_for_what_is_said_about_them() {
        assertThat(Passage.of("About two", FEATURE)).containsExactly(new Passage(5, 18));
        assertThat(Passage.of("About one", FEATURE)).containsExactly(new Passage(1, 4));
    }

    @Test
    void nowhere() {
        assertThat(Passage.of("absent", FEATURE)).isEmpty();
    }
}
