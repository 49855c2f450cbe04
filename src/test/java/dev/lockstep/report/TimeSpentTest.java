package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.port.Stopwatch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Seconds are added and divided by hand. */
class TimeSpentTest {
    private static final Stopwatch.Reading DL4J = reading("dl4j", "Deeplearning4j", 40, 31_200, 900);
    private static final Stopwatch.Reading SAMEDIFF = reading("samediff", "SameDiff", 20, 20_100, 100);

    @Test
    void own_work_is_what_is_left_and_starts_do_not_count_for_the_peers() {
        TimeSpent time = TimeSpent.of(Duration.ofMillis(36_000), List.of(DL4J, differences(1_770)));

        assertThat(time.ownWork()).isEqualTo(Duration.ofMillis(3_030));
        assertThat(time.share()).isEqualTo(0.1); // 3.03 s of 30.3 s
        assertThat(time.line())
                .isEqualTo("time: Deeplearning4j 31.2 s (0.9 s of it the first case), central differences 1.8 s, "
                        + "Lockstep's own work 3.0 s (10 % of Deeplearning4j after the first case)");
    }

    @Test
    void several_peers_are_taken_together() {
        TimeSpent time = TimeSpent.of(Duration.ofMillis(56_330), List.of(DL4J, SAMEDIFF));

        assertThat(time.line())
                .isEqualTo("time: Deeplearning4j 31.2 s (0.9 s of it the first case), "
                        + "SameDiff 20.1 s (0.1 s of it the first case), "
                        + "Lockstep's own work 5.0 s (10 % of Deeplearning4j + SameDiff after the first case)");
    }

    @Test
    void nothing_is_said_of_a_share_of_nothing() {
        assertThat(TimeSpent.of(Duration.ofMillis(200), List.of()).line()).isEqualTo("time: Lockstep's own work 0.2 s");
        assertThat(TimeSpent.of(Duration.ofMillis(1_200), List.of(reading("dl4j", "Deeplearning4j", 1, 900, 900)))
                        .line())
                .isEqualTo("time: Deeplearning4j 0.9 s (0.9 s of it the first case), Lockstep's own work 0.3 s");
    }

    @Test
    void the_point_is_a_point_in_every_locale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(TimeSpent.of(Duration.ofMillis(36_000), List.of(DL4J)).line())
                    .contains("31.2 s", "4.8 s (16 % of");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Stopwatch.Reading differences(long millis) {
        return reading(CentralDifferences.ID, "central differences", 3, millis, 20);
    }

    private static Stopwatch.Reading reading(String id, String title, int cases, long millis, long first) {
        return new Stopwatch.Reading(id, title, cases, Duration.ofMillis(millis), Duration.ofMillis(first));
    }
}
