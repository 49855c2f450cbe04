package dev.lockstep.experiment.sweep;

import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.experiment.sweep.Entry.Finding;
import java.util.Locale;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code sweep.json}: what became of the cases, and by which law they were drawn. Nothing in it depends on time. */
public final class SweepJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private SweepJson() {}

    /** The result as JSON text. */
    public static String of(SweepResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("cases", result.entries().size());
        json.put("agree", result.count(End.AGREE));
        json.put("known", result.count(End.KNOWN));
        json.put("inconclusive", result.count(End.INCONCLUSIVE));
        json.put("unexpected", result.count(End.UNEXPECTED));
        ArrayNode rediscovered = json.putArray("rediscovered");
        result.rediscovered().forEach(rediscovered::add);
        json.put("complete", result.complete());
        json.put("seed", result.plan().seed());
        json.put("tags", result.plan().tags());
        json.put("ignorePins", result.plan().ignorePins());
        ArrayNode frameworks = json.putArray("frameworks");
        result.plan().frameworks().forEach(frameworks::add);
        ArrayNode law = json.putArray("law");
        CaseLaw.TEXT.forEach(law::add);
        ArrayNode pins = json.putArray("pins");
        for (Pin pin : Pins.ALL.list()) {
            pins.addObject()
                    .put("id", pin.id())
                    .put("framework", pin.framework())
                    .put("sentence", pin.sentence())
                    .put("feature", pin.feature())
                    .put(
                            "cases",
                            result.entries().stream()
                                    .filter(entry -> entry.pins().contains(pin.id()))
                                    .count());
        }
        ArrayNode findings = json.putArray("findings");
        for (Entry entry : result.entries()) {
            entry.findings().forEach(finding -> finding(findings.addObject(), entry, finding));
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void finding(ObjectNode json, Entry entry, Finding finding) {
        json.put("case", entry.number());
        json.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        ArrayNode between = json.putArray("between");
        finding.between().forEach(between::add);
        json.put("sentence", finding.sentence());
        ArrayNode pins = json.putArray("pins");
        entry.pins().forEach(pins::add);
        if (!finding.feature().isEmpty()) {
            json.put("feature", finding.feature());
            json.put("recording", finding.recording());
        }
    }
}
