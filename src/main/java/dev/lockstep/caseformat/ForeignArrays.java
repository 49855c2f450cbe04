package dev.lockstep.caseformat;

import dev.lockstep.layout.Layout;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Weights as another framework keeps them.
 *
 * @param layout names, shapes and orders of gates
 * @param arrays by name, in the order of the file
 * @param names for some layers of the network the group of their arrays
 */
public record ForeignArrays(Layout layout, Map<String, Tensor> arrays, Map<String, String> names) {
    public ForeignArrays {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /** Weights of ours in that layout. */
    public static ForeignArrays of(Layout layout, NetworkSpec network, Weights weights) {
        return new ForeignArrays(layout, layout.write(network, weights), Map.of());
    }

    /**
     * The parameters that they are.
     *
     * @throws dev.lockstep.model.InvalidInput if they are not exactly the network's
     */
    public Weights weights(NetworkSpec network) {
        return layout.read(network, arrays, names);
    }

    /**
     * Which group of them is which layer's, a line; empty where names and order say nothing else.
     *
     * @throws dev.lockstep.model.InvalidInput if one belongs to no layer
     */
    public Optional<String> placement(NetworkSpec network) {
        return layout.arrangement(network, arrays.keySet(), names).told();
    }

    /**
     * The same arrays under the names that the layout writes, which tell their layer.
     *
     * @throws dev.lockstep.model.InvalidInput if one belongs to no layer
     */
    public Map<String, Tensor> byLayer(NetworkSpec network) {
        Map<String, String> written =
                layout.arrangement(network, arrays.keySet(), names).writtenNames();
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        arrays.forEach((name, array) -> renamed.put(written.get(name), array));
        return renamed;
    }
}
