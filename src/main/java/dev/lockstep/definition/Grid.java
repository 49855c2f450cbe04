package dev.lockstep.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of numbers of any kind, laid out as {@link dev.lockstep.model.Sequence} is.
 *
 * @param time number of steps
 * @param batch number of rows
 * @param features numbers in a row
 * @param values {@code [time × batch × features]}
 * @param <T> the numbers
 */
public record Grid<T>(int time, int batch, int features, List<T> values) {
    /** The features of one row at one step, counted from 0. */
    public List<T> row(int step, int row) {
        int from = (step * batch + row) * features;
        return values.subList(from, from + features);
    }

    /** The steps from {@code from} to before {@code to}, counted from 0. */
    Grid<T> steps(int from, int to) {
        return new Grid<>(to - from, batch, features, values.subList(from * batch * features, to * batch * features));
    }

    /** The same where time runs the other way. */
    Grid<T> reversed() {
        List<T> other = new ArrayList<>(values.size());
        for (int step = time - 1; step >= 0; step--) {
            other.addAll(values.subList(step * batch * features, (step + 1) * batch * features));
        }
        return new Grid<>(time, batch, features, other);
    }
}
