package dev.lockstep.layout;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What one framework calls its arrays, and where in them it keeps what. */
interface Dialect {
    /**
     * The arrays of a layer, in the framework's order; none of a layer without parameters.
     *
     * @param where the layer in messages
     * @throws InvalidInput if there is no place for one of its parameters
     */
    List<ForeignArray> arrays(LayerSpec layer, String where);

    /** Reads the names of a file; what it makes of one that is none of this framework's is empty. */
    Function<String, Optional<ArrayName>> names(Collection<String> all);

    /** The array of a layer is written under this name. */
    String name(NetworkSpec network, LayerSpec layer, String stem);

    /** Names that are expected, for messages. */
    String examples();

    /** Whether arrays without names, {@code arr_0} …, are those of the layers in order. */
    default boolean positional() {
        return false;
    }

    /** Whether these names of groups are numbers that say when the turn of each comes. */
    default boolean countsLayers(Collection<String> groups) {
        return false;
    }

    /** The place of an array's layer, if its name has one, among the layers of one module. */
    default Optional<Stacked> stacked(String name) {
        return Optional.empty();
    }

    /** Whether {@code [1, n]} does for {@code [n]}. */
    default boolean rowsForVectors() {
        return false;
    }

    /**
     * The name of one array, taken apart.
     *
     * @param group that of its layer
     * @param stem which of the layer's arrays it is
     */
    record ArrayName(String group, String stem) {}

    /**
     * A layer of a module that has several.
     *
     * @param module its name
     * @param number which of its layers, from 0
     */
    record Stacked(String module, BigInteger number) {
        boolean isLowest() {
            return number.signum() == 0;
        }
    }
}
