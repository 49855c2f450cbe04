package dev.lockstep.layer;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One run of a network over a minibatch: what every layer computed, kept for BPTT. */
public final class Trace {
    private final Sequence input;
    private final Map<String, Pass> passes;
    private final Pass last;

    Trace(Sequence input, LinkedHashMap<String, Pass> passes, Pass last) {
        this.input = input;
        this.passes = Collections.unmodifiableMap(passes);
        this.last = last;
    }

    /** What the network read {@code [time × batch × inputs]}. */
    public Sequence input() {
        return input;
    }

    /** Outputs of the network {@code [output time × batch × outputs]}. */
    public Sequence outputs() {
        return last.outputs();
    }

    /**
     * Outputs of a layer {@code [time × batch × outputs]}.
     *
     * @throws InvalidInput if there is no layer of that name
     */
    public Sequence outputs(String layer) {
        return pass(layer).outputs();
    }

    /**
     * State of a layer after the last step, {@code [batch × units]} each; empty for layers without state.
     *
     * @throws InvalidInput if there is no layer of that name
     */
    public Optional<State> finalState(String layer) {
        return pass(layer).finalState();
    }

    Pass pass(String layer) {
        Pass pass = passes.get(layer);
        if (pass == null) {
            throw new InvalidInput("layer: one of " + passes.keySet() + " expected, \"" + layer + "\" found");
        }
        return pass;
    }

    Pass last() {
        return last;
    }
}
