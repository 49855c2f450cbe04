package dev.lockstep.convention;

import dev.lockstep.convention.Hypothesis.Rule;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Another understanding of where the entries of parameters belong.
 *
 * @param arrangement where each entry of a parameter is taken from
 */
record WeightLayout(Arrangement arrangement) {
    /** Where entries are taken from. */
    @FunctionalInterface
    interface Arrangement {
        /**
         * Where every entry is taken from, as flat indices; null where a parameter stays as it is.
         *
         * @param layer whose parameter it is
         * @param spec its shape
         */
        int[] sources(LayerSpec layer, ParameterSpec spec);
    }

    /** The case understood this way; gradients, parameters and optimizer state are put back into their places. */
    Rule rule() {
        return Hypothesis.changing(this::apply, this::restored);
    }

    /** Blocks of columns in another order: block k is taken from {@code order.get(k)}. */
    static int[] columnBlocks(ParameterSpec spec, List<Integer> order) {
        int width = spec.columns() / order.size();
        return IntStream.range(0, spec.rows() * spec.columns())
                .map(at -> {
                    int column = at % spec.columns();
                    return at - column + order.get(column / width) * width + column % width;
                })
                .toArray();
    }

    /** Every square block of columns transposed. */
    static int[] transposedBlocks(ParameterSpec spec) {
        int size = spec.rows();
        return IntStream.range(0, spec.rows() * spec.columns())
                .map(at -> {
                    int row = at / spec.columns();
                    int column = at % spec.columns();
                    int block = column / size * size;
                    return (column - block) * spec.columns() + block + row;
                })
                .toArray();
    }

    /** The array of the transposed matrix, read as if it were that of the matrix itself. */
    static int[] readAcross(ParameterSpec spec) {
        return IntStream.range(0, spec.rows() * spec.columns())
                .map(at -> at % spec.rows() * spec.columns() + at / spec.rows())
                .toArray();
    }

    /** The matrix's own array, read column by column. */
    static int[] readDown(ParameterSpec spec) {
        return inverse(readAcross(spec));
    }

    static int[] inverse(int[] sources) {
        int[] inverse = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            inverse[sources[i]] = i;
        }
        return inverse;
    }

    private Case apply(Case scenario) {
        return withParameters(scenario, (layer, spec, values) -> {
            int[] sources = arrangement.sources(layer, spec);
            return sources == null ? values : picked(values, sources);
        });
    }

    /** What happens to the entries of a parameter. */
    @FunctionalInterface
    interface Entries {
        /** The entries as they are understood, of those that were meant; the latter must not be written to. */
        double[] understood(LayerSpec layer, ParameterSpec spec, double[] meant);
    }

    /** The case with other parameters, and the optimizer's state in the same places. */
    static Case withParameters(Case scenario, Entries entries) {
        return new CaseChange(scenario.withWeights(changed(scenario, scenario.weights(), entries)))
                .training(training -> {
                    Map<String, Weights> slots = new LinkedHashMap<>();
                    training.start()
                            .slots()
                            .forEach((slot, arrays) -> slots.put(slot, changed(scenario, arrays, entries)));
                    return training.from(new OptimizerState(training.start().stepsTaken(), slots));
                });
    }

    /** The case with other weights. */
    static Case withWeights(Case scenario, Entries entries) {
        return scenario.withWeights(changed(scenario, scenario.weights(), entries));
    }

    private static Weights changed(Case scenario, Weights weights, Entries entries) {
        NetworkSpec network = scenario.network();
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> {
            LayerSpec layer = network.layer(key.layer());
            double[] values = entries.understood(layer, layer.parameter(key.parameter()), matrix.toArray());
            matrices.put(key, RowMajorMatrix.wrap(values, matrix.getRowDimension(), matrix.getColumnDimension()));
        });
        return new Weights(network, matrices);
    }

    private Tensor restored(Case scenario, Quantity quantity, Tensor tensor) {
        if (!isOfParameter(quantity)) {
            return tensor;
        }
        LayerSpec layer = scenario.network().layer(quantity.layer());
        int[] sources = arrangement.sources(layer, layer.parameter(parameter(quantity)));
        return sources == null ? tensor : new Tensor(tensor.axes(), picked(tensor.values(), inverse(sources)));
    }

    /** Whether the array has the shape of a parameter. */
    static boolean isOfParameter(Quantity quantity) {
        return quantity.kind() == Kind.GRADIENT
                || quantity.kind() == Kind.PARAMETER
                || quantity.kind() == Kind.OPTIMIZER_STATE;
    }

    /** The parameter that the array belongs to. */
    static Parameter parameter(Quantity quantity) {
        String symbol = quantity.part().split("\\.", 2)[0];
        for (Parameter parameter : Parameter.values()) {
            if (parameter.symbol().equals(symbol)) {
                return parameter;
            }
        }
        throw new IllegalArgumentException(quantity + " belongs to no parameter");
    }

    private static double[] picked(double[] values, int[] sources) {
        return IntStream.of(sources).mapToDouble(source -> values[source]).toArray();
    }
}
