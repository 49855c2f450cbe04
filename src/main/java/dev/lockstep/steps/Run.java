package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Stopwatch;
import java.net.URI;

/**
 * What the steps of one run share: the frameworks that may be asked, what times them, and who wants to hear of comparisons. Cucumber makes
 * its glue objects by itself, so that a run can only reach them here.
 */
public final class Run {
    /** Hears of every comparison that a scenario makes. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param feature the feature's URI, as Cucumber gives it
         * @param line of the scenario, or of its example's row
         * @param comparison what was compared
         */
        void compared(URI feature, int line, Comparison comparison);

        /**
         * Something was held against what it should be, though not as a comparison.
         *
         * @param feature the feature's URI, as Cucumber gives it
         * @param line of the scenario, or of its example's row
         */
        default void checked(URI feature, int line) {}

        /** How a place in a feature is called in messages. */
        default String place(URI feature, int line) {
            return feature + ":" + line;
        }
    }

    private static volatile Run current;

    private final Frameworks frameworks;
    private final Stopwatch stopwatch;
    private final Listener listener;

    private Run(Frameworks frameworks, Stopwatch stopwatch, Listener listener) {
        this.frameworks = frameworks.timedBy(stopwatch);
        this.stopwatch = stopwatch;
        this.listener = listener;
    }

    /** From now on the steps of this JVM use these frameworks, time them with this stopwatch and tell this listener. */
    public static void begin(Frameworks frameworks, Stopwatch stopwatch, Listener listener) {
        current = new Run(frameworks, stopwatch, listener);
    }

    /** The run begun last, or one with every framework and no listener. */
    static synchronized Run current() {
        if (current == null) {
            current = new Run(
                    Frameworks.all(Thread.currentThread().getContextClassLoader()),
                    new Stopwatch(System::nanoTime),
                    (feature, line, comparison) -> {});
        }
        return current;
    }

    Frameworks frameworks() {
        return frameworks;
    }

    /** A framework that is none of the run's, timed as they are. */
    Framework timed(Framework framework) {
        return stopwatch.timing(framework);
    }

    Listener listener() {
        return listener;
    }
}
