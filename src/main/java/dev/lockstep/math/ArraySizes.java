package dev.lockstep.math;

import org.apache.commons.math3.exception.OutOfRangeException;

/** How much fits into an array. */
public final class ArraySizes {
    /** The most numbers that every JVM puts into one array. */
    public static final int MOST = Integer.MAX_VALUE - 8;

    private ArraySizes() {}

    /**
     * The length of an array for so many numbers.
     *
     * @throws OutOfRangeException if no array is so long
     */
    static int length(long numbers) {
        if (numbers > MOST) {
            throw new OutOfRangeException(numbers, 0, MOST);
        }
        return (int) numbers;
    }
}
