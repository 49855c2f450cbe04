package dev.lockstep.experiment;

import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.port.Framework;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the error of the last step grows or vanishes on its way back: ‖∂L/∂z‖ at every step k of 1 … T, where L depends
 * on the last output alone and z are the pre-activations. Where W is the identity, z = x + …, so that ∂L/∂z = ∂L/∂x,
 * which any framework can be asked for. By the chain rule (S. Hochreiter's thesis of 1991; R. Pascanu, T. Mikolov, Y.
 * Bengio, arXiv:1211.5063, equation 5), for row vectors and h = φ(z),
 *
 * <pre>
 * ∂L/∂z at k = (∂L/∂z at k + 1)·RWᵀ·diag(φ′(z at k)),
 * </pre>
 *
 * so that with RW = ρ·Q, Q orthogonal, ‖∂L/∂z‖ grows by at most ρ·max φ′ a step back, and by just ρ where all φ′ are 1.
 */
public final class GradientGrowth {
    private final double[] norms;

    private GradientGrowth(double[] norms) {
        this.norms = norms;
    }

    /**
     * Asks a framework.
     *
     * @param scenario whose W is the identity and whose gradient arrives at the last step alone
     * @throws InvalidInput if there are fewer than 2 steps, numbers overflow, or φ′ is zero in every unit of the last
     *     step
     */
    public static GradientGrowth measured(Framework framework, Case scenario) {
        Sequence input = scenario.input();
        if (input.time() < 2) {
            throw new InvalidInput("steps to see growth over: at least 2 expected, " + input.time() + " found");
        }
        double[] dx = framework
                .observe(scenario.observing(Set.of(Kind.INPUT_GRADIENT)))
                .get(Quantity.inputGradient())
                .values();
        Sequence dz = new Sequence(input.time(), input.batch(), input.features(), dx);
        double[] norms = IntStream.rangeClosed(1, dz.time())
                .mapToDouble(k -> dz.at(k).getFrobeniusNorm())
                .toArray();
        for (double norm : norms) {
            if (!Double.isFinite(norm)) {
                throw new InvalidInput(
                        "‖∂L/∂z‖ over " + norms.length + " steps: finite numbers expected, " + norm + " found");
            }
        }
        if (norms[norms.length - 1] == 0) {
            throw new InvalidInput(
                    "‖∂L/∂z‖ at the last step: more than 0 expected, 0 found, as no unit passes the error on");
        }
        return new GradientGrowth(norms);
    }

    /** T. */
    public int time() {
        return norms.length;
    }

    /**
     * ‖∂L/∂z‖, over all rows of the batch and all units (of all gates).
     *
     * @param distance T − k, from 0
     */
    public double norm(int distance) {
        return norms[norms.length - 1 - distance];
    }

    /** All norms, from distance 0. */
    public double[] byDistance() {
        return IntStream.range(0, time()).mapToDouble(this::norm).toArray();
    }

    /** By how much it has grown in all, at the first step; 0 where the error has died out. */
    public double total() {
        return norm(time() - 1) / norm(0);
    }

    /** The geometric mean of the growth of all T − 1 steps. */
    public double rate() {
        return StrictMath.pow(total(), 1.0 / (time() - 1));
    }

    /** The greatest growth of a single step back. */
    public double fastest() {
        return IntStream.range(1, time())
                .filter(distance -> norm(distance) > 0)
                .mapToDouble(distance -> norm(distance) / norm(distance - 1))
                .max()
                .orElse(0);
    }
}
