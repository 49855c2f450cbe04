package dev.lockstep.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a clock that only moves when a framework computes. */
class StopwatchTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(new SimpleRnnSpec("rnn", 1, 1, Activation.TANH));
    private static final Case SCENARIO = new Case(
            "any",
            NETWORK,
            Weights.random(NETWORK, 1),
            Sequence.random(1, 1, 1, 2),
            Map.of(),
            new Objective.None(),
            Optional.empty(),
            EnumSet.of(Quantity.Kind.OUTPUTS));

    private long now = 5;
    private final Stopwatch stopwatch = new Stopwatch(() -> now);

    @Test
    void cases_are_added_up_and_the_first_is_told_apart() {
        Framework a = stopwatch.timing(new Slow("a", 100));
        Framework b = stopwatch.timing(new Slow("b", 7));

        a.observe(SCENARIO);
        b.observe(SCENARIO);
        a.observe(SCENARIO);
        now += 1_000;
        a.observe(SCENARIO);

        assertThat(stopwatch.readings())
                .containsExactly(
                        new Stopwatch.Reading("a", "A", 3, Duration.ofNanos(303), Duration.ofNanos(100)),
                        new Stopwatch.Reading("b", "B", 1, Duration.ofNanos(7), Duration.ofNanos(7)));
        assertThat(stopwatch.readings().get(0).afterFirst()).isEqualTo(Duration.ofNanos(203));
    }

    @Test
    void who_was_not_asked_is_not_listed() {
        stopwatch.timing(new Slow("a", 100)).supports(SCENARIO);

        assertThat(stopwatch.readings()).isEmpty();
    }

    @Test
    void a_case_that_fails_takes_time_too() {
        Framework broken = stopwatch.timing(new Slow("broken", 9) {
            @Override
            public Observations observe(Case scenario) {
                super.observe(scenario);
                throw new IllegalStateException("broken");
            }
        });

        assertThatThrownBy(() -> broken.observe(SCENARIO)).hasMessage("broken");

        assertThat(stopwatch.readings())
                .containsExactly(
                        new Stopwatch.Reading("broken", "BROKEN", 1, Duration.ofNanos(9), Duration.ofNanos(9)));
    }

    @Test
    void a_timed_framework_is_the_same_to_everyone_else() {
        Slow slow = new Slow("a", 100);
        Framework timed = stopwatch.timing(slow);

        assertThat(timed.id()).isEqualTo("a");
        assertThat(timed.title()).isEqualTo("A");
        assertThat(timed.version()).isEqualTo("1");
        assertThat(timed.available()).isEqualTo(slow.available());
        assertThat(timed.accuracy()).isSameAs(slow.accuracy);
        assertThat(timed.supports(SCENARIO)).isEqualTo(slow.supports(SCENARIO));
        assertThat(timed.observe(SCENARIO)).isSameAs(slow.observed);
    }

    /** Takes one nanosecond longer each time. */
    private class Slow implements Framework {
        private final Observations observed = Observations.builder().build();
        private final Accuracy accuracy = Accuracy.ANY.named("slow");
        private final String id;
        private long nanoseconds;

        Slow(String id, long nanoseconds) {
            this.id = id;
            this.nanoseconds = nanoseconds;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String title() {
            return id.toUpperCase(Locale.ROOT);
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Accuracy accuracy() {
            return accuracy;
        }

        @Override
        public Support available() {
            return Support.no("it is asleep");
        }

        @Override
        public Support supports(Case scenario) {
            return Support.no("it is slow");
        }

        @Override
        public Observations observe(Case scenario) {
            now += nanoseconds++;
            return observed;
        }
    }
}
