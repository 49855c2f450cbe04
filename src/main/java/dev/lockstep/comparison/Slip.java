package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.function.BiFunction;

/**
 * A convention that frameworks and programmers get wrong.
 *
 * @param what it is, as it follows "with": {@code RW transposed per gate}
 * @param changed the case as someone who slipped would have understood it
 * @param restored puts what was observed of the changed case back into the places of the original one
 */
record Slip(String what, Case changed, BiFunction<Quantity, Tensor, Tensor> restored) {
    /** A slip that leaves every observation in its place. */
    static Slip inPlace(String what, Case changed) {
        return new Slip(what, changed, (quantity, tensor) -> tensor);
    }
}
