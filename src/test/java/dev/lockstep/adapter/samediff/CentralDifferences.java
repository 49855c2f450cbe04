package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.Well19937c;

/** Holds all gradients that SameDiff hands out against differences of a number that it computes forward. */
final class CentralDifferences {
    /** The truncation error is of the order h², the rounding error of u·|L|/h: both near 1e-10. */
    private static final double H = 1e-5;

    private static final double ALLOWED = 2e-8;

    private final int directions;
    private final ToDoubleFunction<Case> loss;
    private final Well19937c generator = new Well19937c(1);

    /** @param loss what SameDiff computes forward */
    CentralDifferences(ToDoubleFunction<Case> loss) {
        this(2, loss);
    }

    private CentralDifferences(int directions, ToDoubleFunction<Case> loss) {
        this.directions = directions;
        this.loss = loss;
    }

    /** Along one direction instead of two: for losses and activations, of layers that others hold along two. */
    CentralDifferences alongOne() {
        return new CentralDifferences(1, loss);
    }

    /** Parameters, input and initial states, each along directions of entries ±1, so that no entry goes unseen. */
    void assertGradients(Case scenario) {
        Observations observations = Cases.observe(scenario);
        for (int direction = 1; direction <= directions; direction++) {
            for (ParameterKey key : scenario.weights().keys()) {
                assertGradient(observations, Quantity.gradient(key), d -> changed(scenario, key, d));
            }
            assertGradient(observations, Quantity.inputGradient(), d -> changed(scenario, d));
            for (RecurrentSpec layer : scenario.network().recurrent()) {
                if (layer.trainableStart()) {
                    continue;
                }
                State start = scenario.initialState(layer);
                assertGradient(
                        observations,
                        Quantity.initialHiddenGradient(layer.name()),
                        d -> changed(scenario, layer, new State(sum(start.h(), d), start.c())));
                if (layer.hasCell()) {
                    assertGradient(
                            observations,
                            Quantity.initialCellGradient(layer.name()),
                            d -> changed(
                                    scenario,
                                    layer,
                                    State.of(start.h(), sum(start.c().orElseThrow(), d))));
                }
            }
        }
    }

    private void assertGradient(Observations observations, Quantity quantity, Function<double[], Case> change) {
        double[] gradient = observations.get(quantity).values();
        double[] up = new double[gradient.length];
        double[] down = new double[gradient.length];
        double slope = 0;
        for (int i = 0; i < gradient.length; i++) {
            int sign = generator.nextBoolean() ? 1 : -1;
            up[i] = sign * H;
            down[i] = -sign * H;
            slope += sign * gradient[i];
        }
        double difference = (loss.applyAsDouble(change.apply(up)) - loss.applyAsDouble(change.apply(down))) / (2 * H);
        assertThat(slope).as(quantity.toString()).isCloseTo(difference, within(ALLOWED));
    }

    private static RowMajorMatrix sum(RowMajorMatrix matrix, double[] addend) {
        RowMajorMatrix sum = matrix.copy();
        sum.increment(RowMajorMatrix.wrap(addend, sum.getRowDimension(), sum.getColumnDimension()));
        return sum;
    }

    private static Case changed(Case scenario, ParameterKey key, double[] by) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new HashMap<>(scenario.weights().asMap());
        matrices.computeIfPresent(key, (same, matrix) -> sum(matrix, by));
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    private static Case changed(Case scenario, double[] by) {
        Sequence input = scenario.input();
        RowMajorMatrix values = sum(input.allSteps(), by);
        return Cases.with(scenario, new Sequence(input.time(), input.batch(), input.features(), values.toArray()));
    }

    private static Case changed(Case scenario, RecurrentSpec layer, State state) {
        Map<String, State> states = new HashMap<>(scenario.initialStates());
        states.put(layer.name(), state);
        return Cases.with(scenario, states);
    }
}
