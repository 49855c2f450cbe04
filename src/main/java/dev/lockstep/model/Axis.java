package dev.lockstep.model;

import java.util.List;

/**
 * One direction of an observed array.
 *
 * @param name what is counted along it: {@code t}, {@code row} (of the batch), {@code unit}, {@code gate}, {@code from}
 * @param labels the name of every position, in order
 */
public record Axis(String name, List<String> labels) {
    /** Time steps, counted from 1. */
    public static final String TIME = "t";
    /** Rows of the minibatch, counted from 1. */
    public static final String BATCH = "row";
    /** Units or features, counted from 1. */
    public static final String UNIT = "unit";
    /** Gates i f g o. */
    public static final String GATE = "gate";
    /** Where a weight comes from: x1 … or h1 … */
    public static final String FROM = "from";

    public Axis {
        labels = List.copyOf(labels);
    }

    /** Positions labelled 1 … size. */
    public static Axis counted(String name, int size) {
        return prefixed(name, "", size);
    }

    /** Positions labelled prefix1 … prefixN. */
    public static Axis prefixed(String name, String prefix, int size) {
        String[] labels = new String[size];
        for (int i = 0; i < size; i++) {
            labels[i] = prefix + (i + 1);
        }
        return new Axis(name, List.of(labels));
    }

    /** Number of positions. */
    public int size() {
        return labels.size();
    }
}
