package dev.lockstep.report;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What of two frameworks a quantity tells, and how far apart they are in it.
 *
 * @param subject what it is about
 * @param layer the kind of layer, with what sets it apart: {@code GRU, reset before}; empty for scores, and of optimizer steps
 * @param gradient whether it is a gradient, not an output or a state
 * @param precision what it was computed in
 * @param scaledUlp greatest |a − b| in ulps of the greatest number of its array, which numbers beside zero do not blow up; empty
 *     where an array is nothing but roundings, or not of the same shape
 */
public record Aspect(Subject subject, String layer, boolean gradient, Precision precision, OptionalDouble scaledUlp) {
    static Aspect of(Comparison comparison, Quantity quantity, List<ArrayComparison> arrays) {
        Precision precision = comparison.scenario().execution().precision();
        boolean ofLayer = !quantity.kind().isTraining()
                && quantity.kind() != Quantity.Kind.SCORE
                && (quantity.kind().isGradient() || !quantity.layer().isEmpty());
        boolean measured = arrays.stream().noneMatch(array -> array.shapesDiffer() || isOfRoundings(array));
        return new Aspect(
                Subject.of(comparison.scenario(), arrays.get(0).quantity()),
                ofLayer ? layer(comparison.scenario().network(), quantity) : "",
                quantity.kind().isGradient(),
                precision,
                measured
                        ? arrays.stream()
                                .mapToDouble(array -> scaled(array, precision))
                                .max()
                        : OptionalDouble.empty());
    }

    /** Whether two arrays differ that are not told from 0. */
    private static boolean isOfRoundings(ArrayComparison array) {
        return array.maxAbsolute() > 0 && greatest(array) <= array.greatestBound();
    }

    private static double scaled(ArrayComparison array, Precision precision) {
        double greatest = greatest(array);
        double ulp = precision == Precision.SINGLE ? Math.ulp((float) greatest) : Math.ulp(greatest);
        return array.maxAbsolute() == 0 ? 0 : array.maxAbsolute() / ulp;
    }

    private static double greatest(ArrayComparison array) {
        return Arrays.stream(array.b().values()).map(Math::abs).max().orElse(0);
    }

    /** Whose it is; the gradient of the input is the lowest layer's. */
    private static String layer(NetworkSpec network, Quantity quantity) {
        LayerSpec whole = network.layers().stream()
                .filter(layer -> layer.name().equals(quantity.layer())
                        || layer.parts().stream().anyMatch(part -> part.name().equals(quantity.layer())))
                .findFirst()
                .orElse(network.layers().get(0));
        if (whole instanceof BidirectionalSpec both && both.form() == BidirectionalSpec.Form.WRAPPER) {
            return both.kind() + " of " + layer(both.forward());
        }
        return whole instanceof RecurrentSpec recurrent ? layer(recurrent) : whole.kind();
    }

    private static String layer(RecurrentSpec layer) {
        if (layer instanceof LstmSpec lstm) {
            return lstm.peepholes() ? "GravesLSTM" : "LSTM";
        }
        if (layer instanceof GruSpec gru) {
            return gru.reset() == GruSpec.Reset.BEFORE_PRODUCT ? "GRU, reset before" : "GRU, reset after";
        }
        return ((SimpleRnnSpec) layer).norm().isPresent() ? "SimpleRnn, layer-normalised" : layer.kind();
    }
}
