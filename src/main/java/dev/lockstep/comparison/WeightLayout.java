package dev.lockstep.comparison;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another understanding of where the entries of parameters belong.
 *
 * @param network whose parameters these are
 * @param rearrangement how each parameter's entries change
 */
record WeightLayout(NetworkSpec network, Rearrangement rearrangement) {
    /** What happens to one parameter. */
    interface Rearrangement {
        /**
         * The entries as they are understood now.
         *
         * @param layer whose parameter it is
         * @param parameter which one
         * @param values its entries, row-major; not to be modified
         */
        double[] apply(LayerSpec layer, Parameter parameter, double[] values);
    }

    /** Every units × units block of RW transposed. */
    static WeightLayout transposed(NetworkSpec network) {
        return new WeightLayout(network, (layer, parameter, values) -> {
            if (parameter != Parameter.RW) {
                return values;
            }
            int units = ((RecurrentSpec) layer).units();
            int columns = values.length / units;
            double[] transposed = new double[values.length];
            for (int row = 0; row < units; row++) {
                for (int column = 0; column < columns; column++) {
                    int block = column / units * units;
                    transposed[(column - block) * columns + block + row] = values[row * columns + column];
                }
            }
            return transposed;
        });
    }

    /** The gate blocks of W, RW and b of every LSTM in another order: block k is taken from {@code order.get(k)}. */
    static WeightLayout reordered(NetworkSpec network, List<Integer> order) {
        return new WeightLayout(network, (layer, parameter, values) -> {
            if (!(layer instanceof LstmSpec lstm) || parameter == Parameter.P) {
                return values;
            }
            int units = lstm.units();
            int columns = order.size() * units;
            double[] reordered = new double[values.length];
            for (int row = 0; row < values.length / columns; row++) {
                for (int block = 0; block < order.size(); block++) {
                    int from = row * columns + order.get(block) * units;
                    System.arraycopy(values, from, reordered, row * columns + block * units, units);
                }
            }
            return reordered;
        });
    }

    /** This layout as a slip, where {@code back} puts gradients, parameters and optimizer state in place again. */
    Slip slip(String what, Case scenario, WeightLayout back) {
        return new Slip(what, apply(scenario), back::apply);
    }

    /** The case with weights and optimizer state understood this way. */
    Case apply(Case scenario) {
        Optional<Training> training = scenario.training().map(given -> {
            Map<String, Weights> slots = new LinkedHashMap<>();
            given.start().slots().forEach((slot, arrays) -> slots.put(slot, apply(arrays)));
            OptimizerState start = new OptimizerState(given.start().stepsTaken(), slots);
            return given.from(start);
        });
        return new Case(
                scenario.name(),
                network,
                apply(scenario.weights()),
                scenario.input(),
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                training,
                scenario.observed());
    }

    private Weights apply(Weights weights) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> {
            double[] values = rearrangement.apply(network.layer(key.layer()), key.parameter(), matrix.toArray());
            matrices.put(key, RowMajorMatrix.wrap(values, matrix.getRowDimension(), matrix.getColumnDimension()));
        });
        return new Weights(network, matrices);
    }

    private Tensor apply(Quantity quantity, Tensor tensor) {
        return switch (quantity.kind()) {
            case GRADIENT, PARAMETER, OPTIMIZER_STATE -> {
                LayerSpec layer = network.layer(quantity.layer());
                yield new Tensor(
                        tensor.axes(), rearrangement.apply(layer, parameter(layer, quantity), tensor.values()));
            }
            default -> tensor;
        };
    }

    private static Parameter parameter(LayerSpec layer, Quantity quantity) {
        String symbol = quantity.part().split("\\.", 2)[0];
        return layer.parameters().stream()
                .map(ParameterSpec::parameter)
                .filter(parameter -> parameter.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }
}
