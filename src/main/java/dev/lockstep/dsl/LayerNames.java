package dev.lockstep.dsl;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names for layers that were given none. */
final class LayerNames {
    private LayerNames() {}

    /** See {@link Conformance#network}. */
    static NetworkSpec named(LayerSpec... layers) {
        Map<String, Integer> seen = new HashMap<>();
        List<LayerSpec> named = new ArrayList<>();
        for (LayerSpec layer : layers) {
            String kind = kind(layer);
            int position = seen.merge(kind, 1, Integer::sum);
            named.add(layer.name().isEmpty() ? named(layer, kind + " " + position) : layer);
        }
        return new NetworkSpec(named);
    }

    private static String kind(LayerSpec layer) {
        if (layer instanceof LstmSpec) {
            return "lstm";
        }
        if (layer instanceof SimpleRnnSpec) {
            return "simple rnn";
        }
        if (layer instanceof GruSpec) {
            return "gru";
        }
        if (layer instanceof BidirectionalSpec both) {
            return both.form() == BidirectionalSpec.Form.GRAVES ? "graves bidirectional lstm" : "bidirectional";
        }
        if (layer instanceof MaskZeroSpec masked) {
            return kind(masked.wrapped());
        }
        if (layer instanceof DenseSpec) {
            return "dense";
        }
        return layer instanceof ActivationSpec ? "activation" : "last step";
    }

    private static LayerSpec named(LayerSpec layer, String name) {
        if (layer instanceof RecurrentSpec recurrent) {
            return recurrent.named(name);
        }
        if (layer instanceof BidirectionalSpec both) {
            return BidirectionalSpec.of(both.mode(), both.form(), both.forward().named(name));
        }
        if (layer instanceof MaskZeroSpec masked) {
            return new MaskZeroSpec(masked.wrapped().named(name), masked.value(), masked.rule());
        }
        if (layer instanceof DenseSpec dense) {
            return new DenseSpec(name, dense.inputs(), dense.outputs(), dense.activation(), dense.bias());
        }
        if (layer instanceof ActivationSpec activation) {
            return new ActivationSpec(name, activation.inputs(), activation.activation());
        }
        return new LastStepSpec(name, ((LastStepSpec) layer).inputs());
    }
}
