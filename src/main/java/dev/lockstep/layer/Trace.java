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
     * State of a layer, or of a recurrent layer inside of a wrapper, after its last step, {@code [batch × units]} each; of a layer
     * that goes through time backwards that after step 1. Empty for layers without a state of their own.
     *
     * @throws InvalidInput if there is no layer of that name
     */
    public Optional<State> finalState(String layer) {
        Optional<State> state = Optional.ofNullable(finalStates().get(layer));
        if (state.isEmpty()) {
            pass(layer); // refuses names that are not there
        }
        return state;
    }

    /**
     * States after the last step by recurrent layer, also inside of wrappers, {@code [batch × units]} each; of a layer that goes
     * through time backwards that after step 1.
     */
    public Map<String, State> finalStates() {
        Map<String, State> states = new LinkedHashMap<>();
        passes.values().forEach(pass -> states.putAll(pass.finalStates()));
        return states;
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
