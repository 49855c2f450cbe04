package dev.lockstep.definition.bound;

import org.apache.commons.math3.random.Well19937c;

/**
 * The cheaper bound: by Cauchy and Schwarz,
 *
 * <pre>
 * Σₖ |∂y/∂k|·eₖ ≤ √(Σₖ eₖ) · √(Σₖ (∂y/∂k)²·eₖ)
 * </pre>
 *
 * whose second factor is the standard deviation of y when every k is moved by ±√eₖ with a random sign. It is estimated from 32
 * such probes, which one sweep forwards carries to all y at once (M. F. Hutchinson, Commun. Stat. Simul. 19 (1990), for the idea),
 * and doubled: the estimate itself is uncertain by an eighth. What it costs grows with the number of edges only.
 */
final class SampledProbe {
    private static final int PROBES = 32;
    private static final double MARGIN = 2;
    private static final int SEED = 20_417;
    /** Sums of squares below this may have lost terms. */
    private static final double SMALL = 1e-280;

    private SampledProbe() {}

    /**
     * @param graph the numbers
     * @param local the local errors of an implementation
     * @return a bound for every number of the graph
     */
    static double[] bounds(ErrorGraph graph, double[] local) {
        int size = graph.size();
        double[] bounds = new double[size];
        double[] moved = new double[PROBES * size];
        Well19937c signs = new Well19937c(SEED);
        double total = 0;
        for (int i = 0; i < size; i++) {
            double error = local[i] + graph.products[i];
            total += error;
            int at = PROBES * i;
            if (error > 0) {
                double root = Math.sqrt(error);
                int bits = signs.nextInt();
                for (int probe = 0; probe < PROBES; probe++) {
                    moved[at + probe] = (bits >>> probe & 1) == 0 ? root : -root;
                }
            }
            for (int edge = graph.first[i]; edge < graph.first[i + 1]; edge++) {
                int from = PROBES * graph.to[edge];
                double partial = graph.partial[edge];
                for (int probe = 0; probe < PROBES; probe++) {
                    moved[at + probe] += partial * moved[from + probe];
                }
            }
            bounds[i] = MARGIN * Math.sqrt(total / PROBES) * norm(moved, at);
        }
        return bounds;
    }

    /** The root of the sum of squares of one number's probes, also where the squares would underflow. */
    private static double norm(double[] moved, int at) {
        double squares = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            squares += moved[at + probe] * moved[at + probe];
        }
        if (squares >= SMALL) {
            return Math.sqrt(squares);
        }
        double greatest = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            greatest = Math.max(greatest, Math.abs(moved[at + probe]));
        }
        if (greatest == 0) {
            return 0;
        }
        double shares = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            double share = moved[at + probe] / greatest;
            shares += share * share;
        }
        return greatest * Math.sqrt(shares);
    }
}
