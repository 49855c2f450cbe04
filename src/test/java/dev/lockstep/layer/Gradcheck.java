package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Holds every gradient of a network against central differences of L.
 *
 * <p>Differences with steps d and d/2 are extrapolated (Richardson), which leaves an error of d⁴ and, at d = 1e-3, roundings of
 * some 1e-13: far below the 1e-8 of the largest entry that is allowed, and far above what a wrong term costs.
 */
record Gradcheck(NetworkSpec spec, Weights weights, Sequence x, Map<String, State> initialStates, Objective objective) {
    private static final double STEP = 1e-3;
    private static final double ALLOWED = 1e-8;

    /** A check with everything drawn from a seed: weights, input, non-zero initial states. */
    static Gradcheck drawn(NetworkSpec spec, double scale, long seed, Objective objective) {
        Map<String, State> states = new HashMap<>();
        for (RecurrentSpec layer : spec.recurrent()) {
            if (!layer.trainableStart()) {
                states.put(layer.name(), state(layer, seed + states.size() + 100));
            }
        }
        Sequence x = Sequence.random(4, 2, spec.inputs(), seed + 1);
        return new Gradcheck(spec, Weights.random(spec, seed, scale), x, states, objective);
    }

    /** An upstream gradient at every step and at every final state. */
    static Objective.Upstream upstream(NetworkSpec spec, long seed) {
        Map<String, State> finals = new HashMap<>();
        for (RecurrentSpec layer : spec.recurrent()) {
            finals.put(layer.name(), state(layer, seed + finals.size() + 200));
        }
        return new Objective.Upstream(Sequence.random(spec.outputTime(4), 2, spec.outputs(), seed + 2), finals);
    }

    private static State state(RecurrentSpec layer, long seed) {
        RowMajorMatrix h = Sequence.random(1, 2, layer.units(), seed).at(1);
        RowMajorMatrix c = Sequence.random(1, 2, layer.units(), seed + 50).at(1);
        return layer.hasCell() ? State.of(h, c) : State.of(h);
    }

    void run() {
        Network network = new Network(spec, weights);
        Gradients gradients = network.backward(network.forward(x, initialStates), objective);
        for (ParameterKey key : weights.keys()) {
            assertGradient(key.toString(), weights.get(key), gradients.weights().get(key), changed -> {
                Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>(weights.asMap());
                matrices.put(key, changed);
                return loss(new Weights(spec, matrices), x, initialStates);
            });
        }
        assertGradient("x", x.allSteps(), gradients.dx().allSteps(), changed -> {
            return loss(weights, new Sequence(x.time(), x.batch(), x.features(), changed.array()), initialStates);
        });
        for (RecurrentSpec layer : spec.recurrent()) {
            if (layer.trainableStart()) {
                continue;
            }
            State state = initialStates.get(layer.name());
            State dState = gradients.dInitialStates().get(layer.name());
            assertGradient(
                    "h0 of " + layer.name(),
                    state.h(),
                    dState.h(),
                    changed -> lossFrom(layer.name(), new State(changed, state.c())));
            assertThat(dState.c().isPresent()).isEqualTo(layer.hasCell());
            state.c()
                    .ifPresent(c -> assertGradient(
                            "c0 of " + layer.name(),
                            c,
                            dState.c().orElseThrow(),
                            changed -> lossFrom(layer.name(), new State(state.h(), Optional.of(changed)))));
        }
    }

    private double lossFrom(String layer, State state) {
        Map<String, State> states = new HashMap<>(initialStates);
        states.put(layer, state);
        return loss(weights, x, states);
    }

    private double loss(Weights theta, Sequence input, Map<String, State> states) {
        Network network = new Network(spec, theta);
        Trace trace = network.forward(input, states);
        if (objective instanceof Objective.Targets targets) {
            return network.score(trace, targets);
        }
        Objective.Upstream upstream = (Objective.Upstream) objective;
        double sum = dot(trace.outputs().allSteps(), upstream.outputs().allSteps());
        for (Map.Entry<String, State> entry : upstream.finalStates().entrySet()) {
            State state = trace.finalState(entry.getKey()).orElseThrow();
            sum += dot(state.h(), entry.getValue().h());
            if (state.c().isPresent()) {
                sum += dot(state.c().get(), entry.getValue().c().orElseThrow());
            }
        }
        return sum;
    }

    private static double dot(RowMajorMatrix a, RowMajorMatrix b) {
        double sum = 0;
        for (int k = 0; k < a.toArray().length; k++) {
            sum += a.toArray()[k] * b.toArray()[k];
        }
        return sum;
    }

    private static void assertGradient(
            String what, RowMajorMatrix at, RowMajorMatrix gradient, ToDoubleFunction<RowMajorMatrix> loss) {
        RowMajorMatrix expected = new RowMajorMatrix(at.getRowDimension(), at.getColumnDimension());
        double largest = 0;
        for (int row = 0; row < at.getRowDimension(); row++) {
            for (int column = 0; column < at.getColumnDimension(); column++) {
                double coarse = difference(at, row, column, STEP, loss);
                double fine = difference(at, row, column, STEP / 2, loss);
                expected.setEntry(row, column, (4 * fine - coarse) / 3);
                largest = Math.max(largest, Math.abs(expected.getEntry(row, column)));
            }
        }
        assertThat(largest).as("largest entry of the gradient of %s", what).isGreaterThan(1e-6);
        for (int row = 0; row < at.getRowDimension(); row++) {
            for (int column = 0; column < at.getColumnDimension(); column++) {
                assertThat(Math.abs(gradient.getEntry(row, column) - expected.getEntry(row, column)))
                        .as(
                                "gradient of %s at %d, %d: %s against %s",
                                what, row, column, gradient.getEntry(row, column), expected.getEntry(row, column))
                        .isLessThanOrEqualTo(ALLOWED * largest);
            }
        }
    }

    private static double difference(
            RowMajorMatrix at, int row, int column, double step, ToDoubleFunction<RowMajorMatrix> loss) {
        RowMajorMatrix up = at.copy();
        RowMajorMatrix down = at.copy();
        up.addToEntry(row, column, step);
        down.addToEntry(row, column, -step);
        return (loss.applyAsDouble(up) - loss.applyAsDouble(down))
                / (up.getEntry(row, column) - down.getEntry(row, column));
    }
}
