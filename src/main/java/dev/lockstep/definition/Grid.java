package dev.lockstep.definition;

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
}
