package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.FunctionErrors;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A case with its exact values and its bounds, against which implementations are held. */
final class Held {
    private final Case scenario;
    private final List<Implementation> implementations;
    private final List<FunctionErrors> errors;
    private final Precise exact;
    private final RoundingBounds bounds;
    private final List<Optional<Observations>> observed = new ArrayList<>();
    private final long boundNanos;
    private final long exactNanos;

    Held(Case scenario, List<Implementation> implementations) {
        this.scenario = scenario;
        this.implementations = implementations;
        this.errors =
                implementations.stream().map(Implementation::errors).distinct().toList();
        long start = System.nanoTime();
        this.bounds = RoundingBounds.of(scenario, errors);
        long middle = System.nanoTime();
        this.exact = Precise.of(scenario);
        this.boundNanos = middle - start;
        this.exactNanos = System.nanoTime() - middle;
        implementations.forEach(
                implementation -> observed.add(implementation.observe().apply(scenario)));
    }

    Case scenario() {
        return scenario;
    }

    Precise exact() {
        return exact;
    }

    RoundingBounds.Method method() {
        return bounds.method();
    }

    long boundNanos() {
        return boundNanos;
    }

    long exactNanos() {
        return exactNanos;
    }

    /** What an implementation computed, if it could. */
    Optional<Observations> observed(int implementation) {
        return observed.get(implementation);
    }

    /** The array of bounds of an implementation. */
    double[] bounds(int implementation, Quantity quantity) {
        return bounds.of(
                quantity, errors.indexOf(implementations.get(implementation).errors()));
    }
}
