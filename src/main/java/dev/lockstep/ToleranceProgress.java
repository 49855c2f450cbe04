package dev.lockstep;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says every few seconds how far an experiment is, how fast, and how long it still takes. */
final class ToleranceProgress {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final PrintWriter err;
    private final int cases;
    private final LongSupplier nanoseconds;
    private final long start;
    private long said;

    /**
     * @param err what is printed to
     * @param cases how many there are
     * @param nanoseconds a clock such as {@link System#nanoTime}
     */
    ToleranceProgress(PrintWriter err, int cases, LongSupplier nanoseconds) {
        this.err = err;
        this.cases = cases;
        this.nanoseconds = nanoseconds;
        this.start = nanoseconds.getAsLong();
        this.said = start;
    }

    /** So many cases are done. */
    synchronized void done(int done) {
        long now = nanoseconds.getAsLong();
        if (now - said < INTERVAL && done < cases) {
            return;
        }
        said = now;
        double seconds = (now - start) / 1e9;
        double rate = done / seconds;
        err.printf(
                Locale.ROOT, "%d of %d cases  %.1f a second  %.0f s left%n", done, cases, rate, (cases - done) / rate);
        err.flush();
    }
}
