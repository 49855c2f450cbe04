package dev.lockstep.experiment.detective;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code detective.json}. */
public final class DetectiveJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private DetectiveJson() {}

    /** The result as JSON text. */
    public static String of(DetectiveResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode entries = json.putArray("entries");
        for (DetectiveResult.Entry entry : result.entries()) {
            entries.addObject()
                    .put("id", entry.id())
                    .put("trials", entry.trials())
                    .put("namedFirst", entry.namedFirst())
                    .put("indistinguishable", entry.indistinguishable());
        }
        json.put("faults", result.faults());
        json.put("falseNames", result.falseNames());
        ArrayNode remarks = json.putArray("remarks");
        result.remarks().forEach(remarks::add);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
