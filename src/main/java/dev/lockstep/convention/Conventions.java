package dev.lockstep.convention;

import dev.lockstep.model.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The catalogue of conventions that frameworks and programmers get wrong. */
public final class Conventions {
    private static final List<Convention> ALL = catalogue();

    private Conventions() {}

    /** All of them, in a fixed order. */
    public static List<Convention> all() {
        return ALL;
    }

    /**
     * The convention of that id.
     *
     * @throws InvalidInput if there is none
     */
    public static Convention named(String id) {
        return ALL.stream()
                .filter(convention -> convention.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInput("convention: an id of the catalogue expected, \"" + id + "\" found"));
    }

    private static List<Convention> catalogue() {
        List<Convention> all = new ArrayList<>();
        all.addAll(WeightConventions.all());
        all.addAll(BiasConventions.all());
        all.addAll(CellConventions.all());
        all.addAll(GruConventions.all());
        all.addAll(SequenceConventions.all());
        all.addAll(MaskConventions.all());
        all.addAll(LossConventions.all());
        all.addAll(OptimizerConventions.all());
        all.addAll(ClippingConventions.all());
        all.addAll(TrainingConventions.all());
        all.addAll(PrecisionConventions.all());
        all.addAll(PreActivationConventions.all());
        return Collections.unmodifiableList(all);
    }
}
