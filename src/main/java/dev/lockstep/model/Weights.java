package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.random.Well19937c;

/**
 * One matrix for every parameter of a network; also used for gradients, which have the same shapes. Not modified after
 * construction: {@link #get} hands out the matrix itself, which callers must not write to.
 */
public final class Weights {
    private final Map<ParameterKey, RowMajorMatrix> matrices;

    /**
     * @param network whose parameters these are
     * @param matrices one for each parameter, and no more
     * @throws InvalidInput if one is missing, superfluous or of another shape
     */
    public Weights(NetworkSpec network, Map<ParameterKey, RowMajorMatrix> matrices) {
        Map<ParameterKey, RowMajorMatrix> ordered = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                String what = spec.parameter().symbol() + " of " + layer.title();
                RowMajorMatrix matrix = matrices.get(key);
                if (matrix == null) {
                    throw new InvalidInput(what + ": " + spec.rows() + "×" + spec.columns() + " expected, none found");
                }
                Sizes.shape(what, spec.rows(), spec.columns(), matrix.getRowDimension(), matrix.getColumnDimension());
                ordered.put(key, matrix);
            }
        }
        for (ParameterKey key : matrices.keySet()) {
            if (!ordered.containsKey(key)) {
                throw new InvalidInput("weights: parameters of the network expected, " + key + " found");
            }
        }
        this.matrices = ordered;
    }

    private Weights(Map<ParameterKey, RowMajorMatrix> ordered) {
        this.matrices = ordered;
    }

    /**
     * Weights written down by hand: for each layer W, RW, b, rb, p, h0 as far as it has them, in this order.
     *
     * @param network whose parameters these are
     * @param rows the rows of every parameter, from the first layer to the last; copied
     * @throws InvalidInput if one is missing, superfluous or of another shape
     */
    public static Weights of(NetworkSpec network, double[][]... rows) {
        List<ParameterKey> keys = new ArrayList<>();
        network.parts()
                .forEach(layer ->
                        layer.parameters().forEach(spec -> keys.add(new ParameterKey(layer.name(), spec.parameter()))));
        if (keys.size() != rows.length) {
            throw new InvalidInput("weights: " + keys + " expected, " + rows.length + " matrices found");
        }
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            matrices.put(keys.get(i), RowMajorMatrix.of(rows[i]));
        }
        return new Weights(network, matrices);
    }

    /**
     * The parameters that a framework was observed to have reached.
     *
     * @param step after which optimizer step, from 1
     */
    public static Weights after(int step, NetworkSpec network, Observations observations) {
        return of(network, key -> observations.get(Quantity.parameter(key, step)));
    }

    static Weights of(NetworkSpec network, Function<ParameterKey, Tensor> arrays) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                double[] values = arrays.apply(key).values().clone();
                matrices.put(key, RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
        }
        return new Weights(network, matrices);
    }

    /**
     * Weights drawn uniformly from ±1/√(outputs of the layer), the same for the same seed everywhere: unlike each other, and
     * small enough to keep tanh and logistic gates unsaturated.
     */
    public static Weights random(NetworkSpec network, long seed) {
        return random(network, seed, 1);
    }

    /** As {@link #random(NetworkSpec, long)}, every weight times {@code scale}. */
    public static Weights random(NetworkSpec network, long seed, double scale) {
        return drawn(network, seed, (layer, spec) -> scale / Math.sqrt(layer.outputs()));
    }

    /** Weights drawn uniformly by a rule, the same for the same seed everywhere; biases and initial states are zero. */
    public static Weights initial(NetworkSpec network, Initialisation rule, long seed) {
        return drawn(network, seed, (layer, spec) -> spec.parameter().multiplies() ? rule.bound(spec) : 0);
    }

    /** @param amplitude of the numbers of a parameter; 0 draws none */
    private static Weights drawn(
            NetworkSpec network, long seed, ToDoubleBiFunction<LayerSpec, ParameterSpec> amplitude) {
        Well19937c generator = new Well19937c(seed);
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                double bound = amplitude.applyAsDouble(layer, spec);
                double[] values = new double[spec.rows() * spec.columns()];
                for (int i = 0; bound != 0 && i < values.length; i++) {
                    values[i] = bound * (2 * generator.nextDouble() - 1);
                }
                matrices.put(
                        new ParameterKey(layer.name(), spec.parameter()),
                        RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
        }
        return new Weights(network, matrices);
    }

    /** The matrix of that parameter. */
    public RowMajorMatrix get(ParameterKey key) {
        RowMajorMatrix matrix = matrices.get(key);
        if (matrix == null) {
            throw new InvalidInput("parameter: one of " + matrices.keySet() + " expected, " + key + " found");
        }
        return matrix;
    }

    /** The matrix of that parameter of that layer. */
    public RowMajorMatrix get(String layer, Parameter parameter) {
        return get(new ParameterKey(layer, parameter));
    }

    /** All parameters, from the first layer to the last, in each W, RW, b, rb, p, h0. */
    public Set<ParameterKey> keys() {
        return matrices.keySet();
    }

    /** The matrices by parameter, in the order of {@link #keys()}. */
    public Map<ParameterKey, RowMajorMatrix> asMap() {
        return Collections.unmodifiableMap(matrices);
    }

    /** Other matrices of the same shapes. */
    Weights map(UnaryOperator<RowMajorMatrix> change) {
        Map<ParameterKey, RowMajorMatrix> changed = new LinkedHashMap<>();
        matrices.forEach((key, matrix) -> changed.put(key, change.apply(matrix)));
        return new Weights(changed);
    }

    /** The same numbers of the same parameters in the same order. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Weights weights
                        && List.copyOf(matrices.entrySet()).equals(List.copyOf(weights.matrices.entrySet()));
    }

    @Override
    public int hashCode() {
        return matrices.hashCode();
    }

    /** @throws InvalidInput if any entry is NaN or infinite */
    void requireFinite(NetworkSpec network) {
        matrices.forEach((key, matrix) -> Sizes.finite(
                () -> key.parameter().symbol() + " of "
                        + network.layer(key.layer()).title(),
                matrix.toArray()));
    }
}
