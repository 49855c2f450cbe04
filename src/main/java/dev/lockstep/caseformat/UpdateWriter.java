package dev.lockstep.caseformat;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import tools.jackson.core.JsonGenerator;

/** What an optimizer step does: the optimizer, its rate, the clip, regularisation. */
final class UpdateWriter {
    private UpdateWriter() {}

    static void optimizer(JsonGenerator json, OptimizerSpec optimizer) {
        json.writeObjectPropertyStart("optimizer");
        json.writeStringProperty("kind", optimizer.title());
        if (!(optimizer instanceof OptimizerSpec.NoOp)) {
            json.writeNumberProperty("rate", optimizer.rate());
        }
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
            json.writeNumberProperty("momentum", nesterov.momentum());
            json.writeStringProperty("form", Words.of(nesterov.form()));
        } else if (optimizer instanceof OptimizerSpec.RmsProp rmsProp) {
            json.writeNumberProperty("decay", rmsProp.decay());
            json.writeNumberProperty("epsilon", rmsProp.epsilon());
            json.writeStringProperty("placement", Words.of(rmsProp.placement()));
            json.writeStringProperty("start", Words.of(rmsProp.start()));
        } else if (optimizer instanceof OptimizerSpec.LookAheadRmsProp lookAhead) {
            json.writeNumberProperty("decay", lookAhead.decay());
            json.writeNumberProperty("momentum", lookAhead.momentum());
            json.writeNumberProperty("epsilon", lookAhead.epsilon());
            json.writeStringProperty("placement", Words.of(lookAhead.placement()));
        } else if (optimizer instanceof OptimizerSpec.AdaGrad adaGrad) {
            json.writeNumberProperty("epsilon", adaGrad.epsilon());
            json.writeStringProperty("placement", Words.of(adaGrad.placement()));
            json.writeStringProperty("start", Words.of(adaGrad.start()));
        } else if (optimizer instanceof OptimizerSpec.AdaDelta adaDelta) {
            json.writeNumberProperty("decay", adaDelta.decay());
            json.writeNumberProperty("epsilon", adaDelta.epsilon());
        } else if (optimizer instanceof OptimizerSpec.Adam o) {
            moments(json, o.beta1(), o.beta2(), o.epsilon(), o.form());
        } else if (optimizer instanceof OptimizerSpec.AmsGrad o) {
            moments(json, o.beta1(), o.beta2(), o.epsilon(), o.form());
        } else if (optimizer instanceof OptimizerSpec.AdaMax o) {
            moments(json, o.beta1(), o.beta2(), o.epsilon(), o.form());
        } else if (optimizer instanceof OptimizerSpec.Nadam o) {
            moments(json, o.beta1(), o.beta2(), o.epsilon(), o.form());
        } else if (optimizer instanceof OptimizerSpec.AdaBelief o) {
            moments(json, o.beta1(), o.beta2(), o.epsilon(), o.form());
        }
        json.writeEndObject();
    }

    static void clip(JsonGenerator json, GradientClip clip) {
        json.writeObjectPropertyStart("clip");
        if (clip instanceof GradientClip.Elementwise elementwise) {
            json.writeStringProperty("kind", "elementwise");
            json.writeNumberProperty("threshold", elementwise.threshold());
        } else if (clip instanceof GradientClip.GlobalNorm globalNorm) {
            json.writeStringProperty("kind", "global norm");
            json.writeNumberProperty("threshold", globalNorm.threshold());
            if (globalNorm.epsilon() > 0) {
                json.writeNumberProperty("epsilon", globalNorm.epsilon());
            }
        } else if (clip instanceof GradientClip.ScopedNorm norm) {
            json.writeStringProperty("kind", "norm");
            json.writeStringProperty("scope", Words.of(norm.scope()));
            json.writeNumberProperty("threshold", norm.threshold());
        } else if (clip instanceof GradientClip.Renormalised unit) {
            json.writeStringProperty("kind", "renormalised");
            json.writeStringProperty("scope", Words.of(unit.scope()));
        } else {
            json.writeStringProperty("kind", "off");
        }
        json.writeEndObject();
    }

    private static void moments(JsonGenerator json, double beta1, double beta2, double epsilon, Enum<?> form) {
        json.writeNumberProperty("beta1", beta1);
        json.writeNumberProperty("beta2", beta2);
        json.writeNumberProperty("epsilon", epsilon);
        json.writeStringProperty("form", Words.of(form));
    }

    static void pace(JsonGenerator json, Pace pace) {
        json.writeObjectPropertyStart("pace");
        json.writeNumberProperty("every", pace.every());
        schedule(json, "schedule", pace.schedule());
        json.writeEndObject();
    }

    private static void schedule(JsonGenerator json, String name, Schedule schedule) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("kind", schedule.title());
        if (schedule instanceof Schedule.Fixed fixed) {
            json.writeNumberProperty("rate", fixed.rate());
        } else if (schedule instanceof Schedule.Step step) {
            json.writeNumberProperty("rate", step.rate());
            json.writeNumberProperty("decay", step.decay());
            json.writeNumberProperty("length", step.length());
        } else if (schedule instanceof Schedule.Exponential exponential) {
            json.writeNumberProperty("rate", exponential.rate());
            json.writeNumberProperty("decay", exponential.decay());
        } else if (schedule instanceof Schedule.Inverse inverse) {
            json.writeNumberProperty("rate", inverse.rate());
            json.writeNumberProperty("decay", inverse.decay());
            json.writeNumberProperty("power", inverse.power());
        } else if (schedule instanceof Schedule.Poly poly) {
            json.writeNumberProperty("rate", poly.rate());
            json.writeNumberProperty("power", poly.power());
            json.writeNumberProperty("length", poly.length());
            json.writeStringProperty("form", Words.of(poly.form()));
        } else if (schedule instanceof Schedule.Sigmoid sigmoid) {
            json.writeNumberProperty("rate", sigmoid.rate());
            json.writeNumberProperty("slope", sigmoid.slope());
            json.writeNumberProperty("middle", sigmoid.middle());
        } else if (schedule instanceof Schedule.Table table) {
            json.writeArrayPropertyStart("rates");
            table.rates().forEach((from, rate) -> {
                json.writeStartObject();
                json.writeNumberProperty("from", from);
                json.writeNumberProperty("rate", rate);
                json.writeEndObject();
            });
            json.writeEndArray();
        } else if (schedule instanceof Schedule.Cycle cycle) {
            json.writeNumberProperty("rate", cycle.rate());
            json.writeNumberProperty("peak", cycle.peak());
            json.writeNumberProperty("length", cycle.length());
            json.writeNumberProperty("annealing", cycle.annealing());
            json.writeNumberProperty("decay", cycle.decay());
        } else if (schedule instanceof Schedule.Ramp ramp) {
            schedule(json, "after", ramp.after());
            json.writeNumberProperty("length", ramp.length());
        }
        json.writeEndObject();
    }

    static void regularisation(JsonGenerator json, Regularisation regularisation) {
        if (regularisation.equals(Regularisation.NONE)) {
            return;
        }
        json.writeObjectPropertyStart("regularisation");
        rule(json, "weights", regularisation.weights());
        rule(json, "biases", regularisation.biases());
        json.writeStringProperty("setting", Words.of(regularisation.setting()));
        json.writeEndObject();
    }

    private static void rule(JsonGenerator json, String name, Regularisation.Rule rule) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("l1", rule.l1());
        json.writeNumberProperty("l2", rule.l2());
        json.writeNumberProperty("decay", rule.decay());
        json.writeBooleanProperty("decayTimesRate", rule.decayTimesRate());
        json.writeEndObject();
    }
}
