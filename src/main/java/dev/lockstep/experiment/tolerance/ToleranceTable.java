package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The experiment's figures, as lines of text. */
public final class ToleranceTable {
    /** Sizes of cases. */
    enum Size {
        /** At most 10 steps of at most 4 units. */
        SMALL("T ≤ 10, H ≤ 4"),
        /** Neither small nor large. */
        MEDIUM("between"),
        /** At least 50 steps of at least 16 units. */
        LARGE("T ≥ 50, H ≥ 16");

        private final String title;

        Size(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        static Size of(Draw draw) {
            return draw.isLarge() ? LARGE : draw.time() <= 10 && draw.units() <= 4 ? SMALL : MEDIUM;
        }
    }

    /**
     * One implementation in all cases of a layer, a size, a part of the case and a method.
     *
     * @param cases how many
     * @param numbers in all of them
     * @param idle numbers whose bound says nothing
     * @param medianBoundOverError median over the cases of their medians
     * @param medianGreatest median over the cases of the greatest error/bound
     * @param greatest error/bound of all numbers
     * @param boundMilliseconds of the bounds of one case's pass, the mean
     * @param exactMilliseconds of the exact values of one case's pass, the mean
     */
    record Row(
            LayerFamily family,
            Size size,
            String implementation,
            boolean training,
            Method method,
            int cases,
            long numbers,
            long idle,
            double medianBoundOverError,
            double medianGreatest,
            double greatest,
            double boundMilliseconds,
            double exactMilliseconds) {}

    /** What belongs to one row. */
    private record Group(LayerFamily family, Size size, String implementation, boolean training, Method method) {}

    private ToleranceTable() {}

    /** The whole report. */
    public static List<String> of(ToleranceResult result, List<CostGrowth> growth) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-29s  %-14s  %-10s  %-5s  %-8s  %5s  %9s  %6s  %11s  %20s",
                "layer",
                "size",
                "whose",
                "part",
                "method",
                "cases",
                "numbers",
                "idle",
                "bound/error",
                "error/bound med., max"));
        for (Row row : rows(result)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-29s  %-14s  %-10s  %-5s  %-8s  %5d  %9d  %6d  %11.0f  %11.3f %8.3f",
                    row.family().title(),
                    row.size().title(),
                    row.implementation(),
                    row.training() ? "steps" : "pass",
                    row.method() == Method.SIGNED ? "signed" : "sampled",
                    row.cases(),
                    row.numbers(),
                    row.idle(),
                    row.medianBoundOverError(),
                    row.medianGreatest(),
                    row.greatest()));
        }
        lines.add("");
        lines.add("bound and 32 digits of one LSTM case (H/2 inputs), forward and backward");
        for (CostGrowth cost : growth) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: T %3d, H %2d, B %d  %-8s  %7d operations  bound %7.1f ms  32 digits %7.1f ms",
                    cost.along(),
                    cost.time(),
                    cost.units(),
                    cost.batch(),
                    cost.method() == Method.SIGNED ? "signed" : "sampled",
                    cost.operations(),
                    cost.boundMilliseconds(),
                    cost.exactMilliseconds()));
        }
        lines.add("");
        result.violations().stream()
                .limit(20)
                .forEach(violation -> lines.add(String.format(
                        Locale.ROOT,
                        "beyond its bound: %s, %s: %.3e, bound %.3e",
                        violation.implementation(),
                        violation.where(),
                        violation.error(),
                        violation.bound())));
        lines.add(String.format(
                Locale.ROOT,
                "%d cases, %d numbers beyond their bounds, median bound/error %.0f",
                result.trials().size(),
                result.violations().size(),
                result.medianBoundOverError()));
        lines.add(String.format(
                Locale.ROOT,
                "noticed in %d LSTM cases: forget bias + 1e-12 %.2f %%, a weight · (1 + 1e-10) %.2f %%; surely %.2f %%,"
                        + " %.2f %%; %d faults without effect",
                result.planted(),
                100 * result.noticedForgetBias(),
                100 * result.noticedWeight(),
                100 * result.share(TrialResult::bias, Detection::surely),
                100 * result.share(TrialResult::weight, Detection::surely),
                result.withoutEffect()));
        return lines;
    }

    /** The rows, by layer and size. */
    static List<Row> rows(ToleranceResult result) {
        Set<Group> groups = new LinkedHashSet<>();
        for (LayerFamily family : LayerFamily.values()) {
            for (Size size : Size.values()) {
                result.trials().stream()
                        .filter(trial -> in(trial, family, size))
                        .flatMap(trial -> trial.closeness().stream())
                        .forEach(close -> groups.add(
                                new Group(family, size, close.implementation(), close.training(), close.method())));
            }
        }
        return groups.stream().map(group -> row(result, group)).toList();
    }

    private static Row row(ToleranceResult result, Group group) {
        List<TrialResult> trials = result.trials().stream()
                .filter(trial -> in(trial, group.family(), group.size()))
                .filter(trial -> trial.closeness().stream().anyMatch(close -> in(close, group)))
                .toList();
        List<Closeness> close = trials.stream()
                .flatMap(trial -> trial.closeness().stream())
                .filter(one -> in(one, group))
                .toList();
        return new Row(
                group.family(),
                group.size(),
                group.implementation(),
                group.training(),
                group.method(),
                close.size(),
                close.stream().mapToLong(Closeness::numbers).sum(),
                close.stream().mapToLong(Closeness::idle).sum(),
                ToleranceResult.median(close.stream()
                        .mapToDouble(Closeness::medianBoundOverError)
                        .filter(median -> !Double.isNaN(median))
                        .toArray()),
                ToleranceResult.median(
                        close.stream().mapToDouble(Closeness::greatest).toArray()),
                close.stream().mapToDouble(Closeness::greatest).max().orElse(0),
                trials.stream().mapToLong(TrialResult::boundNanos).average().orElse(0) / 1e6,
                trials.stream().mapToLong(TrialResult::exactNanos).average().orElse(0) / 1e6);
    }

    private static boolean in(TrialResult trial, LayerFamily family, Size size) {
        return trial.draw().family() == family && Size.of(trial.draw()) == size;
    }

    private static boolean in(Closeness close, Group group) {
        return close.implementation().equals(group.implementation())
                && close.training() == group.training()
                && close.method() == group.method();
    }
}
