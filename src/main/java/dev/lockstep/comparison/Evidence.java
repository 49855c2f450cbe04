package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import java.util.List;

/**
 * Whether arrays that agree could have disagreed. They could not
 *
 * <ul>
 *   <li>if every number on both sides is zero: a missing term changes nothing;
 *   <li>if every output of every recurrent layer is saturated, within 1e-9 of a limit of the layer's activation: wrong
 *       weights saturate as well. Limits are ±1 for tanh, hard tanh and softsign, 0 and 1 for the logistic function and
 *       hard sigmoid in SimpleRnn; an LSTM's h = o ⊙ φ(c) counts as saturated at φ's limits only. Unbounded
 *       activations never saturate;
 *   <li>if no array holds two different numbers, though some hold several: exchanged units, rows or steps would not show.
 * </ul>
 */
final class Evidence {
    private static final double NEAR = 1e-9;

    private Evidence() {}

    /** Why arrays that agree are no evidence, as a sentence; empty when they are. */
    static String missing(Case scenario, List<ArrayComparison> arrays) {
        if (arrays.stream().allMatch(array -> Magnitudes.allZero(array.a()) && Magnitudes.allZero(array.b()))) {
            return "every number is zero on both sides, so nothing could have differed";
        }
        List<ArrayComparison> recurrent = arrays.stream()
                .filter(array -> array.quantity().kind() == Quantity.Kind.OUTPUTS)
                .filter(array -> limited(scenario, array) != null)
                .toList();
        if (!recurrent.isEmpty()
                && recurrent.stream()
                        .allMatch(array -> saturated(limited(scenario, array), array.a())
                                && saturated(limited(scenario, array), array.b()))) {
            return "every output of the recurrent layers is saturated, so wrong weights would give the same numbers";
        }
        List<ArrayComparison> several =
                arrays.stream().filter(array -> array.elements() > 1).toList();
        if (!several.isEmpty()
                && several.stream()
                        .allMatch(array -> Magnitudes.constant(array.a()) && Magnitudes.constant(array.b()))) {
            return "every array holds one number throughout, so exchanged units, rows or steps would not show";
        }
        return "";
    }

    /** The recurrent layer whose outputs these are; null for other layers. */
    private static LayerSpec limited(Case scenario, ArrayComparison array) {
        return scenario.network().recurrent().stream()
                .filter(layer -> layer.name().equals(array.quantity().layer()))
                .findFirst()
                .orElse(null);
    }

    private static boolean saturated(LayerSpec layer, Tensor tensor) {
        for (double value : tensor.values()) {
            if (!saturated(layer, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean saturated(LayerSpec layer, double value) {
        Activation activation =
                layer instanceof LstmSpec lstm ? lstm.activation() : ((SimpleRnnSpec) layer).activation();
        double lower = switch (activation) {
            case TANH, HARD_TANH, SOFTSIGN -> -1;
            case SIGMOID, HARD_SIGMOID -> layer instanceof LstmSpec ? 1 : 0;
            default -> Double.NaN;
        };
        return Math.abs(value - lower) <= NEAR || lower == lower && Math.abs(value - 1) <= NEAR;
    }
}
