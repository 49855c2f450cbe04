package dev.lockstep.experiment.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A run's results as lines of text. */
public final class BenchTable {
    private static final String ABSENT = "absent";
    private static final String NOT_TIMED = "ERROR";

    private final BenchResult result;
    private final List<String> lines = new ArrayList<>();

    private BenchTable(BenchResult result) {
        this.result = result;
    }

    /** All tables and remarks. */
    public static List<String> of(BenchResult result) {
        return new BenchTable(result).lines();
    }

    /** One point in a line, for those who wait. */
    static String inShort(PointResult result) {
        StringBuilder line = new StringBuilder("ours " + milliseconds(result.ours()) + " ms");
        result.peers()
                .forEach((id, time) ->
                        line.append(", ").append(id).append(' ').append(milliseconds(time.milliseconds())));
        return line.toString();
    }

    private List<String> lines() {
        BenchResult.Machine machine = result.machine();
        lines.add(String.format(
                Locale.ROOT,
                "%s (%s), %s, %s, %s, %d processors; %d thread%s; FMA peak %.1f GF/s",
                result.ours(),
                result.kernel(),
                machine.java(),
                machine.os(),
                machine.cpu(),
                machine.processors(),
                result.plan().threads(),
                result.plan().threads() == 1 ? "" : "s",
                result.peak()));
        lines.add("A step: forward, gradients of W, RW, b and x, Sgd. Medians of "
                + result.plan().rounds()
                + " turns (3 where they are long), in ms; ratio: a peer's best setting over ours.");
        for (LayerType layer : LayerType.values()) {
            List<PointResult> points = result.points().stream()
                    .filter(point -> point.point().layer() == layer)
                    .toList();
            if (!points.isEmpty()) {
                lines.add("");
                points(layer, points);
            }
        }
        settings();
        growth();
        remarks();
        return lines;
    }

    private void points(LayerType layer, List<PointResult> points) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(layer.id() + " in,h,T,B", "ours", "GF/s", "of peak", "target"));
        for (BenchResult.PeerTitle peer : result.peers()) {
            head.addAll(List.of(peer.id(), "as installed", "ratio", "target"));
        }
        rows.add(head);
        for (PointResult point : points) {
            List<String> row = new ArrayList<>(List.of(point.point().sizes()));
            if (Double.isFinite(point.ours())) {
                double fraction = result.peakFraction(point);
                row.addAll(List.of(
                        milliseconds(point.ours()),
                        format("%.1f", point.gigaflops()),
                        format("%.0f %%", 100 * fraction),
                        Target.ofPeak(point.point(), result.plan().threads())
                                .map(target -> format("≥ %.0f %% ", 100 * target.ratio()) + met(target, fraction))
                                .orElse("")));
            } else {
                row.addAll(List.of(NOT_TIMED, "", "", ""));
            }
            result.peers().forEach(peer -> row.addAll(peer(point, peer)));
            rows.add(row);
        }
        aligned(rows);
    }

    private List<String> peer(PointResult point, BenchResult.PeerTitle peer) {
        PeerTime time = point.peers().get(peer.id());
        if (time == null) {
            return List.of(peer.absent().isEmpty() ? NOT_TIMED : ABSENT, "", "", "");
        }
        double ratio = point.ratio(peer.id());
        Optional<Target> target = result.target(point, peer.id());
        return List.of(
                milliseconds(time.milliseconds()),
                Double.isFinite(time.asInstalled()) ? milliseconds(time.asInstalled()) : NOT_TIMED,
                format(ratio < 10 ? "%.2f" : "%.0f", ratio),
                target.map(one -> (one.strict() ? "> " : "≥ ")
                                + format(one.ratio() == Math.rint(one.ratio()) ? "%.0f" : "%.1f", one.ratio()) + " "
                                + met(one, ratio))
                        .orElse(""));
    }

    private static String met(Target target, double found) {
        return target.isMetBy(found) ? "met" : "MISSED";
    }

    private void settings() {
        lines.add("");
        for (BenchResult.PeerTitle peer : result.peers()) {
            if (!peer.absent().isEmpty()) {
                lines.add(peer.id() + ": absent, because " + peer.absent());
                continue;
            }
            Set<String> settings = new LinkedHashSet<>();
            double distance = 0;
            for (PointResult point : result.points()) {
                PeerTime time = point.peers().get(peer.id());
                if (time != null) {
                    settings.add(time.setting());
                    distance = Math.max(distance, time.distance());
                }
            }
            if (!settings.isEmpty()) {
                lines.add(peer.id() + ": " + peer.title() + "; numbers at most " + scientific(distance)
                        + " of the greatest magnitude away from ours (allowed " + scientific(BenchResult.BOUND)
                        + "); best at " + String.join("; ", settings));
            }
        }
    }

    private void growth() {
        if (result.growth().isEmpty()) {
            return;
        }
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "growth in,h,T,B", "ours", "µs a time step and row", "bytes a time step and row", "allocated a step"));
        for (Growth growth : result.growth()) {
            GridPoint point = growth.point();
            rows.add(List.of(
                    point.sizes(),
                    milliseconds(growth.milliseconds()),
                    format("%.3f", 1e3 * growth.milliseconds() / point.time() / point.batch()),
                    format("%.0f", growth.bytesPerRow()),
                    format("%d", growth.memory().allocated())));
        }
        aligned(rows);
    }

    private void remarks() {
        result.dropped().forEach(reason -> lines.add("left out: " + reason));
        result.errors().forEach(error -> lines.add("ERROR: " + error));
    }

    /** The first column to the left, the others to the right. */
    private void aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                char[] gap = new char[widths[column] - cell.length()];
                Arrays.fill(gap, ' ');
                line.append(column == 0 ? "" : "  ")
                        .append(column == 0 ? cell : new String(gap))
                        .append(column == 0 ? new String(gap) : cell);
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    static String scientific(double value) {
        return format("%.1e", value);
    }

    private static String milliseconds(double value) {
        return format(value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : "%.1f", value);
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
