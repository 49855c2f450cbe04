package dev.lockstep.math;

/** How much fits into an array. */
public final class ArraySizes {
    /** The most numbers that every JVM puts into one array. */
    public static final int MOST = Integer.MAX_VALUE - 8;

    private ArraySizes() {}
}
