package dev.lockstep.convention;

import dev.lockstep.model.Case;
import java.util.List;
import java.util.function.Function;

/**
 * A convention that frameworks and programmers get wrong.
 *
 * @param id short, unique in the catalogue: {@code gate-order-gfoi}
 * @param title what it is, as it follows "with": {@code RW transposed per gate}
 * @param prevents the public thread of people who fought it, {@code owner/repository#number}, or where none is known why it is
 *     here
 * @param subject what it is about; two of the same subject are not supposed at once
 * @param supposing what it may mean for a case: for all layers that it concerns, then, where these are several, for each
 *     alone; nothing where it does not apply
 */
public record Convention(
        String id, String title, String prevents, Subject subject, Function<Case, List<Hypothesis>> supposing) {
    /** What conventions are about. */
    public enum Subject {
        /** The order of gate blocks. */
        GATES,
        /** How matrices are laid out. */
        MATRICES,
        /** Biases. */
        BIASES,
        /** Activation functions. */
        ACTIVATIONS,
        /** Clipping of pre-activations. */
        PRE_ACTIVATIONS,
        /** Peepholes. */
        PEEPHOLES,
        /** Where a GRU's reset gate acts. */
        RESET,
        /** What a GRU's update gate lets through. */
        UPDATE,
        /** States before the first step. */
        STATES,
        /** The direction of time. */
        TIME,
        /** The order of axes. */
        AXES,
        /** What masked steps do. */
        MASKS,
        /** Truncated backpropagation. */
        TRUNCATION,
        /** How costs are added up. */
        LOSS,
        /** What an optimizer computes. */
        OPTIMIZER,
        /** Weight decay. */
        DECAY,
        /** Clipping of gradients. */
        CLIPPING,
        /** Parameters that are not the current ones. */
        STALENESS,
        /** Single precision. */
        PRECISION
    }

    /** Whether it may mean something for a case. */
    public boolean applies(Case scenario) {
        return !supposing.apply(scenario).isEmpty();
    }

    /** What it may mean for a case. */
    public List<Hypothesis> hypotheses(Case scenario) {
        return supposing.apply(scenario);
    }
}
