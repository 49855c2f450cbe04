package dev.lockstep.experiment.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a run measured.
 *
 * @param plan what was to be measured
 * @param machine where
 * @param ours title of our implementation
 * @param kernel what it computes products with
 * @param peak billions of operations a second, the greatest that was seen
 * @param peers that were asked for, absent ones too
 * @param points in the plan's order
 * @param growth of ours against T and B; empty where it was not asked for
 * @param dropped settings of peers that failed and were left out, with the reason
 * @param errors what stood in the way of timing, one sentence each: numbers that differ, contestants that failed
 */
public record BenchResult(
        BenchPlan plan,
        Machine machine,
        String ours,
        String kernel,
        double peak,
        List<PeerTitle> peers,
        List<PointResult> points,
        List<Growth> growth,
        List<String> dropped,
        List<String> errors) {
    /** The greatest distance between ours and a peer, relative to the greatest magnitude of an array, that is still timed. */
    public static final double BOUND = 1e-11;

    /**
     * Who was asked for.
     *
     * @param id of the framework
     * @param title with its version
     * @param absent why it did not take part; empty where it did
     */
    public record PeerTitle(String id, String title, String absent) {}

    /**
     * Where it was measured.
     *
     * @param java the JVM
     * @param os the operating system
     * @param cpu the processor's name
     * @param processors how many there are
     */
    public record Machine(String java, String os, String cpu, int processors) {}

    public BenchResult {
        peers = List.copyOf(peers);
        points = List.copyOf(points);
        growth = List.copyOf(growth);
        dropped = List.copyOf(dropped);
        errors = List.copyOf(errors);
    }

    /** Share of the peak that our step reaches. */
    double peakFraction(PointResult result) {
        return result.gigaflops() / peak;
    }

    /** What was aimed at against a peer, if anything was. */
    Optional<Target> target(PointResult result, String peer) {
        return Target.of(result.point(), peer, plan.threads());
    }
}
