package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where each parameter stands in DL4J's flat vector: layer by layer W, RW, b, every matrix column after column, then the gains of
 * layer normalisation, those of x·W first; of a bidirectional layer all of its forward direction, then all of the other. Serves
 * parameters, gradients and the arrays of an updater alike.
 *
 * <p>DL4J's recurrent layers have one bias, always. For a layer without one it holds zeros that no parameter of ours stands for;
 * for a SimpleRnn with two it holds b + rb, and its gradient is that of b and that of rb.
 */
final class ParameterLayout {
    /** DL4J's column block of each canonical gate i f g o. */
    private static final int[] BLOCK = {3, 1, 0, 2};

    /** DL4J's column of RW, counted from 4·units, of each row i f o of the peepholes. */
    private static final int[] PEEPHOLE_COLUMN = {2, 0, 1};

    private final NetworkSpec network;
    /** For every parameter, the position in the flat vector of each of its entries, row-major. */
    private final Map<ParameterKey, int[]> positions = new LinkedHashMap<>();

    private final int size;

    ParameterLayout(NetworkSpec network) {
        this.network = network;
        int start = 0;
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                int[] entries = switch (spec.parameter()) {
                    case P -> peepholes(start, spec);
                    case RB -> columns(start - spec.columns(), spec);
                    case G -> rows(start, spec);
                    case W, RW, B, H0 ->
                        layer instanceof LstmSpec lstm ? gates(start, spec, lstm.units()) : columns(start, spec);
                };
                positions.put(new ParameterKey(layer.name(), spec.parameter()), entries);
                // The peepholes are columns of RW, which DL4J keeps before b; and rb is the same entries as b.
                boolean shared = spec.parameter() == Parameter.P || spec.parameter() == Parameter.RB;
                start += shared ? 0 : width(layer, spec);
                if (spec.parameter() == Parameter.RW && Expressibility.hasZeroBias(layer)) {
                    start += spec.columns();
                }
            }
        }
        size = start;
    }

    /** Number of parameters. */
    int size() {
        return size;
    }

    /** The flat vector with these numbers; where two parameters share entries, their sum. */
    double[] flatten(Weights weights) {
        double[] flat = new double[size];
        positions.forEach((key, entries) -> {
            double[] values = weights.get(key).toArray();
            for (int i = 0; i < values.length; i++) {
                flat[entries[i]] += values[i];
            }
        });
        return flat;
    }

    /** The numbers of this flat vector; where two parameters share entries, both have them. */
    Weights unflatten(double[] flat) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        positions.forEach((key, entries) -> {
            double[] values = new double[entries.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = flat[entries[i]];
            }
            ParameterSpec spec = spec(key);
            matrices.put(key, RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
        });
        return new Weights(network, matrices);
    }

    /** Name and shape of a parameter. */
    ParameterSpec spec(ParameterKey key) {
        return network.layer(key.layer()).parameters().stream()
                .filter(spec -> spec.parameter() == key.parameter())
                .findFirst()
                .orElseThrow();
    }

    private static int width(LayerSpec layer, ParameterSpec spec) {
        boolean carriesPeepholes =
                spec.parameter() == Parameter.RW && layer instanceof LstmSpec lstm && lstm.peepholes();
        return spec.rows() * (spec.columns() + (carriesPeepholes ? 3 : 0));
    }

    private static int[] columns(int start, ParameterSpec spec) {
        int[] entries = new int[spec.rows() * spec.columns()];
        for (int row = 0; row < spec.rows(); row++) {
            for (int column = 0; column < spec.columns(); column++) {
                entries[row * spec.columns() + column] = start + column * spec.rows() + row;
            }
        }
        return entries;
    }

    private static int[] rows(int start, ParameterSpec spec) {
        return IntStream.range(start, start + spec.rows() * spec.columns()).toArray();
    }

    private static int[] gates(int start, ParameterSpec spec, int units) {
        int[] entries = new int[spec.rows() * spec.columns()];
        for (int row = 0; row < spec.rows(); row++) {
            for (int column = 0; column < spec.columns(); column++) {
                int theirs = BLOCK[column / units] * units + column % units;
                entries[row * spec.columns() + column] = start + theirs * spec.rows() + row;
            }
        }
        return entries;
    }

    /** The bias of 4·units numbers, ours or not, and the three peephole columns of RW end where the peepholes' turn comes. */
    private static int[] peepholes(int end, ParameterSpec spec) {
        int units = spec.columns();
        int firstColumn = end - 4 * units - 3 * units;
        int[] entries = new int[3 * units];
        for (int row = 0; row < 3; row++) {
            for (int unit = 0; unit < units; unit++) {
                entries[row * units + unit] = firstColumn + PEEPHOLE_COLUMN[row] * units + unit;
            }
        }
        return entries;
    }
}
