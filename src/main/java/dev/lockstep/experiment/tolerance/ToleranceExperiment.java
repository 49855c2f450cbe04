package dev.lockstep.experiment.tolerance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs many cases; the same seed gives the same cases and the same figures, however many threads there are. */
public final class ToleranceExperiment {
    private final List<Implementation> implementations;
    private final int threads;

    /**
     * @param implementations what is held to its bounds
     * @param threads how many cases are computed at a time; 1 if ND4J takes part, whose native code goes on reading arrays that
     *     the garbage of another thread may let the collector free: that brought a JVM down once in 4,300 cases
     */
    public ToleranceExperiment(List<Implementation> implementations, int threads) {
        this.implementations = List.copyOf(implementations);
        this.threads = threads;
    }

    /**
     * Runs cases 1 to n.
     *
     * @param cases n
     * @param seed of the cases
     * @param progress told how many are done, by any thread
     * @throws IllegalStateException if a case could not be computed
     */
    public ToleranceResult run(int cases, long seed, IntConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<TrialResult>> pending = new ArrayList<>();
            for (int number = 1; number <= cases; number++) {
                int at = number;
                pending.add(workers.submit(() -> {
                    TrialResult result = new Trial(SamplingLaw.draw(seed, at), implementations).run();
                    progress.accept(done.incrementAndGet());
                    return result;
                }));
            }
            List<TrialResult> results = new ArrayList<>();
            for (Future<TrialResult> one : pending) {
                results.add(result(one, seed, results.size() + 1));
            }
            return new ToleranceResult(seed, results);
        } finally {
            workers.shutdownNow();
        }
    }

    private static TrialResult result(Future<TrialResult> pending, long seed, int number) {
        try {
            return pending.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the experiment was interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "case " + number + " of seed " + seed + " could not be computed", failed.getCause());
        }
    }
}
