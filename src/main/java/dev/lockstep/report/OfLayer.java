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
import java.util.Optional;

/**
 * How far apart two frameworks are in something that a layer computes.
 *
 * @param layer the kind of layer, with what sets it apart: {@code GRU, reset before}
 * @param gradient whether it is a gradient, not an output or a state
 * @param scaledUlp greatest |a − b| in ulps of the greatest number of its array, which numbers beside zero do not blow up
 */
public record OfLayer(String layer, boolean gradient, double scaledUlp) {
    /** Empty for what is not of one layer, in single precision, and where an array is nothing but roundings. */
    static Optional<OfLayer> of(Comparison comparison, Quantity quantity, List<ArrayComparison> arrays) {
        boolean gradient = quantity.kind().isGradient();
        boolean forward =
                !gradient && !quantity.kind().isTraining() && !quantity.layer().isEmpty();
        boolean measured = forward || gradient && quantity.kind() != Quantity.Kind.SCORE;
        if (!measured
                || comparison.scenario().execution().precision() == Precision.SINGLE
                || arrays.stream().anyMatch(OfLayer::isOfRoundings)) {
            return Optional.empty();
        }
        double scaled = arrays.stream().mapToDouble(OfLayer::scaled).max().orElse(0);
        return Optional.of(new OfLayer(layer(comparison.scenario().network(), quantity), gradient, scaled));
    }

    /** Whether two arrays differ that are not told from 0. */
    private static boolean isOfRoundings(ArrayComparison array) {
        return array.maxAbsolute() > 0 && greatest(array) <= array.greatestBound();
    }

    private static double scaled(ArrayComparison array) {
        return array.maxAbsolute() == 0 ? 0 : array.maxAbsolute() / Math.ulp(greatest(array));
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
