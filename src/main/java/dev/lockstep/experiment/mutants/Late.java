package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Memory;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.RealFieldElement;

/** Cells whose time index is wrong somewhere. They know a step by the memory that it starts from. */
enum Late {
    HIDDEN("h at t − 2 in the place of h′", Kind.FORWARD),
    CELL("c at t − 2 in the place of c′", Kind.FORWARD),
    INPUT("x at t − 1 in the place of x", Kind.FORWARD),
    START("the gradient of the initial state dropped", Kind.GRADIENT),
    FIRST_ALONE("of the Σₜ of parameters the first step alone", Kind.GRADIENT),
    FIRST_LEFT_OUT("of the Σₜ of parameters all but the first step", Kind.GRADIENT);

    private final String words;
    private final Kind kind;

    Late(String words, Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    String words() {
        return words;
    }

    Kind kind() {
        return kind;
    }

    /** What came before a memory. */
    private record Past<T>(Memory<T> memory, List<T> x) {}

    /**
     * The cell with the wrong time index.
     *
     * @param right the cell
     * @param untrained the same cell with parameters that no gradient reaches
     */
    <T extends RealFieldElement<T>> Cell<T> of(Arithmetic<T> math, Cell<T> right, Cell<T> untrained) {
        Map<Memory<T>, Past<T>> known = new IdentityHashMap<>();
        return (x, previous) -> {
            Past<T> past = known.get(previous);
            boolean first = past == null;
            Memory<T> after = switch (this) {
                case HIDDEN ->
                    right.step(x, first ? previous : new Memory<>(past.memory().h(), previous.c()));
                case CELL ->
                    right.step(
                            x,
                            first
                                    ? previous
                                    : new Memory<>(previous.h(), past.memory().c()));
                case INPUT -> right.step(first ? x : past.x(), previous);
                case START -> right.step(x, first ? detached(math, previous) : previous);
                case FIRST_ALONE -> (first ? right : untrained).step(x, previous);
                case FIRST_LEFT_OUT -> (first ? untrained : right).step(x, previous);
            };
            known.put(after, new Past<>(previous, x));
            return after;
        };
    }

    private static <T extends RealFieldElement<T>> Memory<T> detached(Arithmetic<T> math, Memory<T> memory) {
        return new Memory<>(
                memory.h().stream().map(math::detached).toList(),
                memory.c().stream().map(math::detached).toList());
    }
}
