package dev.lockstep.experiment.bench;

import dev.lockstep.math.Kernels;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The machine's limit for ours: as many fused multiply-adds as fit into a second, on numbers that are at hand. */
final class PeakMeter {
    /** In the first cache of every machine. */
    private static final int NUMBERS = 512;

    private static final int CHAIN = 16;
    private static final int PASSES = 2_000;

    private PeakMeter() {}

    /** What the products are computed with. */
    static String kernel() {
        return Kernels.get().title();
    }

    /** Billions of operations a second, a fused multiply-add counted as two; the best of all passes. */
    static double gigaflops(double seconds, int threads) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            double sum = 0;
            for (Future<Double> one : pool.invokeAll(IntStream.range(0, threads)
                    .mapToObj(i -> (java.util.concurrent.Callable<Double>) () -> best(seconds))
                    .toList())) {
                sum += one.get();
            }
            return sum;
        } catch (ExecutionException exception) {
            throw new IllegalStateException(exception);
        } finally {
            pool.shutdown();
        }
    }

    private static double best(double seconds) {
        double[] numbers = new double[NUMBERS];
        Arrays.fill(numbers, 0.5);
        double best = 0;
        long end = System.nanoTime() + (long) (1e9 * seconds);
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            for (int pass = 0; pass < PASSES; pass++) {
                chains(numbers);
            }
            best = Math.max(best, 2.0 * CHAIN * NUMBERS * PASSES / (System.nanoTime() - before));
        }
        return best;
    }

    /** x ← ¼·x + ¼, 16 times for every number: chains that do not wait for one another. */
    private static void chains(double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            double x = numbers[i];
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            x = Math.fma(x, 0.25, Math.fma(x, 0.5, 0.25));
            numbers[i] = x;
        }
    }
}
