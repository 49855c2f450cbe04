package dev.lockstep.experiment.bench;

import java.util.Arrays;
import java.util.Collection;

/** The middle of measured numbers. */
final class Median {
    private Median() {}

    /**
     * The middle one, or the mean of the two in the middle; the numbers stay as they are.
     *
     * @throws IllegalArgumentException if there is none
     */
    static double of(double... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("median: at least one number expected, none found");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double of(Collection<Double> numbers) {
        return of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
