package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** {@code report.json}: everything a tool may want to know of a run. Numbers that are not finite are strings. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private final JsonGenerator json;
    private final QuantityJson quantities;

    private JsonReport(JsonGenerator json) {
        this.json = json;
        this.quantities = new QuantityJson(json);
    }

    /** The report as JSON text. */
    public static String of(RunResult run) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(text)) {
            new JsonReport(json).write(run);
        }
        return text + "\n";
    }

    private void write(RunResult run) {
        json.writeStartObject();
        json.writeStringProperty("lockstep", run.lockstep());
        environment(run.environment());
        json.writeArrayPropertyStart("frameworks");
        run.frameworks().forEach(this::framework);
        json.writeEndArray();
        totals(run.totals());
        json.writeArrayPropertyStart("families");
        run.families().forEach((family, counts) -> family(family, counts, run.killScore(family)));
        json.writeEndArray();
        json.writeArrayPropertyStart("scenarios");
        run.scenarios().forEach(this::scenario);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void environment(RunResult.Environment environment) {
        json.writeObjectPropertyStart("environment");
        json.writeStringProperty("java", environment.java());
        json.writeStringProperty("os", environment.os());
        json.writeNumberProperty("cores", environment.cores());
        json.writeStringProperty("ompThreads", environment.ompThreads());
        json.writeStringProperty("locale", environment.locale());
        json.writeStringProperty("kernels", environment.kernels());
        json.writeEndObject();
    }

    private void framework(RunResult.FrameworkEntry framework) {
        json.writeStartObject();
        json.writeStringProperty("id", framework.id());
        json.writeStringProperty("title", framework.title());
        json.writeStringProperty("version", framework.version());
        json.writeBooleanProperty("available", framework.available());
        json.writeStringProperty("because", framework.because());
        json.writeEndObject();
    }

    private void totals(RunResult.Totals totals) {
        json.writeObjectPropertyStart("totals");
        json.writeNumberProperty("scenarios", totals.scenarios());
        json.writeNumberProperty("agree", totals.agree());
        json.writeNumberProperty("known", totals.known());
        json.writeNumberProperty("skipped", totals.skipped());
        json.writeNumberProperty("inconclusive", totals.inconclusive());
        json.writeNumberProperty("unexpected", totals.unexpected());
        json.writeNumberProperty("comparisons", totals.comparisons());
        json.writeNumberProperty("elements", totals.elements());
        json.writeEndObject();
    }

    private void family(String family, Map<Outcome, Integer> counts, Optional<KillScore> score) {
        json.writeStartObject();
        json.writeStringProperty("family", family);
        json.writeObjectPropertyStart("scenarios");
        counts.forEach((outcome, count) -> json.writeNumberProperty(outcome.name(), count));
        json.writeEndObject();
        score.ifPresent(teeth -> {
            json.writeNumberProperty("mutants", teeth.mutants());
            json.writeNumberProperty("killed", teeth.killed());
            json.writeNumberProperty("score", teeth.score());
            json.writeNumberProperty("unmet", teeth.unmet());
            strings("survivors", teeth.survivors());
        });
        json.writeEndObject();
    }

    private void scenario(ScenarioResult scenario) {
        json.writeStartObject();
        json.writeStringProperty("feature", scenario.feature());
        json.writeStringProperty("name", scenario.name());
        json.writeStringProperty("uri", scenario.uri());
        json.writeNumberProperty("line", scenario.line());
        strings("tags", scenario.tags());
        json.writeStringProperty("outcome", scenario.outcome().name());
        json.writeStringProperty("reason", scenario.reason());
        json.writeStringProperty("message", scenario.message());
        strings("notes", scenario.notes());
        json.writeArrayPropertyStart("pictures");
        scenario.pictures().forEach(this::picture);
        json.writeEndArray();
        json.writeArrayPropertyStart("pairs");
        scenario.pairs().forEach(this::pair);
        json.writeEndArray();
        json.writeArrayPropertyStart("comparisons");
        scenario.comparisons().forEach(quantities::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void picture(Picture picture) {
        json.writeStartObject();
        json.writeStringProperty("name", picture.name());
        json.writeStringProperty("file", picture.file());
        json.writeEndObject();
    }

    private void pair(ScenarioResult.Pair pair) {
        json.writeStartObject();
        strings("between", List.of(pair.a().id(), pair.b().id()));
        strings("versions", List.of(pair.a().version(), pair.b().version()));
        json.writeStringProperty("outcome", pair.outcome().name());
        json.writeStringProperty("reason", pair.reason());
        json.writeStringProperty("rule", pair.rule());
        json.writeEndObject();
    }

    private void strings(String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
