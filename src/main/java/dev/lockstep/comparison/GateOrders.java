package dev.lockstep.comparison;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which wrong orders of a layer's gates would show in what was compared: the definition computes the case with the column
 * blocks of W, RW and the biases in each other order, puts gradients back in place, and what then differs by more than is
 * allowed shows.
 */
public final class GateOrders {
    private static final Set<Parameter> IN_BLOCKS = EnumSet.of(Parameter.W, Parameter.RW, Parameter.B, Parameter.RB);

    private final Case scenario;
    private final RecurrentSpec layer;
    private final List<ArrayComparison> arrays;

    /**
     * @param scenario what was computed
     * @param layer one of its layers
     * @param arrays what was compared of it, and what was allowed
     */
    public GateOrders(Case scenario, RecurrentSpec layer, List<ArrayComparison> arrays) {
        this.scenario = scenario;
        this.layer = layer;
        this.arrays = arrays;
    }

    /** How many wrong orders there are: 23 for an LSTM, 5 for a GRU, 0 for layers without gates. */
    public int all() {
        return wrongOrders().size();
    }

    /** How many of them would show. After an optimizer step all do: each gate has a gradient of its own. */
    public int shown() {
        if (trained()) {
            return all();
        }
        Observations right = observe(scenario);
        return (int) wrongOrders().stream().filter(order -> shows(order, right)).count();
    }

    /**
     * Whether one of them would show; true where there are no gates, and where that would cost too much to find out.
     *
     * @param affordable whether the case is small enough to be computed by the definition
     */
    boolean anyShows(boolean affordable) {
        List<List<Integer>> orders = wrongOrders();
        if (orders.isEmpty() || trained()) {
            return true;
        }
        if (gatesAreEqual()
                && arrays.stream().noneMatch(array -> array.quantity().kind() == Kind.GRADIENT)) {
            return false;
        }
        if (!affordable) {
            return true;
        }
        Observations right = observe(scenario);
        return orders.stream().anyMatch(order -> shows(order, right));
    }

    private boolean trained() {
        return arrays.stream().anyMatch(array -> array.quantity().step() > 0);
    }

    private boolean gatesAreEqual() {
        return wrongOrders().stream()
                .allMatch(order -> scenario.weights().keys().stream()
                        .filter(this::inBlocks)
                        .allMatch(key -> Arrays.equals(
                                scenario.weights().get(key).toArray(),
                                reordered(scenario.weights().get(key).toArray(), order))));
    }

    private boolean shows(List<Integer> order, Observations right) {
        Map<ParameterKey, RowMajorMatrix> weights =
                new LinkedHashMap<>(scenario.weights().asMap());
        weights.replaceAll((key, matrix) -> inBlocks(key)
                ? RowMajorMatrix.wrap(
                        reordered(matrix.toArray(), order), matrix.getRowDimension(), matrix.getColumnDimension())
                : matrix);
        Observations wrong = observe(scenario.withWeights(new Weights(scenario.network(), weights)));
        List<Integer> back = new ArrayList<>(order);
        for (int block = 0; block < order.size(); block++) {
            back.set(order.get(block), block);
        }
        return arrays.stream().anyMatch(array -> {
            if (!right.has(array.quantity())) {
                return true;
            }
            Tensor seen = wrong.get(array.quantity());
            boolean own = array.quantity().kind() == Kind.GRADIENT
                    && array.quantity().layer().equals(layer.name())
                    && IN_BLOCKS.stream()
                            .anyMatch(parameter ->
                                    parameter.symbol().equals(array.quantity().part()));
            return differ(
                    right.get(array.quantity()).values(),
                    own ? reordered(seen.values(), back) : seen.values(),
                    array.bound().allowed());
        });
    }

    private static boolean differ(double[] right, double[] wrong, double[] allowed) {
        for (int k = 0; k < right.length; k++) {
            if (!(Math.abs(right[k] - wrong[k]) <= allowed[k])) {
                return true;
            }
        }
        return false;
    }

    private Observations observe(Case changed) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        arrays.forEach(array -> kinds.add(array.quantity().kind()));
        return Definition.STANDARD.observe(new Case(
                        changed.name(),
                        changed.network(),
                        changed.weights(),
                        changed.input(),
                        changed.initialStates(),
                        changed.objective(),
                        changed.truncation(),
                        Optional.empty(),
                        kinds)
                .with(changed.masks()));
    }

    private boolean inBlocks(ParameterKey key) {
        return key.layer().equals(layer.name()) && IN_BLOCKS.contains(key.parameter());
    }

    /** Column blocks in another order: block k is taken from {@code order.get(k)}. */
    private double[] reordered(double[] values, List<Integer> order) {
        int units = layer.units();
        int columns = order.size() * units;
        double[] reordered = new double[values.length];
        for (int row = 0; row < values.length / columns; row++) {
            for (int block = 0; block < order.size(); block++) {
                System.arraycopy(
                        values,
                        row * columns + order.get(block) * units,
                        reordered,
                        row * columns + block * units,
                        units);
            }
        }
        return reordered;
    }

    private List<List<Integer>> wrongOrders() {
        int gates =
                layer instanceof LstmSpec ? Gate.values().length : layer instanceof GruSpec ? GruSpec.GATES.size() : 0;
        List<List<Integer>> orders = List.of(List.of());
        for (int gate = 0; gate < gates; gate++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int position = 0; position <= order.size(); position++) {
                    List<Integer> extended = new ArrayList<>(order);
                    extended.add(position, gate);
                    longer.add(extended);
                }
            }
            orders = longer;
        }
        // The last of them is the right one, since gates are put behind all others at the end only.
        return orders.subList(0, orders.size() - 1);
    }
}
