package dev.lockstep;

import dev.lockstep.experiment.sweep.Entry;
import dev.lockstep.experiment.sweep.Entry.End;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Says how far a sweep is, how fast, and how long it still takes: a bar where somebody watches, otherwise a line every few seconds.
 */
final class SweepProgress implements AutoCloseable {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
    private static final int BAR_MILLIS = 200;

    private final PrintWriter err;
    private final int cases;
    private final LongSupplier nanoseconds;
    private final Optional<ProgressBar> bar;
    private final long start;
    private long said;
    private int passed;
    private int computed;
    private int unexpected;

    /**
     * @param err what lines are printed to
     * @param cases how many there are
     * @param nanoseconds a clock such as {@link System#nanoTime}
     * @param bar what is drawn in the place of lines
     */
    SweepProgress(PrintWriter err, int cases, LongSupplier nanoseconds, Optional<ProgressBar> bar) {
        this.err = err;
        this.cases = cases;
        this.nanoseconds = nanoseconds;
        this.bar = bar;
        this.start = nanoseconds.getAsLong();
        this.said = start;
    }

    /** A bar on a terminal, lines elsewhere. */
    static SweepProgress standard(PrintWriter err, int cases) {
        boolean watched = System.console() != null && !System.getenv().containsKey("CI");
        return new SweepProgress(err, cases, System::nanoTime, watched ? Optional.of(bar(cases)) : Optional.empty());
    }

    private static ProgressBar bar(int cases) {
        return new ProgressBarBuilder()
                .setTaskName("Cases")
                .setInitialMax(cases)
                .setUpdateIntervalMillis(BAR_MILLIS)
                .showSpeed()
                .setConsumer(
                        new ConsoleProgressBarConsumer(new PrintStream(new FileOutputStream(FileDescriptor.err), true)))
                .build();
    }

    /** One more case is done; empty if it had been done before, or need not be. */
    synchronized void done(Optional<Entry> entry) {
        passed++;
        computed += entry.isPresent() ? 1 : 0;
        unexpected += entry.filter(done -> done.outcome() == End.UNEXPECTED).isPresent() ? 1 : 0;
        bar.ifPresent(shown -> {
            shown.step();
            shown.setExtraMessage(unexpected == 0 ? "" : unexpected + " unexpected");
        });
        long now = nanoseconds.getAsLong();
        if (bar.isPresent() || now - said < INTERVAL && passed < cases) {
            return;
        }
        said = now;
        double rate = computed / ((now - start) / 1e9);
        err.printf(
                Locale.ROOT,
                "%d of %d cases  %.1f a second  %s left  %d unexpected%n",
                passed,
                cases,
                rate,
                rate > 0 ? String.format(Locale.ROOT, "%.0f s", (cases - passed) / rate) : "some time",
                unexpected);
        err.flush();
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
