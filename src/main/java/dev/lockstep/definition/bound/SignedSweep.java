package dev.lockstep.definition.bound;

import java.util.Arrays;

/**
 * First-order bounds Σₖ |∂y/∂k|·eₖ over all numbers k that y was computed from, eₖ their local errors. The derivatives are those
 * of y as a whole, with their signs, so that what cancels on the way cancels here; they come from one sweep backwards for each
 * y, eight of them at a time.
 */
final class SignedSweep {
    private static final int LANES = 8;

    private final ErrorGraph graph;
    private final double[][] local;
    /** For each implementation the bounds of numbers at which sweeps stop; NaN elsewhere; null if there are none. */
    private final double[][] known;

    /**
     * @param graph the numbers
     * @param local for each implementation, its local errors
     * @param known for each implementation, bounds of numbers that need not be looked behind, NaN for all others; or null
     */
    SignedSweep(ErrorGraph graph, double[][] local, double[][] known) {
        this.graph = graph;
        this.local = local;
        this.known = known;
    }

    /**
     * @param outputs places on the tape, ascending
     * @return for each implementation, a bound for each of them
     */
    double[][] bounds(int[] outputs) {
        double[][] bounds = new double[local.length][outputs.length];
        if (outputs.length == 0) {
            return bounds;
        }
        double[] adjoint = new double[LANES * (outputs[outputs.length - 1] + 1)];
        for (int from = 0; from < outputs.length; from += LANES) {
            int lanes = Math.min(LANES, outputs.length - from);
            for (int lane = 0; lane < lanes; lane++) {
                adjoint[LANES * outputs[from + lane] + lane] = 1;
            }
            int last = outputs[from + lanes - 1];
            int lowest = sweep(adjoint, last, outputs[from], bounds, from, lanes);
            Arrays.fill(adjoint, LANES * lowest, LANES * (last + 1), 0);
        }
        return bounds;
    }

    /** From the last place down to the lowest that is reached, which is returned. */
    private int sweep(double[] adjoint, int last, int first, double[][] bounds, int from, int lanes) {
        double[] sums = new double[LANES * local.length];
        int lowest = first;
        for (int i = last; i >= lowest; i--) {
            if (reached(adjoint, LANES * i)) {
                boolean stop = known != null && !Double.isNaN(known[0][i]);
                for (int set = 0; set < local.length; set++) {
                    double error = stop ? known[set][i] : local[set][i] + graph.products[i];
                    if (error != 0) {
                        collect(adjoint, LANES * i, error, sums, LANES * set);
                    }
                }
                if (!stop) {
                    lowest = Math.min(lowest, graph.lowest[i]);
                    spread(adjoint, i);
                }
            }
        }
        for (int set = 0; set < local.length; set++) {
            System.arraycopy(sums, LANES * set, bounds[set], from, lanes);
        }
        return lowest;
    }

    private static boolean reached(double[] adjoint, int at) {
        return adjoint[at] != 0
                || adjoint[at + 1] != 0
                || adjoint[at + 2] != 0
                || adjoint[at + 3] != 0
                || adjoint[at + 4] != 0
                || adjoint[at + 5] != 0
                || adjoint[at + 6] != 0
                || adjoint[at + 7] != 0;
    }

    /** Lanes that are not used have adjoints of 0. */
    private static void collect(double[] adjoint, int at, double error, double[] sums, int to) {
        sums[to] += Math.abs(adjoint[at]) * error;
        sums[to + 1] += Math.abs(adjoint[at + 1]) * error;
        sums[to + 2] += Math.abs(adjoint[at + 2]) * error;
        sums[to + 3] += Math.abs(adjoint[at + 3]) * error;
        sums[to + 4] += Math.abs(adjoint[at + 4]) * error;
        sums[to + 5] += Math.abs(adjoint[at + 5]) * error;
        sums[to + 6] += Math.abs(adjoint[at + 6]) * error;
        sums[to + 7] += Math.abs(adjoint[at + 7]) * error;
    }

    /** Written out, so that the adjoints of the node stay in registers. */
    private void spread(double[] adjoint, int node) {
        int at = LANES * node;
        double a0 = adjoint[at];
        double a1 = adjoint[at + 1];
        double a2 = adjoint[at + 2];
        double a3 = adjoint[at + 3];
        double a4 = adjoint[at + 4];
        double a5 = adjoint[at + 5];
        double a6 = adjoint[at + 6];
        double a7 = adjoint[at + 7];
        int end = graph.first[node + 1];
        for (int edge = graph.first[node]; edge < end; edge++) {
            int to = LANES * graph.to[edge];
            double partial = graph.partial[edge];
            adjoint[to] += partial * a0;
            adjoint[to + 1] += partial * a1;
            adjoint[to + 2] += partial * a2;
            adjoint[to + 3] += partial * a3;
            adjoint[to + 4] += partial * a4;
            adjoint[to + 5] += partial * a5;
            adjoint[to + 6] += partial * a6;
            adjoint[to + 7] += partial * a7;
        }
    }
}
