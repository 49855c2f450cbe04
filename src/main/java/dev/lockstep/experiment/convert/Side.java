package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.model.Case;
import dev.lockstep.port.StoredModel;
import java.util.Optional;

/**
 * A network with its parameters as one framework keeps them.
 *
 * @param scenario with the same parameters in our own layout
 * @param arrays in the framework's layout; empty if that is ours
 * @param model the framework's own file, if they are in one
 */
record Side(Case scenario, Optional<ForeignArrays> arrays, Optional<StoredModel> model) {
    /** {@code Keras' layout}. */
    String layout() {
        return arrays.map(given -> given.layout().possessive()).orElse("our own layout");
    }

    /** Which group of arrays was taken for which layer's, where that does not go without saying. */
    Optional<String> placement() {
        return arrays.flatMap(given -> given.placement(scenario.network()));
    }
}
