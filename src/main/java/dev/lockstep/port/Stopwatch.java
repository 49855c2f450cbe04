package dev.lockstep.port;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Notes how long frameworks take to observe cases: {@link Framework#observe}, and {@link Framework#supports} before it, since a
 * framework in another process says so by computing the case.
 */
public final class Stopwatch {
    /**
     * What one framework took.
     *
     * @param id of the framework
     * @param title of the framework
     * @param cases how many it observed, or failed at
     * @param total all of them together
     * @param first the first of them, in which most frameworks load and start what they run on
     */
    public record Reading(String id, String title, int cases, Duration total, Duration first) {
        /** All but the first case. */
        public Duration afterFirst() {
            return total.minus(first);
        }

        private Reading and(Duration took) {
            return new Reading(id, title, cases + 1, total.plus(took), cases == 0 ? took : first);
        }
    }

    private final LongSupplier nanoseconds;
    private final Map<String, Reading> readings = new LinkedHashMap<>();

    /** @param nanoseconds a clock such as {@link System#nanoTime} */
    public Stopwatch(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /** The same framework, timed; the time of frameworks with one id is added up. */
    public Framework timing(Framework framework) {
        return new Timed(framework);
    }

    /** Of every framework that observed anything, in the order in which they began. */
    public synchronized List<Reading> readings() {
        return new ArrayList<>(readings.values());
    }

    private synchronized void note(Framework framework, Duration took) {
        Reading none = new Reading(framework.id(), framework.title(), 0, Duration.ZERO, Duration.ZERO);
        readings.merge(framework.id(), none.and(took), (before, same) -> before.and(took));
    }

    private final class Timed extends FrameworkLike {
        private long asked;

        Timed(Framework framework) {
            super(framework);
        }

        @Override
        public synchronized Support supports(Case scenario) {
            long start = nanoseconds.getAsLong();
            try {
                return super.supports(scenario);
            } finally {
                asked += nanoseconds.getAsLong() - start;
            }
        }

        private synchronized long asked() {
            long before = asked;
            asked = 0;
            return before;
        }

        @Override
        public Observations observe(Case scenario) {
            long start = nanoseconds.getAsLong();
            try {
                return super.observe(scenario);
            } finally {
                note(other(), Duration.ofNanos(asked() + nanoseconds.getAsLong() - start));
            }
        }
    }
}
