package dev.lockstep.report;

import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.port.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the time of a run went. It is told on the console only, as reports are the same at every run.
 *
 * <p>Lockstep's own work is the whole run without the peers and without central differences: reading features, steps, our own
 * layers and optimizers, comparing, reporting. A peer's first case is left out of what own work is measured against, since
 * the peer starts in it.
 *
 * @param whole the whole run, from reading features to the last report
 * @param peers what other frameworks took
 * @param centralDifferences what numeric gradients took, many forward passes of our own
 */
public record TimeSpent(Duration whole, List<Stopwatch.Reading> peers, Duration centralDifferences) {
    public TimeSpent {
        peers = List.copyOf(peers);
    }

    /**
     * Of a run.
     *
     * @param whole the whole run
     * @param readings of everybody but our own layers
     */
    public static TimeSpent of(Duration whole, List<Stopwatch.Reading> readings) {
        List<Stopwatch.Reading> peers = new ArrayList<>(readings);
        Duration centralDifferences = Duration.ZERO;
        for (Stopwatch.Reading reading : readings) {
            if (reading.id().equals(CentralDifferences.ID)) {
                peers.remove(reading);
                centralDifferences = reading.total();
            }
        }
        return new TimeSpent(whole, peers, centralDifferences);
    }

    /** The whole run without the peers and without central differences. */
    public Duration ownWork() {
        return whole.minus(sum(peers.stream().map(Stopwatch.Reading::total).toList()))
                .minus(centralDifferences);
    }

    /** Own work divided by what the peers took for all but their first cases; infinite where that is nothing. */
    public double share() {
        Duration afterFirst =
                sum(peers.stream().map(Stopwatch.Reading::afterFirst).toList());
        return (double) ownWork().toNanos() / afterFirst.toNanos();
    }

    /** One line: {@code time: Deeplearning4j 31.2 s (0.9 s of it the first case), Lockstep's own work 2.4 s (8 % of …)}. */
    public String line() {
        StringBuilder line = new StringBuilder("time: ");
        for (Stopwatch.Reading peer : peers) {
            line.append(peer.title()).append(' ').append(seconds(peer.total()));
            line.append(" (").append(seconds(peer.first())).append(" of it the first case), ");
        }
        if (!centralDifferences.isZero()) {
            line.append("central differences ")
                    .append(seconds(centralDifferences))
                    .append(", ");
        }
        line.append("Lockstep's own work ").append(seconds(ownWork()));
        if (peers.stream().anyMatch(peer -> peer.cases() > 1)) {
            String whom = peers.stream().map(Stopwatch.Reading::title).collect(Collectors.joining(" + "));
            line.append(String.format(Locale.ROOT, " (%.0f %% of %s after the first case)", 100 * share(), whom));
        }
        return line.toString();
    }

    private static Duration sum(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}
