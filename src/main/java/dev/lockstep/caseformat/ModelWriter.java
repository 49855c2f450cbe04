package dev.lockstep.caseformat;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes layers and what has numbers. */
final class ModelWriter {
    private ModelWriter() {}

    static void network(JsonGenerator json, NetworkSpec network) {
        json.writeStartArray();
        network.layers().forEach(layer -> layer(json, layer));
        json.writeEndArray();
    }

    private static void layer(JsonGenerator json, LayerSpec layer) {
        json.writeStartObject();
        if (layer instanceof BidirectionalSpec both) {
            json.writeStringProperty("kind", NetworkReader.BIDIRECTIONAL);
            json.writeStringProperty("mode", Words.of(both.mode()));
            json.writeStringProperty("form", Words.of(both.form()));
            json.writeName("wrapped");
            layer(json, both.forward().named(both.name()));
        } else if (layer instanceof MaskZeroSpec maskZero) {
            json.writeStringProperty("kind", layer.kind());
            json.writeNumberProperty("value", maskZero.value());
            json.writeStringProperty("rule", Words.of(maskZero.rule()));
            json.writeName("wrapped");
            layer(json, maskZero.wrapped());
        } else {
            simple(json, layer);
        }
        json.writeEndObject();
    }

    private static void simple(JsonGenerator json, LayerSpec layer) {
        json.writeStringProperty("kind", layer.kind());
        json.writeStringProperty("name", layer.name());
        json.writeNumberProperty("inputs", layer.inputs());
        if (layer instanceof SimpleRnnSpec rnn) {
            json.writeNumberProperty("units", rnn.units());
            json.writeStringProperty("activation", Words.of(rnn.activation()));
            json.writeStringProperty("bias", Words.of(rnn.bias()));
            rnn.norm().ifPresent(norm -> {
                json.writeObjectPropertyStart("norm");
                json.writeNumberProperty("epsilon", norm.epsilon());
                json.writeEndObject();
            });
            json.writeBooleanProperty("trainedStart", rnn.trainableStart());
        } else if (layer instanceof LstmSpec lstm) {
            json.writeNumberProperty("units", lstm.units());
            json.writeStringProperty("activation", Words.of(lstm.activation()));
            json.writeStringProperty("gateActivation", Words.of(lstm.gateActivation()));
            json.writeBooleanProperty("peepholes", lstm.peepholes());
            if (lstm.bias() != Bias.ONE) { // files of LSTMs with one bias are as they were before there were others
                json.writeStringProperty("bias", Words.of(lstm.bias()));
            }
        } else if (layer instanceof GruSpec gru) {
            json.writeNumberProperty("units", gru.units());
            json.writeStringProperty("activation", Words.of(gru.activation()));
            json.writeStringProperty("gateActivation", Words.of(gru.gateActivation()));
            json.writeStringProperty("reset", Words.of(gru.reset()));
            json.writeStringProperty("bias", Words.of(gru.bias()));
        } else if (layer instanceof DenseSpec dense) {
            json.writeNumberProperty("outputs", dense.outputs());
            json.writeStringProperty("activation", Words.of(dense.activation()));
            json.writeStringProperty("bias", Words.of(dense.bias()));
        } else if (layer instanceof ActivationSpec activation) {
            json.writeStringProperty("activation", Words.of(activation.activation()));
        }
        if (layer instanceof RecurrentSpec recurrent && recurrent.clipsPreActivations()) {
            json.writeNumberProperty(NetworkReader.CLIP, recurrent.preActivationClip());
        }
    }

    /** Both masks, as far as they are there, and the rule. */
    static void masks(JsonGenerator json, Masks masks) {
        json.writeStartObject();
        masks.features().ifPresent(mask -> {
            json.writeName("features");
            sequence(json, mask);
        });
        json.writeStringProperty("rule", Words.of(masks.rule()));
        masks.labels().ifPresent(mask -> {
            json.writeName("labels");
            sequence(json, mask);
        });
        json.writeEndObject();
    }

    /** A field of that name, unless every step counts: files of cases without masks are as they were before there were any. */
    static void masksUnlessNone(JsonGenerator json, Masks masks) {
        if (!masks.equals(Masks.NONE)) {
            json.writeName("masks");
            masks(json, masks);
        }
    }

    static void weights(JsonGenerator json, Weights weights) {
        json.writeStartObject();
        String layer = null;
        for (ParameterKey key : weights.keys()) {
            if (!key.layer().equals(layer)) {
                if (layer != null) {
                    json.writeEndObject();
                }
                layer = key.layer();
                json.writeObjectPropertyStart(layer);
            }
            json.writeName(key.parameter().symbol());
            matrix(json, weights.get(key));
        }
        if (layer != null) {
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Arrays of another framework's in its layout. */
    static void foreign(
            JsonGenerator json, String layout, Map<String, Tensor> arrays, Map<String, String> groupsOfLayers) {
        json.writeStartObject();
        json.writeStringProperty(ForeignWeights.LAYOUT, layout);
        json.writeObjectPropertyStart("arrays");
        arrays.forEach((name, array) -> {
            json.writeObjectPropertyStart(name);
            arrayFields(json, array.axes().stream().map(Axis::size).toList(), array.values());
            json.writeEndObject();
        });
        json.writeEndObject();
        if (!groupsOfLayers.isEmpty()) {
            json.writeObjectPropertyStart("names");
            groupsOfLayers.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static void states(JsonGenerator json, Map<String, State> states) {
        json.writeStartObject();
        states.forEach((layer, state) -> {
            json.writeObjectPropertyStart(layer);
            json.writeName("h");
            matrix(json, state.h());
            state.c().ifPresent(c -> {
                json.writeName("c");
                matrix(json, c);
            });
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    static void sequence(JsonGenerator json, Sequence sequence) {
        json.writeStartObject();
        arrayFields(json, List.of(sequence.time(), sequence.batch(), sequence.features()), sequence.values());
        json.writeEndObject();
    }

    private static void matrix(JsonGenerator json, RowMajorMatrix matrix) {
        json.writeStartObject();
        arrayFields(json, List.of(matrix.getRowDimension(), matrix.getColumnDimension()), matrix.toArray());
        json.writeEndObject();
    }

    static void arrayFields(JsonGenerator json, List<Integer> shape, double[] values) {
        json.writeArrayPropertyStart("shape");
        shape.forEach(json::writeNumber);
        json.writeEndArray();
        json.writeName("values");
        json.writeArray(values, 0, values.length);
    }
}
