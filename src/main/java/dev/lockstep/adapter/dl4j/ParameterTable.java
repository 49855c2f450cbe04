package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Axis;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@code paramTable()} of a network has, {@code 0_W} …; which number means what is DL4J's business.
 *
 * @param arrays by name
 */
record ParameterTable(Map<String, Tensor> arrays) {
    /** The parameters of a network; copied. */
    static ParameterTable of(MultiLayerNetwork network) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        network.paramTable().forEach((name, array) -> {
            List<Axis> axes = new ArrayList<>();
            for (long size : array.shape()) {
                axes.add(Axis.counted("axis " + (axes.size() + 1), (int) size));
            }
            arrays.put(name, new Tensor(axes, ArrayTranslation.values(array)));
        });
        return new ParameterTable(arrays);
    }

    /**
     * Gives every parameter of a network its numbers; a bias that is not here is left as it is.
     *
     * @throws InvalidInput if an array is none of the network's, is missing or has another number of entries
     */
    void into(MultiLayerNetwork network) {
        Map<String, INDArray> parameters = network.paramTable();
        Set<String> unknown = new LinkedHashSet<>(arrays.keySet());
        unknown.removeAll(parameters.keySet());
        if (!unknown.isEmpty()) {
            throw new InvalidInput(
                    "arrays for Deeplearning4j: " + parameters.keySet() + " expected, " + unknown + " found as well");
        }
        parameters.forEach((name, parameter) -> {
            Tensor given = arrays.get(name);
            if (given != null && given.values().length == parameter.length()) {
                parameter.assign(Nd4j.createFromArray(given.values())
                        .reshape('c', parameter.shape())
                        .castTo(parameter.dataType()));
            } else if (given != null || !name.matches(".*_[fb]?b[FB]?")) {
                throw new InvalidInput(name + " for Deeplearning4j: " + parameter.length() + " numbers expected, "
                        + (given == null ? "none" : given.values().length) + " found");
            }
        });
    }
}
