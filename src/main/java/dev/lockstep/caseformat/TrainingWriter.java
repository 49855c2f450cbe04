package dev.lockstep.caseformat;

import dev.lockstep.model.Clipping;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes objectives, truncation and training. */
final class TrainingWriter {
    private TrainingWriter() {}

    static void objective(JsonGenerator json, Objective objective) {
        json.writeStartObject();
        if (objective instanceof Objective.Targets targets) {
            json.writeStringProperty("kind", "targets");
            json.writeObjectPropertyStart("loss");
            json.writeStringProperty("function", Words.of(targets.loss().function()));
            json.writeStringProperty("reduction", Words.of(targets.loss().reduction()));
            Clipping clipping = targets.loss().clipping();
            json.writeObjectPropertyStart("clipping");
            json.writeStringProperty("rule", Words.of(clipping.rule()));
            json.writeNumberProperty("epsilon", clipping.epsilon());
            json.writeEndObject();
            if (!targets.loss().weights().isEmpty()) {
                json.writeArrayPropertyStart("weights");
                targets.loss().weights().forEach(json::writeNumber);
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeName("targets");
            ModelWriter.sequence(json, targets.targets());
        } else if (objective instanceof Objective.Upstream upstream) {
            json.writeStringProperty("kind", "upstream");
            json.writeName("outputs");
            ModelWriter.sequence(json, upstream.outputs());
            json.writeName("finalStates");
            ModelWriter.states(json, upstream.finalStates());
        } else {
            json.writeStringProperty("kind", "none");
        }
        json.writeEndObject();
    }

    static void truncation(JsonGenerator json, Truncation truncation) {
        json.writeStartObject();
        if (truncation instanceof Truncation.Sliding sliding) {
            json.writeStringProperty("kind", "sliding");
            json.writeNumberProperty("steps", sliding.steps());
        } else if (truncation instanceof Truncation.Chunked chunked) {
            json.writeStringProperty("kind", "chunked");
            json.writeNumberProperty("length", chunked.length());
        } else if (truncation instanceof Truncation.Segmented segmented) {
            json.writeStringProperty("kind", "segmented");
            json.writeNumberProperty("forward", segmented.forward());
            json.writeNumberProperty("backward", segmented.backward());
        } else {
            json.writeStringProperty("kind", "full");
        }
        json.writeEndObject();
    }

    static void training(JsonGenerator json, Training training) {
        json.writeStartObject();
        UpdateWriter.optimizer(json, training.optimizer());
        training.pace().ifPresent(pace -> UpdateWriter.pace(json, pace));
        UpdateWriter.regularisation(json, training.regularisation());
        UpdateWriter.clip(json, training.clip());
        OptimizerState start = training.start();
        json.writeObjectPropertyStart("start");
        json.writeNumberProperty("stepsTaken", start.stepsTaken());
        json.writeObjectPropertyStart("slots");
        start.slots().forEach((slot, arrays) -> {
            json.writeName(slot);
            ModelWriter.weights(json, arrays);
        });
        json.writeEndObject();
        json.writeEndObject();
        minibatches(json, training.minibatches());
        json.writeEndObject();
    }

    /** Each different minibatch once, and in which order they are read. */
    private static void minibatches(JsonGenerator json, List<Minibatch> minibatches) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> order = new ArrayList<>();
        json.writeArrayPropertyStart("minibatches");
        for (Minibatch minibatch : minibatches) {
            String text = CaseWriter.written(own -> minibatch(own, minibatch));
            Integer known = numbers.putIfAbsent(text, numbers.size() + 1);
            if (known == null) {
                minibatch(json, minibatch);
            }
            order.add(numbers.get(text));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("order");
        order.forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void minibatch(JsonGenerator json, Minibatch minibatch) {
        json.writeStartObject();
        json.writeName("input");
        ModelWriter.sequence(json, minibatch.input());
        json.writeName("targets");
        ModelWriter.sequence(json, minibatch.targets());
        ModelWriter.masksUnlessNone(json, minibatch.masks());
        json.writeEndObject();
    }
}
