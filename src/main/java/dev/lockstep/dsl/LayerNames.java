package dev.lockstep.dsl;

import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
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
        return layer instanceof DenseSpec ? "dense" : "last step";
    }

    private static LayerSpec named(LayerSpec layer, String name) {
        if (layer instanceof LstmSpec lstm) {
            return new LstmSpec(
                    name, lstm.inputs(), lstm.units(), lstm.activation(), lstm.gateActivation(), lstm.peepholes());
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return new SimpleRnnSpec(
                    name, rnn.inputs(), rnn.units(), rnn.activation(), rnn.bias(), rnn.trainableStart());
        }
        if (layer instanceof GruSpec gru) {
            return new GruSpec(
                    name, gru.inputs(), gru.units(), gru.activation(), gru.gateActivation(), gru.reset(), gru.bias());
        }
        if (layer instanceof DenseSpec dense) {
            return new DenseSpec(name, dense.inputs(), dense.outputs(), dense.activation(), dense.bias());
        }
        return new LastStepSpec(name, ((LastStepSpec) layer).inputs());
    }
}
