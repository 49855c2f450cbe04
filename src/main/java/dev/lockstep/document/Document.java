package dev.lockstep.document;

import dev.lockstep.model.Parameter;
import dev.lockstep.port.Framework;
import java.util.List;

/** A document's network as a framework: mended, or with slips of the document's put back. */
public interface Document extends Framework {
    /**
     * Whether the document's own gradient check looks at this entry.
     *
     * @param parameter the matrix
     * @param labels where the entry is, one label for each axis of the parameter
     */
    boolean checks(Parameter parameter, List<String> labels);

    @Override
    default String id() {
        return "document";
    }
}
