package dev.lockstep.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a framework computed for a case: one array for every quantity, in the order of the layers. */
public final class Observations {
    private final Map<Quantity, Tensor> tensors;

    private Observations(Map<Quantity, Tensor> tensors) {
        this.tensors = tensors;
    }

    /** Collects observations. */
    public static Builder builder() {
        return new Builder();
    }

    /** All quantities, in order. */
    public Set<Quantity> quantities() {
        return tensors.keySet();
    }

    /** Whether the quantity was observed. */
    public boolean has(Quantity quantity) {
        return tensors.containsKey(quantity);
    }

    /** The observed array. */
    public Tensor get(Quantity quantity) {
        Tensor tensor = tensors.get(quantity);
        if (tensor == null) {
            throw new InvalidInput(
                    "observations: one of " + tensors.keySet() + " expected, " + quantity + " asked for");
        }
        return tensor;
    }

    /** Collects observations; not for use by several threads. */
    public static final class Builder {
        private final Map<Quantity, Tensor> tensors = new LinkedHashMap<>();

        private Builder() {}

        /** Adds one array; the same quantity twice is a mistake of the framework's. */
        public Builder put(Quantity quantity, Tensor tensor) {
            if (tensors.put(quantity, tensor) != null) {
                throw new IllegalStateException(quantity + " was observed twice");
            }
            return this;
        }

        /** What was collected. */
        public Observations build() {
            return new Observations(Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
        }
    }
}
