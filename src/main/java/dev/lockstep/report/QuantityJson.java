package dev.lockstep.report;

import dev.lockstep.comparison.Location;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * One quantity of a comparison as {@code report.json} and {@code check.json} have it.
 *
 * @param json where it is written
 */
record QuantityJson(JsonGenerator json) {
    /** One object. */
    void write(QuantityResult quantity) {
        json.writeStartObject();
        json.writeStringProperty("quantity", quantity.quantity());
        json.writeArrayPropertyStart("between");
        json.writeString(quantity.a());
        json.writeString(quantity.b());
        json.writeEndArray();
        json.writeNumberProperty("steps", quantity.steps());
        json.writeNumberProperty("elements", quantity.elements());
        json.writeNumberProperty("differing", quantity.differing());
        json.writeNumberProperty("beyond", quantity.beyond());
        json.writeNumberProperty("maxUlp", quantity.maxUlp());
        json.writeNumberProperty("maxAbs", quantity.maxAbs());
        json.writeNumberProperty("bound", quantity.bound());
        json.writeStringProperty("boundSource", quantity.boundSource());
        json.writeBooleanProperty("explicit", quantity.explicit());
        json.writeNumberProperty("headroom", quantity.headroom());
        json.writeName("first");
        first(quantity);
        json.writeStringProperty("diagnosis", quantity.diagnosis());
        json.writeName("referee");
        referee(quantity.referee());
        json.writeEndObject();
    }

    private void first(QuantityResult quantity) {
        Optional<QuantityResult.First> first = quantity.first();
        if (first.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("where", first.get().where());
        json.writeNumberProperty("a", first.get().valueA());
        json.writeNumberProperty("b", first.get().valueB());
        json.writeNumberProperty("ulps", first.get().ulps());
        json.writeNumberProperty("allowed", first.get().allowed());
        json.writeName("location");
        location(quantity.location());
        json.writeEndObject();
    }

    /** Of the whole comparison; steps, units and rows that a quantity has not are 0. */
    private void location(Optional<Location> found) {
        if (found.isEmpty()) {
            json.writeNull();
            return;
        }
        Location location = found.get();
        json.writeStartObject();
        json.writeStringProperty("layer", location.layer());
        json.writeNumberProperty("t", location.step());
        json.writeStringProperty("gate", location.gate());
        json.writeNumberProperty("unit", location.unit());
        json.writeNumberProperty("row", location.row());
        json.writeStringProperty("from", location.from());
        json.writeStringProperty("quantity", location.quantity());
        json.writeStringProperty("side", location.side());
        json.writeArrayPropertyStart("wrongSteps");
        location.wrongSteps().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeStringProperty("sentence", location.sentence());
        json.writeEndObject();
    }

    private void referee(Optional<QuantityResult.Refereed> found) {
        if (found.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("digits", found.get().digits());
        json.writeStringProperty("sentence", found.get().sentence());
        side("a", found.get().a());
        side("b", found.get().b());
        json.writeEndObject();
    }

    private void side(String name, QuantityResult.Side side) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("where", side.where());
        json.writeNumberProperty("ulps", side.ulps());
        json.writeNumberProperty("abs", side.abs());
        json.writeNumberProperty("bound", side.bound());
        json.writeBooleanProperty("within", side.within());
        json.writeEndObject();
    }
}
