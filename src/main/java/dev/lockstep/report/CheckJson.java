package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** {@code check.json}: what became of recorded cases. Nothing in it depends on time; numbers that are not finite are strings. */
public final class CheckJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private final JsonGenerator json;
    private final QuantityJson quantities;

    private CheckJson(JsonGenerator json) {
        this.json = json;
        this.quantities = new QuantityJson(json);
    }

    /** The result as JSON text. */
    public static String of(CheckResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(text)) {
            new CheckJson(json).write(result);
        }
        return text + "\n";
    }

    private void write(CheckResult result) {
        json.writeStartObject();
        json.writeStringProperty("lockstep", result.lockstep());
        json.writeObjectPropertyStart("totals");
        json.writeNumberProperty("cases", result.cases().size());
        json.writeNumberProperty("agree", result.count(Outcome.AGREE));
        json.writeNumberProperty("known", result.count(Outcome.KNOWN_DIVERGENCE));
        json.writeNumberProperty("skipped", result.count(Outcome.UNSUPPORTED));
        json.writeNumberProperty("inconclusive", result.count(Outcome.INCONCLUSIVE));
        json.writeNumberProperty("unexpected", result.unexpected());
        json.writeNumberProperty("elements", result.elements());
        json.writeEndObject();
        json.writeArrayPropertyStart("cases");
        result.cases().forEach(this::replayed);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void replayed(CheckResult.Replayed replayed) {
        json.writeStartObject();
        json.writeStringProperty("file", replayed.file());
        json.writeStringProperty("name", replayed.name());
        json.writeObjectPropertyStart("recorded");
        json.writeStringProperty("framework", replayed.framework());
        json.writeStringProperty("version", replayed.version());
        json.writeStringProperty("dtype", replayed.dtype());
        json.writeEndObject();
        json.writeArrayPropertyStart("frameworks");
        replayed.answers().forEach(this::answer);
        json.writeEndArray();
        json.writeStringProperty("remark", replayed.remark().orElse(""));
        json.writeEndObject();
    }

    private void answer(CheckResult.Answer answer) {
        json.writeStartObject();
        json.writeStringProperty("id", answer.id());
        json.writeStringProperty("version", answer.version());
        json.writeStringProperty("outcome", answer.outcome().name());
        json.writeStringProperty("reason", answer.reason());
        strings("without", answer.without());
        json.writeArrayPropertyStart("quantities");
        answer.quantities().forEach(quantities::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void strings(String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
