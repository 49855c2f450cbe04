package dev.lockstep.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Where the gradient comes from. */
public sealed interface Objective {
    /** Forward pass only. */
    record None() implements Objective {}

    /**
     * A loss of the network's output against targets.
     *
     * @param loss the loss
     * @param targets {@code [output time × batch × outputs]}
     */
    record Targets(Loss loss, Sequence targets) implements Objective {}

    /**
     * The gradient that arrives from outside: L = Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates.
     *
     * @param outputs ∂L/∂(network output) {@code [output time × batch × outputs]}
     * @param finalStates ∂L/∂(state after the last step) by layer name; layers not named have zero
     */
    record Upstream(Sequence outputs, Map<String, State> finalStates) implements Objective {
        public Upstream {
            // By name, since the order of Map.copyOf changes from run to run, and with it the last digits of sums.
            finalStates = Collections.unmodifiableMap(new TreeMap<>(finalStates));
        }
    }
}
