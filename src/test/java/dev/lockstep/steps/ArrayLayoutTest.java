package dev.lockstep.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.ShapedArray;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In all arrays the number at (time t, row r, feature f), from 0, is 100t + 10r + f. */
class ArrayLayoutTest {
    private static final int TIME = 4;
    private static final int BATCH = 3;
    private static final int FEATURES = 2;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time × batch × features",
                "time × features × batch",
                "batch × time × features",
                "batch × features × time",
                "features × time × batch",
                "units × batch × time"
            })
    void every_order_of_the_axes_is_the_same_sequence(String layout) {
        List<String> axes = List.of(layout.replace("units", "features").split(" × "));
        Sequence sequence = ArrayLayout.parse(layout).sequence("x", array(axes));
        assertThat(sequence.values())
                .containsExactly(array(List.of("time", "batch", "features")).values());
        assertThat(List.of(sequence.time(), sequence.batch(), sequence.features()))
                .containsExactly(TIME, BATCH, FEATURES);
    }

    @Test
    void an_axis_that_is_not_named_has_one_position() {
        Sequence batch = ArrayLayout.parse("features × batch").sequence("x", array(List.of("features", "batch")));
        assertThat(List.of(batch.time(), batch.batch())).containsExactly(1, BATCH);
        assertThat(batch.values()).containsExactly(0, 1, 10, 11, 20, 21);
        Sequence time = ArrayLayout.parse("time × units").sequence("x", array(List.of("time", "features")));
        assertThat(List.of(time.time(), time.batch())).containsExactly(TIME, 1);
        assertThat(time.values()).containsExactly(0, 1, 100, 101, 200, 201, 300, 301);
    }

    @ParameterizedTest
    @ValueSource(strings = {"time × batch", "features × features", "units × features × time"})
    void features_are_named_once(String layout) {
        assertThatThrownBy(() -> ArrayLayout.parse(layout))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("layout of an array: features once and time and batch at most once expected, \"" + layout
                        + "\" found");
    }

    /** The array with these axes, in C order. */
    private static ShapedArray array(List<String> axes) {
        List<Integer> shape = axes.stream().map(ArrayLayoutTest::size).toList();
        int count = shape.stream().reduce(1, (a, b) -> a * b);
        return new ShapedArray(
                shape,
                IntStream.range(0, count).mapToDouble(i -> number(axes, i)).toArray());
    }

    private static double number(List<String> axes, int flat) {
        double number = 0;
        int rest = flat;
        for (int k = axes.size() - 1; k >= 0; k--) {
            int position = rest % size(axes.get(k));
            rest /= size(axes.get(k));
            number += position
                    * switch (axes.get(k)) {
                        case "time" -> 100;
                        case "batch" -> 10;
                        default -> 1;
                    };
        }
        return number;
    }

    private static int size(String axis) {
        return switch (axis) {
            case "time" -> TIME;
            case "batch" -> BATCH;
            default -> FEATURES;
        };
    }
}
