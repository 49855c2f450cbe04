package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Whether arrays that agree could have disagreed. They could not
 *
 * <ul>
 *   <li>if every number on both sides is zero: a missing term changes nothing;
 *   <li>if every number that belongs to one of the layers is zero on both sides, such as those of a ReLU that never opens;
 *   <li>if training left every parameter where it was;
 *   <li>if every output of one of the recurrent layers is saturated, within 1e-9 of a limit of the layer's activation: wrong
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
        for (LayerSpec layer : scenario.network().layers()) {
            List<ArrayComparison> own = arrays.stream()
                    .filter(array -> array.quantity().layer().equals(layer.name()))
                    .toList();
            if (!own.isEmpty()
                    && own.stream().allMatch(array -> Magnitudes.allZero(array.a()) && Magnitudes.allZero(array.b()))) {
                return "every number of " + layer.title()
                        + " is zero on both sides, so nothing there could have differed";
            }
            if (layer instanceof RecurrentSpec
                    && own.stream()
                            .anyMatch(array ->
                                    array.quantity().kind() == Quantity.Kind.OUTPUTS && saturated(scenario, array))) {
                return "every output of " + layer.title()
                        + " is saturated, so wrong weights would give the same numbers";
            }
        }
        if (unmoved(scenario, arrays)) {
            return "training left every parameter where it was, so a wrong optimizer would give the same numbers";
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

    private static boolean unmoved(Case scenario, List<ArrayComparison> arrays) {
        List<ArrayComparison> parameters = arrays.stream()
                .filter(array -> array.quantity().kind() == Quantity.Kind.PARAMETER)
                .toList();
        return !parameters.isEmpty()
                && parameters.stream().allMatch(array -> {
                    double[] before = before(scenario, array.quantity());
                    return Arrays.equals(array.a().values(), before)
                            && Arrays.equals(array.b().values(), before);
                });
    }

    private static double[] before(Case scenario, Quantity quantity) {
        return scenario.weights().keys().stream()
                .filter(key -> key.layer().equals(quantity.layer())
                        && key.parameter().symbol().equals(quantity.part()))
                .findFirst()
                .map(key -> scenario.weights().get(key).toArray())
                .orElseThrow();
    }

    private static boolean saturated(Case scenario, ArrayComparison array) {
        List<Double> limits = limits(scenario.network().layer(array.quantity().layer()));
        return saturated(limits, array.a()) && saturated(limits, array.b());
    }

    private static boolean saturated(List<Double> limits, Tensor tensor) {
        return Arrays.stream(tensor.values())
                .allMatch(value -> limits.stream().anyMatch(limit -> Math.abs(value - limit) <= NEAR));
    }

    private static List<Double> limits(LayerSpec layer) {
        boolean gated = layer instanceof LstmSpec;
        Activation activation =
                layer instanceof LstmSpec lstm ? lstm.activation() : ((SimpleRnnSpec) layer).activation();
        return switch (activation) {
            case TANH, HARD_TANH, SOFTSIGN -> List.of(-1.0, 1.0);
            case SIGMOID, HARD_SIGMOID -> gated ? List.of(1.0) : List.of(0.0, 1.0);
            default -> List.of();
        };
    }
}
