package dev.lockstep.document;

import dev.lockstep.model.InvalidInput;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The documents by name, and their slips by title. */
public final class Documents {
    private static final Map<String, Supplier<Document>> MENDED = new LinkedHashMap<>();
    private static final Map<String, Supplier<Document>> WITH_SLIP = new LinkedHashMap<>();

    static {
        MENDED.put("Elman layer", () -> new ElmanDocument(Set.of()));
        for (ElmanSlip slip : ElmanSlip.values()) {
            WITH_SLIP.put(slip.title(), () -> new ElmanDocument(EnumSet.of(slip)));
        }
        MENDED.put("batch RNN", () -> new BatchRnnDocument(Set.of()));
        for (BatchRnnSlip slip : BatchRnnSlip.values()) {
            WITH_SLIP.put(slip.title(), () -> new BatchRnnDocument(EnumSet.of(slip)));
        }
        MENDED.put("LSTM", () -> new LstmDocument(Set.of()));
        for (LstmSlip slip : LstmSlip.values()) {
            WITH_SLIP.put(slip.title(), () -> new LstmDocument(EnumSet.of(slip)));
        }
    }

    private Documents() {}

    /**
     * A document without its slips.
     *
     * @param name what it is about: {@code Elman layer}
     * @throws InvalidInput if there is none
     */
    public static Document mended(String name) {
        return find("document", MENDED, name);
    }

    /**
     * A document with one of its slips.
     *
     * @param title of the slip
     * @throws InvalidInput if no document has it
     */
    public static Document withSlip(String title) {
        return find("slip", WITH_SLIP, title);
    }

    private static Document find(String what, Map<String, Supplier<Document>> known, String title) {
        Supplier<Document> found = known.get(title);
        if (found == null) {
            throw new InvalidInput(
                    what + ": one of " + String.join("; ", known.keySet()) + " expected, \"" + title + "\" found");
        }
        return found.get();
    }
}
