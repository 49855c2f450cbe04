package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.Well19937c;

/** Holds the gradients that DL4J hands out against differences of a number that it computes forward. */
final class CentralDifferences {
    /** The truncation error is of the order h², the rounding error of u·|L|/h: both near 1e-10. */
    private static final double H = 1e-5;

    private final int directions;
    private final double allowed;
    private final ToDoubleFunction<Case> loss;

    /**
     * @param allowed the greatest difference
     * @param loss what DL4J computes forward
     */
    CentralDifferences(double allowed, ToDoubleFunction<Case> loss) {
        this(2, allowed, loss);
    }

    private CentralDifferences(int directions, double allowed, ToDoubleFunction<Case> loss) {
        this.directions = directions;
        this.allowed = allowed;
        this.loss = loss;
    }

    /** Along one direction instead of two: for losses and activations, of layers that others hold along two. */
    CentralDifferences alongOne() {
        return new CentralDifferences(1, allowed, loss);
    }

    /** DL4J's own score. */
    static CentralDifferences ofScore(double allowed) {
        return new CentralDifferences(
                allowed,
                scenario -> Cases.observe(scenario.observing(Set.of(Quantity.Kind.SCORE)))
                        .get(Quantity.score())
                        .values()[0]);
    }

    /** Every parameter and the input, each along directions of entries ±1, so that no entry goes unseen. */
    void assertGradients(Case scenario, Observations observations) {
        Well19937c generator = new Well19937c(1);
        for (int direction = 1; direction <= directions; direction++) {
            for (ParameterKey key : scenario.weights().keys()) {
                double[] gradient = observations.get(Quantity.gradient(key)).values();
                double[] signs = signs(gradient.length, generator);
                double difference = difference(
                        scenario.withWeights(changed(scenario, key, signs, H)),
                        scenario.withWeights(changed(scenario, key, signs, -H)));
                assertThat(dot(gradient, signs)).as("gradient of %s", key).isCloseTo(difference, within(allowed));
            }
            double[] gradient = observations.get(Quantity.inputGradient()).values();
            double[] signs = signs(gradient.length, generator);
            double difference = difference(changedInput(scenario, signs, H), changedInput(scenario, signs, -H));
            assertThat(dot(gradient, signs)).as("dx").isCloseTo(difference, within(allowed));
        }
    }

    private double difference(Case above, Case below) {
        return (loss.applyAsDouble(above) - loss.applyAsDouble(below)) / (2 * H);
    }

    /** Σ aᵢ·bᵢ. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] signs(int length, Well19937c generator) {
        double[] signs = new double[length];
        for (int i = 0; i < length; i++) {
            signs[i] = generator.nextBoolean() ? 1 : -1;
        }
        return signs;
    }

    private static Weights changed(Case scenario, ParameterKey key, double[] direction, double by) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new HashMap<>(scenario.weights().asMap());
        RowMajorMatrix matrix = matrices.get(key).copy();
        for (int i = 0; i < direction.length; i++) {
            matrix.array()[i] += by * direction[i];
        }
        matrices.put(key, matrix);
        return new Weights(scenario.network(), matrices);
    }

    private static Case changedInput(Case scenario, double[] direction, double by) {
        Sequence input = scenario.input();
        double[] values = input.values().clone();
        for (int i = 0; i < direction.length; i++) {
            values[i] += by * direction[i];
        }
        return Cases.with(scenario, new Sequence(input.time(), input.batch(), input.features(), values));
    }
}
