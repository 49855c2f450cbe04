package dev.lockstep.experiment.tolerance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an experiment showed.
 *
 * @param seed of its cases
 * @param trials every case, in order
 */
public record ToleranceResult(long seed, List<TrialResult> trials) {
    /** Numbers beyond their bounds. */
    public List<Violation> violations() {
        return trials.stream().flatMap(trial -> trial.violations().stream()).toList();
    }

    /** The median over all cases of the median of bound/error of a case's numbers; NaN if none is chosen. */
    public double medianBoundOverError(Predicate<TrialResult> cases, Predicate<Closeness> which) {
        double[] medians = trials.stream()
                .filter(cases)
                .flatMap(trial -> trial.closeness().stream())
                .filter(which)
                .mapToDouble(Closeness::medianBoundOverError)
                .filter(median -> !Double.isNaN(median))
                .toArray();
        return median(medians);
    }

    /** The same of everything. */
    public double medianBoundOverError() {
        return medianBoundOverError(trial -> true, close -> true);
    }

    /** What share of the cases with any effect had the forget bias's move noticed; NaN without such cases. */
    public double noticedForgetBias() {
        return share(TrialResult::bias, Detection::noticed);
    }

    /** What share of the cases with any effect had the weight's move noticed; NaN without such cases. */
    public double noticedWeight() {
        return share(TrialResult::weight, Detection::noticed);
    }

    /** A share of the faults with any effect. */
    double share(Function<TrialResult, Optional<Detection>> fault, Predicate<Detection> what) {
        List<Detection> all = trials.stream()
                .flatMap(trial -> fault.apply(trial).stream())
                .filter(detection -> !detection.withoutEffect())
                .toList();
        return all.isEmpty() ? Double.NaN : (double) all.stream().filter(what).count() / all.size();
    }

    /** Faults that change no observed number. */
    public long withoutEffect() {
        return trials.stream()
                .flatMap(trial -> java.util.stream.Stream.concat(trial.bias().stream(), trial.weight().stream()))
                .filter(Detection::withoutEffect)
                .count();
    }

    /** How many cases faults were planted in. */
    public long planted() {
        return trials.stream().filter(trial -> trial.bias().isPresent()).count();
    }

    static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
