package dev.lockstep.experiment.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a step took, one turn's median.
 *
 * @param milliseconds of one step
 * @param steps how many were taken
 */
record StepTime(double milliseconds, long steps) {
    /** Steps shorter than this are taken several at a time, since reading the clock takes time too. */
    private static final long SAMPLE_NANOS = 50_000;

    private static final long MOST_IN_A_SAMPLE = 10_000;

    /** Takes a step again and again for some seconds, and at least some samples long. */
    static StepTime measured(Runnable step, double seconds, int atLeast) {
        long start = System.nanoTime();
        step.run();
        long once = Math.max(1, System.nanoTime() - start);
        long group = Math.max(1, Math.min(MOST_IN_A_SAMPLE, SAMPLE_NANOS / once));
        List<Double> samples = new ArrayList<>();
        if (group == 1) {
            samples.add(once / 1e6);
        }
        long steps = 1;
        long end = start + (long) (1e9 * seconds);
        while (samples.size() < atLeast || System.nanoTime() < end) {
            long before = System.nanoTime();
            for (long i = 0; i < group; i++) {
                step.run();
            }
            samples.add((System.nanoTime() - before) / 1e6 / group);
            steps += group;
        }
        return new StepTime(Median.of(samples), steps);
    }
}
