package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** How great parameters may be so that gates are open, and changes that keep them so. */
final class Magnitudes {
    private Magnitudes() {}

    /** The greatest number of each parameter, by the law. */
    static Map<ParameterKey, Double> bounds(Case scenario) {
        Map<ParameterKey, Double> bounds = new LinkedHashMap<>();
        for (LayerSpec layer : scenario.network().parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                bounds.put(new ParameterKey(layer.name(), spec.parameter()), NetworkLaw.bound(spec));
            }
        }
        return bounds;
    }

    /** Parameters that have greater numbers than the law usually draws. */
    static List<ParameterKey> beyondTheLaw(Case scenario) {
        List<ParameterKey> beyond = new ArrayList<>();
        bounds(scenario).forEach((key, bound) -> {
            if (greatest(scenario, key) > bound) {
                beyond.add(key);
            }
        });
        return beyond;
    }

    /** Makes a parameter as small as the law has it, its numbers in the same proportion. */
    static DoubleUnaryOperator scaled(Case scenario, ParameterKey key) {
        double factor = bounds(scenario).get(key) / greatest(scenario, key);
        double twoToThe = Math.scalb(1, Math.getExponent(factor));
        return value -> value * twoToThe;
    }

    /**
     * Rounds to multiples of 1/grid; towards zero, where the nearest one is beyond the law and the number is not.
     *
     * @param bound of the law
     */
    static DoubleUnaryOperator rounded(double grid, double bound) {
        return value -> {
            double nearest = Math.rint(value * grid) / grid;
            boolean leaves = Math.abs(nearest) > bound && Math.abs(value) <= bound;
            return leaves ? Math.copySign(Math.floor(Math.abs(value) * grid) / grid, value) : nearest;
        };
    }

    private static double greatest(Case scenario, ParameterKey key) {
        return Arrays.stream(scenario.weights().get(key).toArray())
                .map(Math::abs)
                .max()
                .orElse(0);
    }
}
