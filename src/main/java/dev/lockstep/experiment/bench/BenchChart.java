package dev.lockstep.experiment.bench;

import dev.lockstep.chart.LineChart;
import dev.lockstep.chart.LineChart.Scales;
import dev.lockstep.chart.LineChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A run's results as pictures, both axes in decades. */
public final class BenchChart {
    private BenchChart() {}

    /** Milliseconds of a step against its operations, ours and the peers' at their best; empty where nothing was timed. */
    public static Optional<LineChart> times(BenchResult result) {
        List<Series> series = new ArrayList<>();
        for (LayerType layer : LayerType.values()) {
            List<PointResult> points = result.points().stream()
                    .filter(point -> point.point().layer() == layer && Double.isFinite(point.ours()))
                    .sorted(Comparator.comparingDouble(point -> point.point().flops()))
                    .toList();
            if (points.isEmpty()) {
                continue;
            }
            series.add(series(layer.id() + ", ours", points, PointResult::ours));
            for (BenchResult.PeerTitle peer : result.peers()) {
                List<PointResult> timed = points.stream()
                        .filter(point -> point.peers().containsKey(peer.id()))
                        .toList();
                if (!timed.isEmpty()) {
                    series.add(series(
                            layer.id() + ", " + peer.title() + " at its best",
                            timed,
                            point -> point.peers().get(peer.id()).milliseconds()));
                }
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double[] work = result.points().stream()
                .mapToDouble(point -> point.point().flops() / 1e6)
                .sorted()
                .toArray();
        double[] limit = new double[work.length];
        for (int i = 0; i < work.length; i++) {
            limit[i] = work[i] / result.peak();
        }
        series.add(Series.dashed("FMA peak of the machine", work, limit));
        return Optional.of(new LineChart(
                "Training step of one layer, " + result.plan().threads()
                        + (result.plan().threads() == 1 ? " thread" : " threads"),
                "operations of the step, millions",
                "milliseconds",
                Scales.LOGARITHMIC,
                series));
    }

    /** Milliseconds of our step against T and against B; empty where that was not measured. */
    public static Optional<LineChart> growth(BenchResult result) {
        List<Series> series = new ArrayList<>();
        for (String along : List.of("T", "B")) {
            List<Growth> points = result.growth().stream()
                    .filter(growth -> growth.along().equals(along))
                    .toList();
            if (points.isEmpty()) {
                continue;
            }
            Growth last = points.get(points.size() - 1);
            double[] sizes = points.stream().mapToDouble(Growth::size).toArray();
            series.add(new Series(
                    along.equals("T")
                            ? "against T, with B = " + last.point().batch()
                            : "against B, with T = " + last.point().time(),
                    sizes,
                    points.stream().mapToDouble(Growth::milliseconds).toArray()));
            double[] line = sizes.clone();
            for (int i = 0; i < line.length; i++) {
                line[i] *= last.milliseconds() / last.size();
            }
            series.add(Series.dashed("in proportion to " + along, sizes, line));
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        GridPoint point = result.growth().get(0).point();
        return Optional.of(new LineChart(
                "Our LSTM step, " + point.inputs() + " inputs, " + point.units() + " units",
                "T, or B",
                "milliseconds",
                Scales.LOGARITHMIC,
                series));
    }

    private static Series series(String name, List<PointResult> points, ToDoubleFunction<PointResult> milliseconds) {
        return new Series(
                name,
                points.stream()
                        .mapToDouble(point -> point.point().flops() / 1e6)
                        .toArray(),
                points.stream().mapToDouble(milliseconds).toArray());
    }
}
