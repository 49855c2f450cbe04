package dev.lockstep.experiment.bench;

import dev.lockstep.math.Kernels;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The machine's limit for ours: as many fused multiply-adds as fit into a second, on numbers in registers. */
final class PeakMeter {
    private static final int ROUNDS = 200_000;

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
        Kernels kernels = Kernels.get();
        double operations = 2.0 * Kernels.CHAINS * kernels.lanes() * ROUNDS;
        double best = 0;
        long end = System.nanoTime() + (long) (1e9 * seconds);
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            double sum = kernels.multiplyAdd(ROUNDS);
            long after = System.nanoTime();
            best = sum > 0 ? Math.max(best, operations / (after - before)) : best;
        }
        return best;
    }
}
