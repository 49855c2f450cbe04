package dev.lockstep.math;

/**
 * Rows of numbers within an array: where the first begins, and how far apart they lie. A product moves one along its sequence
 * instead of making a view for every step.
 */
public final class Strip {
    double[] array = new double[0];
    int at;
    int stride;

    Strip() {}

    /**
     * Rows {@code array[at …]}, {@code array[at + stride …]} and so on.
     *
     * @param stride from one row to the next; 0 if all rows are the same
     */
    public void set(double[] array, int at, int stride) {
        this.array = array;
        this.at = at;
        this.stride = stride;
    }
}
