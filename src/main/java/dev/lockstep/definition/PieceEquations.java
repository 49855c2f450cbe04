package dev.lockstep.definition;

import org.apache.commons.math3.RealFieldElement;

/** What goes on from one piece of a sequence to the next. */
public class PieceEquations {
    /** Where the next piece starts of a sequence that arrives in pieces: where the one before it ended. */
    public <T extends RealFieldElement<T>> Memory<T> streamed(Arithmetic<T> math, Memory<T> reached) {
        return reached;
    }

    /** (T3), where the next segment starts in training: where the one before it ended, and no gradient flows back. */
    public <T extends RealFieldElement<T>> Memory<T> resumed(Arithmetic<T> math, Memory<T> reached) {
        return new Memory<>(
                reached.h().stream().map(math::detached).toList(),
                reached.c().stream().map(math::detached).toList());
    }
}
