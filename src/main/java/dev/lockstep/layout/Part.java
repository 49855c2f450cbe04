package dev.lockstep.layout;

import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A layer that owns parameters, and their blocks of columns, a block a gate. */
final class Part {
    private static final Map<Parameter, String> FEATURES = Map.of(
            Parameter.RB, "a second bias",
            Parameter.P, "peepholes",
            Parameter.G, "gains of layer normalisation",
            Parameter.H0, "a trained initial state");

    private final LayerSpec layer;
    private final List<String> gates;
    private final int units;

    Part(LayerSpec layer) {
        this.layer = layer;
        this.units = layer instanceof RecurrentSpec recurrent ? recurrent.units() : layer.outputs();
        if (layer instanceof LstmSpec) {
            gates = Arrays.stream(Gate.values()).map(Gate::symbol).toList();
        } else {
            gates = layer instanceof GruSpec ? GruSpec.GATES : List.of("");
        }
    }

    LayerSpec layer() {
        return layer;
    }

    int inputs() {
        return layer.inputs();
    }

    int units() {
        return units;
    }

    /** Columns of W: units times gates. */
    int width() {
        return gates.size() * units;
    }

    boolean isRecurrent() {
        return layer instanceof RecurrentSpec;
    }

    boolean has(Parameter parameter) {
        return layer.parameters().stream().anyMatch(spec -> spec.parameter() == parameter);
    }

    ParameterKey key(Parameter parameter) {
        return new ParameterKey(layer.name(), parameter);
    }

    /** @throws InvalidInput if the layer has a parameter beside W, RW, b and these */
    void requireOnly(String where, Set<Parameter> expressible) {
        for (ParameterSpec spec : layer.parameters()) {
            Parameter parameter = spec.parameter();
            if (FEATURES.containsKey(parameter) && !expressible.contains(parameter)) {
                throw new InvalidInput(where + ": a layer without " + FEATURES.get(parameter) + " expected, "
                        + parameter.symbol() + " found");
            }
        }
    }

    /**
     * Blocks of a parameter whose gates stand after one another.
     *
     * @param order symbols of the gates as the framework has them; of no matter if there are none
     * @param offset of the first block in the array
     * @param rowStride from an entry to the one below
     * @param columnStride from an entry to the one beside it
     */
    List<Block> blocks(Parameter parameter, String order, int offset, int rowStride, int columnStride) {
        if (!has(parameter)) {
            boolean second = parameter == Parameter.RB;
            return List.of(new Block(null, second ? "two" : "one", 0, 0, 1, width(), offset, 0, columnStride));
        }
        int rows = layer.parameter(parameter).rows();
        List<Block> blocks = new ArrayList<>();
        for (int gate = 0; gate < gates.size(); gate++) {
            int theirs = gates.size() == 1 ? 0 : order.indexOf(gates.get(gate));
            blocks.add(new Block(
                    key(parameter),
                    "",
                    0,
                    gate * units,
                    rows,
                    units,
                    offset + theirs * units * columnStride,
                    rowStride,
                    columnStride));
        }
        return blocks;
    }

    /**
     * Blocks of peepholes, whose rows are i f o.
     *
     * @param order of these as the framework has them
     * @param gateStride from a gate to the next
     * @param unitStride from a unit to the next
     */
    List<Block> peepholes(String order, int offset, int gateStride, int unitStride) {
        List<Block> blocks = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            int theirs = offset + order.indexOf("ifo".charAt(row)) * gateStride;
            blocks.add(
                    new Block(has(Parameter.P) ? key(Parameter.P) : null, "", row, 0, 1, units, theirs, 0, unitStride));
        }
        return blocks;
    }
}
