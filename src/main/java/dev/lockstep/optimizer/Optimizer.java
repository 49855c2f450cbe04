package dev.lockstep.optimizer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes steps in the parameters of a network. It remembers nothing from step to step, so that any number of threads may use it;
 * what it is given stays as it is, but for {@link #stepInPlace}.
 */
public final class Optimizer {
    private final OptimizerSpec spec;
    private final NetworkSpec network;
    private final List<String> slotNames;
    private final Rule rule;
    /** Whoever takes a step in place borrows it, so that no step has to make its own. */
    private final AtomicReference<Operands> spare = new AtomicReference<>();

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
        this.slotNames = spec.slots();
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
     * One step at the spec's own rate.
     *
     * @param state the state before it; its number of steps taken is t − 1
     * @param theta the parameters before it
     * @param gradient ∇ of the reduced loss at {@link #gradientPoint}, of the parameters' shapes
     * @throws InvalidInput if the state has other slots than this optimizer, the parameters are not the network's, or a
     *     gradient has another shape than its parameter
     */
    public Step step(OptimizerState state, Weights theta, Weights gradient) {
        return step(state, theta, gradient, spec.rate());
    }

    /**
     * One step at another rate.
     *
     * @param alpha the learning rate α, 0 or more
     * @throws InvalidInput as {@link #step(OptimizerState, Weights, Weights)}
     */
    public Step step(OptimizerState state, Weights theta, Weights gradient, double alpha) {
        requireSlots(state);
        theta.keys().forEach(key -> requireShape(key, theta.get(key), gradient.get(key)));
        int t = state.stepsTaken() + 1;
        Map<ParameterKey, RowMajorMatrix> nextTheta = new LinkedHashMap<>();
        Map<String, Map<ParameterKey, RowMajorMatrix>> nextSlots = new LinkedHashMap<>();
        slotNames.forEach(slot -> nextSlots.put(slot, new LinkedHashMap<>()));
        for (ParameterKey key : theta.keys()) {
            RowMajorMatrix matrix = theta.get(key).copy();
            List<RowMajorMatrix> slots = slotNames.stream()
                    .map(slot -> state.slots().get(slot).get(key).copy())
                    .toList();
            stepInPlace(t, alpha, matrix, gradient.get(key), slots);
            nextTheta.put(key, matrix);
            for (int k = 0; k < slots.size(); k++) {
                nextSlots.get(slotNames.get(k)).put(key, slots.get(k));
            }
        }
        Map<String, Weights> nextState = new LinkedHashMap<>();
        nextSlots.forEach((slot, matrices) -> nextState.put(slot, new Weights(network, matrices)));
        return new Step(new Weights(network, nextTheta), new OptimizerState(t, nextState));
    }

    /**
     * One step of one parameter, which takes the place of what was there. Fastest where all matrices begin at the same
     * {@link RowMajorMatrix#offset()}. Allocates nothing once compiled, but 8 KB the first time and when several threads
     * step at once.
     *
     * @param t the number of the step, from 1
     * @param theta θ′ before, θ after
     * @param gradient ∇, of the shape of {@code theta}; must not share entries with any other of these
     * @param slots the state in the order of the spec's slots, of the shape of {@code theta}; before, then after
     * @throws InvalidInput if t is below 1, a slot is missing or superfluous, or a matrix has another shape than {@code theta};
     *     nothing has been modified then
     */
    public void stepInPlace(int t, RowMajorMatrix theta, RowMajorMatrix gradient, List<RowMajorMatrix> slots) {
        stepInPlace(t, spec.rate(), theta, gradient, slots);
    }

    private void stepInPlace(
            int t, double alpha, RowMajorMatrix theta, RowMajorMatrix gradient, List<RowMajorMatrix> slots) {
        if (t < 1) {
            throw new InvalidInput("number of a step of " + spec.title() + ": at least 1 expected, " + t + " found");
        }
        if (slots.size() != slotNames.size()) {
            throw new InvalidInput("state of " + spec.title() + ": " + slotNames.size() + " matrices " + slotNames
                    + " expected, " + slots.size() + " found");
        }
        if (differ(theta, gradient)) {
            throw wrongShape("gradient for " + spec.title(), theta, gradient);
        }
        for (int k = 0; k < slots.size(); k++) {
            if (differ(theta, slots.get(k))) {
                throw wrongShape("state \"" + slotNames.get(k) + "\" of " + spec.title(), theta, slots.get(k));
            }
        }
        Operands borrowed = spare.getAndSet(null);
        Operands operands = borrowed != null ? borrowed : new Operands(slotNames.size());
        operands.step(rule, t, alpha, theta, gradient, slots);
        spare.set(operands);
    }

    /** Fresh copies of the arrays that belong to a parameter, in the order of the spec's slots. */
    private double[][] slots(OptimizerState state, ParameterKey key) {
        return slotNames.stream()
                .map(slot -> state.slots().get(slot).get(key).toArray())
                .toArray(double[][]::new);
    }

    private void requireShape(ParameterKey key, RowMajorMatrix matrix, RowMajorMatrix gradient) {
        if (differ(matrix, gradient)) {
            throw wrongShape(
                    "d" + key.parameter().symbol() + " of "
                            + network.layer(key.layer()).title(),
                    matrix,
                    gradient);
        }
    }

    private static boolean differ(RowMajorMatrix theta, RowMajorMatrix found) {
        return theta.getRowDimension() != found.getRowDimension()
                || theta.getColumnDimension() != found.getColumnDimension();
    }

    private static InvalidInput wrongShape(String what, RowMajorMatrix theta, RowMajorMatrix found) {
        return new InvalidInput(what + ": " + theta.getRowDimension() + "×" + theta.getColumnDimension() + " expected, "
                + found.getRowDimension() + "×" + found.getColumnDimension() + " found");
    }

    private void requireSlots(OptimizerState state) {
        if (!state.slots().keySet().equals(Set.copyOf(slotNames))) {
            throw new InvalidInput("state of " + spec.title() + ": " + slotNames + " expected, "
                    + state.slots().keySet() + " found");
        }
    }
}
