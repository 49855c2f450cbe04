package dev.lockstep.experiment.detective;

import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Memory;
import java.util.List;

/**
 * A cell that reads the h of two steps before. Rows pass through it one after the other.
 *
 * @param <T> the numbers
 */
final class DelayedCell<T> implements Cell<T> {
    private final Cell<T> cell;
    private Memory<T> last;
    private List<T> older;

    DelayedCell(Cell<T> cell) {
        this.cell = cell;
    }

    @Override
    public Memory<T> step(List<T> x, Memory<T> previous) {
        List<T> read = previous == last ? older : previous.h();
        older = previous.h();
        last = cell.step(x, new Memory<>(read, previous.c()));
        return last;
    }
}
