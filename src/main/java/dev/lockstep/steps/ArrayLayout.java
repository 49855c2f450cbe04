package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.ShapedArray;
import java.util.Arrays;
import java.util.List;

/**
 * What the axes of an array mean, in order: {@code features × batch × time}. An axis that is not named has size 1; {@code units}
 * is another word for {@code features}.
 *
 * @param axes of time, batch and features each at most once, features once
 */
record ArrayLayout(List<String> axes) {
    static final String PATTERN = "[a-z]+(?: × [a-z]+)*";

    private static final List<String> KNOWN = List.of("time", "batch", "features");

    /** @throws InvalidInput if an axis is unknown or named twice, or features are not named */
    static ArrayLayout parse(String text) {
        List<String> axes = Arrays.stream(text.split(" × "))
                .map(axis -> axis.equals("units") ? "features" : axis)
                .toList();
        for (String axis : axes) {
            if (!KNOWN.contains(axis)) {
                throw new InvalidInput(
                        "layout of an array: axes time, batch and features expected, \"" + axis + "\" found");
            }
        }
        if (axes.stream().distinct().count() < axes.size() || !axes.contains("features")) {
            throw new InvalidInput("layout of an array: features once and time and batch at most once expected, \""
                    + text + "\" found");
        }
        return new ArrayLayout(axes);
    }

    /**
     * An array of this layout as a sequence {@code [time × batch × features]}.
     *
     * @param what names the array in messages
     * @throws InvalidInput if it has another number of axes
     */
    Sequence sequence(String what, ShapedArray array) {
        if (array.shape().size() != axes.size()) {
            throw new InvalidInput(what + ": " + axes.size() + " axes expected, " + String.join(" × ", axes) + ", "
                    + array.shape().size() + " found");
        }
        Sequence sequence = Sequence.zeros(size("time", array), size("batch", array), size("features", array));
        int[] index = new int[axes.size()];
        for (int t = 1; t <= sequence.time(); t++) {
            for (int row = 0; row < sequence.batch(); row++) {
                for (int feature = 0; feature < sequence.features(); feature++) {
                    set(index, "time", t - 1);
                    set(index, "batch", row);
                    set(index, "features", feature);
                    sequence.at(t).setEntry(row, feature, array.get(index));
                }
            }
        }
        return sequence;
    }

    private int size(String axis, ShapedArray array) {
        int position = axes.indexOf(axis);
        return position < 0 ? 1 : array.size(position);
    }

    private void set(int[] index, String axis, int value) {
        int position = axes.indexOf(axis);
        if (position >= 0) {
            index[position] = value;
        }
    }
}
