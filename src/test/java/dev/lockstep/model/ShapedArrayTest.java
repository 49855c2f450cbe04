package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapedArrayTest {
    private final ShapedArray array = new ShapedArray(List.of(2, 3), new double[] {0, 1, 2, 10, 11, 12});

    @Test
    void the_last_axis_is_the_fastest() {
        assertThat(array.get(0, 2)).isEqualTo(2);
        assertThat(array.get(1, 0)).isEqualTo(10);
        assertThat(array.size(0)).isEqualTo(2);
        assertThat(array.size(1)).isEqualTo(3);
        ShapedArray cube = new ShapedArray(List.of(2, 1, 2), new double[] {1, 2, 3, 4});
        assertThat(cube.get(1, 0, 0)).isEqualTo(3);
    }

    @Test
    void it_keeps_its_own_numbers() {
        List<Integer> shape = new ArrayList<>(List.of(2));
        double[] values = {1, 2};
        ShapedArray own = new ShapedArray(shape, values);
        shape.set(0, 3);
        values[0] = 9;
        own.values()[1] = 9;
        assertThat(own.values()).containsExactly(1, 2);
        assertThat(own.shape()).containsExactly(2);
    }

    @Test
    void equal_are_those_of_equal_shape_and_numbers() {
        ShapedArray same = new ShapedArray(List.of(2, 3), array.values());
        assertThat(same).isEqualTo(array).hasSameHashCodeAs(array);
        assertThat(new ShapedArray(List.of(3, 2), array.values())).isNotEqualTo(array);
        assertThat(new ShapedArray(List.of(2, 3), new double[6])).isNotEqualTo(array);
    }

    @Test
    void what_does_not_fit_is_refused() {
        refused(() -> new ShapedArray(List.of(2, 3), new double[5]), "array of 2×3: 6 numbers expected, 5 found");
        refused(
                () -> new ShapedArray(List.of(), new double[1]),
                "shape of array: at least one size expected, none found");
        refused(() -> new ShapedArray(List.of(2, 0), new double[0]), "size 2 of array: at least 1 expected, 0 found");
        refused(() -> array.size(2), "axis of an array: 0 to 1 expected, 2 found");
        refused(() -> array.size(-1), "axis of an array: 0 to 1 expected, -1 found");
        refused(() -> array.get(1), "index of an array of 2×3: 2 numbers expected, 1 found");
        refused(() -> array.get(0, 3), "index of an array of 2×3: 0 to 2 expected on axis 1, 3 found");
        refused(() -> array.get(-1, 0), "index of an array of 2×3: 0 to 1 expected on axis 0, -1 found");
    }

    private static void refused(Runnable use, String sentence) {
        assertThatThrownBy(use::run).isInstanceOf(InvalidInput.class).hasMessage(sentence);
    }
}
