package dev.lockstep.port;

import dev.lockstep.model.Execution;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Tensor;
import java.util.List;
import java.util.Map;

/** A model that a framework has stored in a file of its own. */
public interface StoredModel {
    /** Its layers as ours. */
    NetworkSpec network();

    /** The precision of its numbers and the order of its sequences. */
    Execution execution();

    /** Its parameters as the framework keeps them, by the framework's own names. */
    Map<String, Tensor> arrays();

    /** Settings that decide how it is trained, not what it computes; each a phrase such as {@code dropout of layer 0}. */
    List<String> leftBehind();

    /**
     * The very model that was read, with its own configuration and parameters whatever weights a case has: outputs of its layers
     * as far as it shows them, from states of zeros and without masks.
     */
    Framework itself();
}
