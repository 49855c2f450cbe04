package dev.lockstep.experiment.mutants;

import java.util.EnumSet;
import java.util.Set;

/** What a mutant has wrong, which decides the families of features that must notice it. */
public enum Kind {
    /** Outputs and states. */
    FORWARD,
    /** The backward pass alone; the forward pass has the right numbers. */
    GRADIENT,
    /** What outputs cost, or the gradient of that. */
    LOSS,
    /** The step that an optimizer takes, and clipping before it. */
    OPTIMIZER;

    /**
     * What a family of features is there to notice: {@code forward} the forward pass, {@code gradient} everything but optimizers,
     * {@code optimizer} these; any other family whatever it meets.
     */
    public static Set<Kind> of(String family) {
        return switch (family) {
            case "forward" -> EnumSet.of(FORWARD);
            case "gradient" -> EnumSet.of(FORWARD, GRADIENT, LOSS);
            case "optimizer" -> EnumSet.of(OPTIMIZER);
            default -> EnumSet.allOf(Kind.class);
        };
    }
}
