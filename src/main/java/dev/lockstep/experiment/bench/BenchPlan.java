package dev.lockstep.experiment.bench;

import dev.lockstep.model.InvalidInput;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What is to be timed.
 *
 * @param peers ids, each once
 * @param threads that every contestant may use
 * @param points of the grid
 * @param seconds of one contestant's turn
 * @param rounds turns that each contestant has at every point
 * @param growth whether the cost of ours against T and B is measured too
 */
public record BenchPlan(
        List<String> peers, int threads, List<GridPoint> points, double seconds, int rounds, boolean growth) {
    /** Turns of a usual run. */
    public static final int ROUNDS = 5;

    private static final double LONGEST_TURN = 60;

    /** @throws InvalidInput if a peer is unknown, or a number is out of its range */
    public BenchPlan {
        peers = List.copyOf(new LinkedHashSet<>(peers));
        points = List.copyOf(points);
        peers.forEach(Peer::known);
        int processors = Runtime.getRuntime().availableProcessors();
        if (threads < 1 || threads > processors) {
            throw new InvalidInput("--threads: 1 to " + processors + " expected, as many as there are processors, "
                    + threads + " found");
        }
        if (!(seconds > 0 && seconds <= LONGEST_TURN)) {
            throw new InvalidInput("--seconds: more than 0 and at most 60 expected, " + seconds + " found");
        }
    }
}
