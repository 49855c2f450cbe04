package dev.lockstep.experiment.convert;

import dev.lockstep.layout.Layout;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network whose layers have one bias where they had two and the layout has a place for one: their sum, the nearest number. In
 * exact arithmetic it computes the same; a GRU that resets after the product does not, and keeps its two.
 *
 * @param network with the same layers otherwise
 * @param weights of that network
 * @param said for every layer that changed one sentence
 */
record OneBias(NetworkSpec network, Weights weights, List<String> said) {
    /** @param precision in which the sums are rounded */
    static OneBias in(Layout layout, NetworkSpec network, Weights weights, Precision precision) {
        List<LayerSpec> layers = new ArrayList<>();
        for (LayerSpec layer : network.layers()) {
            layers.add(layout == Layout.KERAS || layout == Layout.DEEPLEARNING4J ? changed(layer) : layer);
        }
        NetworkSpec other = new NetworkSpec(layers);
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (LayerSpec part : other.parts()) {
            part.parameters().forEach(spec -> {
                ParameterKey key = new ParameterKey(part.name(), spec.parameter());
                matrices.put(key, weights.get(key));
            });
            ParameterKey second = new ParameterKey(part.name(), Parameter.RB);
            if (weights.keys().contains(second) && !matrices.containsKey(second)) {
                ParameterKey first = new ParameterKey(part.name(), Parameter.B);
                said.add(summed(part, first, matrices, weights.get(second), precision));
            }
        }
        return new OneBias(other, new Weights(other, matrices), said);
    }

    private static String summed(
            LayerSpec layer,
            ParameterKey key,
            Map<ParameterKey, RowMajorMatrix> matrices,
            RowMajorMatrix second,
            Precision precision) {
        double[] first = matrices.get(key).toArray();
        double[] sums = new double[first.length];
        int rounded = 0;
        for (int i = 0; i < first.length; i++) {
            double other = second.getEntry(0, i);
            double sum = first[i] + other;
            sums[i] = precision == Precision.SINGLE ? (float) sum : sum;
            boolean exact = new BigDecimal(first[i]).add(new BigDecimal(other)).compareTo(new BigDecimal(sums[i])) == 0;
            rounded += exact ? 0 : 1;
        }
        matrices.put(key, RowMajorMatrix.wrap(sums, 1, sums.length));
        return "two biases of " + layer.title() + " become one: their sum, "
                + (rounded == 0 ? "exact" : "rounded in " + rounded + " of " + sums.length);
    }

    private static LayerSpec changed(LayerSpec layer) {
        if (layer instanceof RecurrentSpec recurrent) {
            return changed(recurrent);
        }
        if (layer instanceof BidirectionalSpec both) {
            return BidirectionalSpec.of(
                    both.mode(), both.form(), changed(both.forward()).named(both.name()));
        }
        return layer instanceof MaskZeroSpec masked
                ? new MaskZeroSpec(changed(masked.wrapped()), masked.value(), masked.rule())
                : layer;
    }

    private static RecurrentSpec changed(RecurrentSpec layer) {
        if (layer instanceof LstmSpec lstm && lstm.bias() == Bias.TWO) {
            return new LstmSpec(
                    lstm.name(),
                    lstm.inputs(),
                    lstm.units(),
                    lstm.activation(),
                    lstm.gateActivation(),
                    lstm.peepholes(),
                    Bias.ONE,
                    lstm.preActivationClip());
        }
        if (layer instanceof SimpleRnnSpec rnn && rnn.bias() == Bias.TWO) {
            return new SimpleRnnSpec(
                    rnn.name(),
                    rnn.inputs(),
                    rnn.units(),
                    rnn.activation(),
                    Bias.ONE,
                    rnn.norm(),
                    rnn.trainableStart(),
                    rnn.preActivationClip());
        }
        boolean beside =
                layer instanceof GruSpec gru && gru.bias() == Bias.TWO && gru.reset() == GruSpec.Reset.BEFORE_PRODUCT;
        return beside ? oneBias((GruSpec) layer) : layer;
    }

    private static GruSpec oneBias(GruSpec gru) {
        return new GruSpec(
                        gru.name(),
                        gru.inputs(),
                        gru.units(),
                        gru.activation(),
                        gru.gateActivation(),
                        gru.reset(),
                        Bias.ONE)
                .clippingPreActivationsAt(gru.preActivationClip());
    }
}
