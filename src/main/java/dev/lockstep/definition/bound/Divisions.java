package dev.lockstep.definition.bound;

import dev.lockstep.model.Figures;
import java.util.Arrays;

/**
 * The numbers behind a division by one that is no greater than its own bound. A gradient that consists of roundings, divided by its
 * own size, is 1 or −1 or 0, as the roundings fall, though the derivative of g/|g| is 0 and the first order knows no error: there is
 * no bound to be had.
 *
 * <p>Roots need no such care. An optimizer takes them of squares, and √g² is off by no more than g.
 */
final class Divisions {
    private static final int NONE = -1;

    private final ErrorGraph graph;
    /** For each number the division it comes of, or {@link #NONE}. */
    private final int[] cause;

    private final double[] bounds;

    private Divisions(ErrorGraph graph, int[] cause, double[] bounds) {
        this.graph = graph;
        this.cause = cause;
        this.bounds = bounds;
    }

    /**
     * The divisions of a graph. Of most graphs a sweep without signs shows that no divisor is too small; of others a probe finds
     * the divisors that may be, and signed derivatives those that are.
     *
     * @param graph the numbers
     * @param local the local errors of an implementation
     * @param affordable the number of multiplications up to which signed derivatives are taken; beyond, the probe's word stands
     */
    static Divisions of(ErrorGraph graph, double[] local, double affordable) {
        double[] unsigned = unsigned(graph, local);
        int[] quotients = Arrays.stream(graph.quotients())
                .filter(quotient -> isDoubtful(graph, quotient, unsigned))
                .toArray();
        if (quotients.length == 0) {
            return new Divisions(graph, new int[0], new double[0]);
        }
        double[] bounds = SampledProbe.bounds(graph, local);
        int[] divisors = Arrays.stream(quotients)
                .map(graph::divisor)
                .filter(divisor -> isNothingBut(graph, divisor, bounds[divisor]))
                .sorted()
                .distinct()
                .toArray();
        double cost = 0;
        for (int divisor : divisors) {
            cost += graph.first[divisor + 1];
        }
        if (cost <= affordable) {
            double[] exact = new SignedSweep(graph, new double[][] {local}, null).bounds(divisors)[0];
            for (int k = 0; k < divisors.length; k++) {
                bounds[divisors[k]] = exact[k];
            }
        }
        return new Divisions(graph, causes(graph, quotients, bounds), bounds);
    }

    /** Σₖ eₖ·Σ |products of derivatives| over all ways from k: never below the bound by signed derivatives. */
    private static double[] unsigned(ErrorGraph graph, double[] local) {
        double[] bounds = new double[graph.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = local[i] + graph.products[i];
            for (int edge = graph.first[i]; edge < graph.first[i + 1]; edge++) {
                bounds[i] += Math.abs(graph.partial[edge]) * bounds[graph.to[edge]];
            }
        }
        return bounds;
    }

    private static boolean isDoubtful(ErrorGraph graph, int quotient, double[] bounds) {
        int divisor = graph.divisor(quotient);
        return graph.dividesByZero(quotient) || !(bounds[divisor] < Math.abs(graph.value(divisor)));
    }

    private static boolean isNothingBut(ErrorGraph graph, int divisor, double bound) {
        return bound >= Math.abs(graph.value(divisor)) && bound > 0;
    }

    private static int[] causes(ErrorGraph graph, int[] quotients, double[] bounds) {
        int[] cause = new int[graph.size()];
        Arrays.fill(cause, NONE);
        int start = graph.size();
        for (int quotient : quotients) {
            int divisor = graph.divisor(quotient);
            if (graph.dividesByZero(quotient) || isNothingBut(graph, divisor, bounds[divisor])) {
                cause[quotient] = quotient;
                start = Math.min(start, quotient);
            }
        }
        for (int i = start; i < cause.length; i++) {
            for (int edge = graph.first[i]; cause[i] == NONE && edge < graph.first[i + 1]; edge++) {
                cause[i] = cause[graph.to[edge]];
            }
        }
        return cause;
    }

    /** Whether a number comes of such a division. */
    boolean precede(int number) {
        return cause.length > 0 && cause[number] != NONE;
    }

    /** The division that a number comes of, to follow "behind". */
    String describe(int number) {
        int divisor = graph.divisor(cause[number]);
        String division = "a division by " + Figures.rounded(graph.value(divisor));
        return Double.isFinite(bounds[divisor])
                ? division + ", a number that roundings alone may move by " + Figures.rounded(bounds[divisor])
                : division;
    }
}
