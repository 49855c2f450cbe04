package dev.lockstep.caseformat;

import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes cases and observations; see the package description. The same values give the same bytes on every JDK: numbers are the
 * shortest decimals that read back as themselves.
 */
public final class CaseWriter {
    /** JDK 17's own decimals are not always the shortest; Jackson's are. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private CaseWriter() {}

    /**
     * Writes a file, its parts on lines of their own, whole or not at all.
     *
     * @throws InvalidInput if it cannot be written, or a number is not finite
     */
    public static void write(CaseFile content, Path file) {
        String text = text(content);
        WholeFile.write("recording", file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text of a file.
     *
     * @throws InvalidInput if an observed number is not finite
     */
    public static String text(CaseFile content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(text)) {
            write(json, content);
        }
        return text + "\n";
    }

    /**
     * The answer of a worker that has computed a case, on one line; without the line's end.
     *
     * @throws InvalidInput if an observed number is not finite
     */
    public static String answer(Case scenario, Observations observations) {
        return written(json -> {
            json.writeStartObject();
            observations(json, scenario, observations);
            json.writeEndObject();
        });
    }

    /** The answer of a worker that cannot compute a case, {@code because} a clause that follows "because". */
    public static String unsupported(String because) {
        return said("unsupported", because);
    }

    /** The answer of a worker whose framework failed at a case, and which goes on. */
    public static String failed(String how) {
        return said("failed", how);
    }

    /** What a worker says that is asked whether it can work here. */
    public static String texts(Map<String, String> texts) {
        return written(json -> {
            json.writeStartObject();
            texts.forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    private static String said(String what, String text) {
        return texts(Map.of(what, text));
    }

    /** A case on one line, as workers read it; without the line's end. */
    public static String line(Case scenario) {
        return written(json -> write(json, CaseFile.of(scenario)));
    }

    /**
     * The same with arrays of a framework's in the place of the case's own weights.
     *
     * @param layout the word for their layout, such as {@code pytorch}
     * @param arrays by name
     */
    public static String line(Case scenario, String layout, Map<String, Tensor> arrays) {
        return written(
                json -> write(json, CaseFile.of(scenario), () -> ModelWriter.foreign(json, layout, arrays, Map.of())));
    }

    /**
     * Every part of a case that decides what is computed, as text: two cases whose parts are equal are the same bit for bit. What
     * they are called and observe is left out, and so is the order of axes, in which every number is the same.
     */
    public static Map<String, String> parts(Case scenario) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("network", written(json -> ModelWriter.network(json, scenario.network())));
        parts.put("weights", written(json -> ModelWriter.weights(json, scenario.weights())));
        parts.put("input", written(json -> ModelWriter.sequence(json, scenario.input())));
        parts.put("masks", written(json -> ModelWriter.masks(json, scenario.masks())));
        parts.put("initial states", written(json -> ModelWriter.states(json, scenario.initialStates())));
        parts.put("objective", written(json -> TrainingWriter.objective(json, scenario.objective())));
        parts.put("truncation", written(json -> TrainingWriter.truncation(json, scenario.truncation())));
        parts.put("training", written(json -> {
            json.writeStartArray();
            scenario.training().ifPresent(training -> TrainingWriter.training(json, training));
            json.writeEndArray();
        }));
        parts.put("precision", Words.of(scenario.execution().precision()));
        return parts;
    }

    static String written(Consumer<JsonGenerator> writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.writer().createGenerator(text)) {
            writing.accept(json);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CaseFile content) {
        write(
                json,
                content,
                () -> content.arrays()
                        .ifPresentOrElse(
                                foreign -> ModelWriter.foreign(
                                        json, foreign.layout().word(), foreign.arrays(), foreign.names()),
                                () -> ModelWriter.weights(
                                        json, content.scenario().weights())));
    }

    private static void write(JsonGenerator json, CaseFile content, Runnable weights) {
        Case scenario = content.scenario();
        json.writeStartObject();
        json.writeNumberProperty("format", CaseReader.FORMAT);
        json.writeStringProperty("name", scenario.name());
        json.writeName("network");
        ModelWriter.network(json, scenario.network());
        json.writeName("weights");
        weights.run();
        json.writeName("input");
        ModelWriter.sequence(json, scenario.input());
        ModelWriter.masksUnlessNone(json, scenario.masks());
        json.writeName("initialStates");
        ModelWriter.states(json, scenario.initialStates());
        json.writeName("objective");
        TrainingWriter.objective(json, scenario.objective());
        json.writeName("truncation");
        TrainingWriter.truncation(json, scenario.truncation());
        scenario.training().ifPresent(training -> {
            json.writeName("training");
            TrainingWriter.training(json, training);
        });
        if (!scenario.execution().equals(Execution.STANDARD)) {
            json.writeObjectPropertyStart("execution");
            json.writeStringProperty("precision", Words.of(scenario.execution().precision()));
            json.writeStringProperty("format", Words.of(scenario.execution().format()));
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("observed");
        scenario.observed().forEach(kind -> json.writeString(Words.of(kind)));
        json.writeEndArray();
        content.observations().ifPresent(observations -> observations(json, scenario, observations));
        content.provenance().ifPresent(provenance -> provenance(json, provenance));
        json.writeEndObject();
    }

    private static void observations(JsonGenerator json, Case scenario, Observations observations) {
        json.writeArrayPropertyStart("observations");
        for (Quantity quantity : observations.quantities()) {
            List<Integer> shape = ObservedArray.of(scenario, quantity).shape();
            double[] values = observations.get(quantity).values();
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw new InvalidInput(quantity + ": finite numbers expected, " + value + " found");
                }
            }
            json.writeStartObject();
            json.writeStringProperty("kind", Words.of(quantity.kind()));
            if (!quantity.layer().isEmpty()) {
                json.writeStringProperty("layer", quantity.layer());
            }
            if (!quantity.part().isEmpty()) {
                json.writeStringProperty("part", quantity.part());
            }
            if (quantity.step() != 0) {
                json.writeNumberProperty("step", quantity.step());
            }
            ModelWriter.arrayFields(json, shape, values);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void provenance(JsonGenerator json, Provenance provenance) {
        json.writeObjectPropertyStart("provenance");
        json.writeStringProperty("framework", provenance.framework());
        json.writeStringProperty("version", provenance.version());
        json.writeStringProperty("dtype", provenance.dtype());
        provenance.details().forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
