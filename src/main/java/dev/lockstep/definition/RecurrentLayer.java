package dev.lockstep.definition;

import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Takes a cell through a sequence, row by row. A truncated gradient, (T1) to (T3) of {@code dev.lockstep.layer}, comes from
 * states through which no gradient flows.
 *
 * @param math what is computed with
 * @param cell the layer with its weights
 * @param truncation how far errors flow back
 * @param counts which steps of which rows count
 * @param masks (K1) and (K2)
 * @param <T> the numbers
 */
record RecurrentLayer<T extends RealFieldElement<T>>(
        Arithmetic<T> math, Cell<T> cell, Truncation truncation, Counts counts, MaskEquations masks) {
    /** A sequence of one row: h at every step, and the memory after the last. */
    record Passed<T>(List<List<T>> h, Memory<T> last) {}

    Passed<T> pass(List<List<T>> x, int row, Memory<T> start) {
        if (truncation instanceof Truncation.Sliding sliding) {
            return sliding(x, row, start, sliding.steps());
        }
        int chunk = chunk();
        List<List<T>> h = new ArrayList<>();
        Memory<T> memory = start;
        for (int step = 0; step < x.size(); step++) {
            memory = step > 0 && step % chunk == 0 ? detached(memory) : memory;
            memory = step(x, row, step, memory);
            memory = isDifferentiated(step, x.size()) ? memory : detached(memory);
            h.add(memory.h());
        }
        return new Passed<>(h, memory);
    }

    private int chunk() {
        if (truncation instanceof Truncation.Segmented segmented) {
            return segmented.forward();
        }
        return truncation instanceof Truncation.Chunked chunked ? chunked.length() : Integer.MAX_VALUE;
    }

    /** (T3): of a segment only the last steps are. */
    private boolean isDifferentiated(int step, int time) {
        if (truncation instanceof Truncation.Segmented segmented) {
            int end = Math.min(time, (step / segmented.forward() + 1) * segmented.forward());
            return step >= end - segmented.backward();
        }
        return true;
    }

    /** (T1): every output is computed from a state k + 1 steps back through which nothing flows; the initial state is step 0. */
    private Passed<T> sliding(List<List<T>> x, int row, Memory<T> start, int k) {
        List<Memory<T>> states = new ArrayList<>();
        states.add(start);
        List<List<T>> h = new ArrayList<>();
        Memory<T> last = start;
        for (int step = 0; step < x.size(); step++) {
            int from = Math.max(0, step - k);
            last = step < k ? states.get(from) : detached(states.get(from));
            for (int s = from; s <= step; s++) {
                last = step(x, row, s, last);
            }
            states.add(last);
            h.add(last.h());
        }
        return new Passed<>(h, last);
    }

    private Memory<T> step(List<List<T>> x, int row, int step, Memory<T> before) {
        Memory<T> after = cell.step(x.get(step), before);
        return masks.after(math, counts.rule(), counts.at(step, row), before, after);
    }

    private Memory<T> detached(Memory<T> memory) {
        return new Memory<>(
                memory.h().stream().map(math::detached).toList(),
                memory.c().stream().map(math::detached).toList());
    }
}
