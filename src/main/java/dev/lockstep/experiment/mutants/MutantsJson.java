package dev.lockstep.experiment.mutants;

import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mutants.json}: which mutants the features kill. */
public final class MutantsJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private MutantsJson() {}

    /** The result as JSON text. */
    public static String of(MutantsResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("mutants", result.mutants().size());
        json.put("killed", result.killed().size());
        json.put("equivalent", result.equivalent().size());
        put(json.putArray("survivors"), result.survivors());
        put(json.putArray("refuted"), result.refuted());
        ArrayNode equivalents = json.putArray("equivalents");
        result.equivalent()
                .forEach(mutant -> equivalents
                        .addObject()
                        .put("id", mutant.id())
                        .put("what", mutant.what())
                        .put("because", mutant.equivalent()));
        ArrayNode families = json.putArray("families");
        for (FamilyScore score : result.families()) {
            ObjectNode family = families.addObject()
                    .put("family", score.family())
                    .put("comparisons", score.comparisons())
                    .put("mutants", score.mutants())
                    .put("killed", score.killed().size())
                    .put("score", score.score());
            put(family.putArray("survivors"), score.survivors());
            put(family.putArray("unmet"), score.unmet());
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void put(ArrayNode array, List<Mutant> mutants) {
        mutants.forEach(mutant -> array.addObject()
                .put("id", mutant.id())
                .put("equation", mutant.equation())
                .put("what", mutant.what())
                .put("kind", mutant.kind().name()));
    }
}
