package dev.lockstep.caseformat;

import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sequence in a file, whose {@code axes} are time, batch and features in any order.
 *
 * @param order for each axis of the file which of ours it is: 0 time, 1 batch, 2 features
 */
record SequenceArray(Node node, List<Integer> order) {
    private static final List<String> AXES = List.of("time", "batch", "features");
    private static final String FIELD = "axes";

    static SequenceArray of(Node node) {
        List<Integer> order = new ArrayList<>();
        node.optional(FIELD)
                .ifPresentOrElse(
                        axes -> {
                            for (String word : axes.text().split(" ", -1)) {
                                order.add(AXES.indexOf(word));
                            }
                            if (order.size() != AXES.size() || !new HashSet<>(order).equals(Set.of(0, 1, 2))) {
                                throw axes.refusal("the words time, batch and features in some order");
                            }
                        },
                        () -> order.addAll(List.of(0, 1, 2)));
        return new SequenceArray(node, order);
    }

    /** A sequence of any sizes, without other fields. */
    static Sequence read(Node node) {
        SequenceArray array = of(node);
        node.onlyArray(FIELD);
        List<Integer> theirs = node.shape(AXES.size());
        Integer[] ours = new Integer[AXES.size()];
        for (int axis = 0; axis < ours.length; axis++) {
            ours[array.order.get(axis)] = theirs.get(axis);
        }
        double[] values = array.values(Arrays.asList(ours));
        return node.built(() -> new Sequence(ours[0], ours[1], ours[2], values));
    }

    /** A sequence of these sizes, without other fields. */
    static Sequence read(Node node, List<Integer> shape) {
        SequenceArray array = of(node);
        node.onlyArray(FIELD);
        return new Sequence(shape.get(0), shape.get(1), shape.get(2), array.values(shape));
    }

    /**
     * The numbers in the order time, batch, features.
     *
     * @param shape of time, batch and features
     */
    double[] values(List<Integer> shape) {
        List<Integer> theirs = order.stream().map(shape::get).toList();
        double[] values = node.valuesBesideOtherFields(theirs);
        if (order.equals(List.of(0, 1, 2))) {
            return values;
        }
        int[] stride = new int[AXES.size()];
        int step = 1;
        for (int axis = AXES.size() - 1; axis >= 0; axis--) {
            stride[order.get(axis)] = step;
            step *= theirs.get(axis);
        }
        double[] ours = new double[values.length];
        int at = 0;
        for (int t = 0; t < shape.get(0); t++) {
            for (int row = 0; row < shape.get(1); row++) {
                for (int feature = 0; feature < shape.get(2); feature++) {
                    ours[at++] = values[t * stride[0] + row * stride[1] + feature * stride[2]];
                }
            }
        }
        return ours;
    }
}
