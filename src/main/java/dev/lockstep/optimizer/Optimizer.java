package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Takes steps in the parameters of a network. Holds nothing but hyperparameters; what it is given stays as it is. */
public final class Optimizer {
    private final OptimizerSpec spec;
    private final NetworkSpec network;
    private final Rule rule;

    /**
     * What a step leads to.
     *
     * @param theta the parameters after it
     * @param state the optimizer's state after it
     */
    public record Step(Weights theta, OptimizerState state) {}

    private Optimizer(OptimizerSpec spec, NetworkSpec network, Rule rule) {
        this.spec = spec;
        this.network = network;
        this.rule = rule;
    }

    /** The optimizer of that spec for the parameters of that network. */
    public static Optimizer of(OptimizerSpec spec, NetworkSpec network) {
        return new Optimizer(spec, network, Rule.of(spec));
    }

    /**
     * Where the next step wants its gradient: θ itself, but for Nesterov's LOOK_AHEAD form (O2).
     *
     * @throws InvalidInput if the state has other slots than this optimizer
     */
    public Weights gradientPoint(OptimizerState state, Weights theta) {
        requireSlots(state);
        if (!rule.looksAhead()) {
            return theta;
        }
        Map<ParameterKey, RowMajorMatrix> point = new LinkedHashMap<>();
        for (ParameterKey key : theta.keys()) {
            RowMajorMatrix matrix = theta.get(key).copy();
            rule.lookAhead(matrix.array(), slots(state, key));
            point.put(key, matrix);
        }
        return new Weights(network, point);
    }

    /**
     * One step.
     *
     * @param state the state before it; its number of steps taken is t − 1
     * @param theta the parameters before it
     * @param gradient ∇ of the reduced loss at {@link #gradientPoint}, of the parameters' shapes
     * @throws InvalidInput if the state has other slots than this optimizer, the parameters are not the network's, or a
     *     gradient has another shape than its parameter
     */
    public Step step(OptimizerState state, Weights theta, Weights gradient) {
        requireSlots(state);
        theta.keys().forEach(key -> requireShape(key, theta.get(key), gradient.get(key)));
        int t = state.stepsTaken() + 1;
        Map<ParameterKey, RowMajorMatrix> nextTheta = new LinkedHashMap<>();
        Map<String, Map<ParameterKey, RowMajorMatrix>> nextSlots = new LinkedHashMap<>();
        spec.slots().forEach(slot -> nextSlots.put(slot, new LinkedHashMap<>()));
        for (ParameterKey key : theta.keys()) {
            RowMajorMatrix matrix = theta.get(key).copy();
            double[][] slots = slots(state, key);
            rule.step(t, matrix.array(), gradient.get(key).toArray(), slots);
            nextTheta.put(key, matrix);
            for (int k = 0; k < slots.length; k++) {
                RowMajorMatrix slot =
                        RowMajorMatrix.wrap(slots[k], matrix.getRowDimension(), matrix.getColumnDimension());
                nextSlots.get(spec.slots().get(k)).put(key, slot);
            }
        }
        Map<String, Weights> nextState = new LinkedHashMap<>();
        nextSlots.forEach((slot, matrices) -> nextState.put(slot, new Weights(network, matrices)));
        return new Step(new Weights(network, nextTheta), new OptimizerState(t, nextState));
    }

    /** Fresh copies of the arrays that belong to a parameter, in the order of the spec's slots. */
    private double[][] slots(OptimizerState state, ParameterKey key) {
        return spec.slots().stream()
                .map(slot -> state.slots().get(slot).get(key).toArray())
                .toArray(double[][]::new);
    }

    private void requireShape(ParameterKey key, RowMajorMatrix matrix, RowMajorMatrix gradient) {
        if (gradient.getRowDimension() != matrix.getRowDimension()
                || gradient.getColumnDimension() != matrix.getColumnDimension()) {
            throw new InvalidInput("d" + key.parameter().symbol() + " of "
                    + network.layer(key.layer()).title() + ": " + matrix.getRowDimension() + "×"
                    + matrix.getColumnDimension() + " expected, " + gradient.getRowDimension() + "×"
                    + gradient.getColumnDimension() + " found");
        }
    }

    private void requireSlots(OptimizerState state) {
        if (!state.slots().keySet().equals(Set.copyOf(spec.slots()))) {
            throw new InvalidInput("state of " + spec.title() + ": " + spec.slots() + " expected, "
                    + state.slots().keySet() + " found");
        }
    }
}
