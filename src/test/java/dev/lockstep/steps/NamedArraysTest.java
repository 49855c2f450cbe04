package dev.lockstep.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ShapedArray;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected numbers are those of the texts; NumPy's first normals after seed 1 are as it prints them. */
class NamedArraysTest {
    private final NamedArrays arrays = new NamedArrays();

    @Test
    void a_literal_has_its_rows_between_semicolons() {
        assertThat(NamedArrays.literal("U", " 1 -2.5  3;4 0x1p-1 1e-4 "))
                .isEqualTo(new ShapedArray(List.of(2, 3), new double[] {1, -2.5, 3, 4, 0.5, 1e-4}));
    }

    @Test
    void a_name_is_a_matrix_and_its_transpose() {
        arrays.put("U", NamedArrays.literal("U", "1 2 3; 4 5 6"));
        assertThat(arrays.matrix("U").getData()).isEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertThat(arrays.matrix("Uᵀ").getData()).isEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
    }

    @Test
    void an_array_of_one_axis_is_a_row() {
        arrays.put("b", new ShapedArray(List.of(3), new double[] {1, 2, 3}));
        assertThat(arrays.matrix("b").getData()).isEqualTo(new double[][] {{1, 2, 3}});
        assertThat(arrays.matrix("bᵀ").getData()).isEqualTo(new double[][] {{1}, {2}, {3}});
    }

    @Test
    void an_array_of_three_axes_is_no_matrix() {
        arrays.put("x", new ShapedArray(List.of(1, 1, 2), new double[] {1, 2}));
        assertThatThrownBy(() -> arrays.matrix("xᵀ"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("array x: a matrix expected, 3 axes found");
    }

    @Test
    void draws_go_on_from_one_another_until_the_next_seed() {
        NumpyDraw two = NumpyDraw.parse("randn(2)");
        arrays.seed(1);
        arrays.draw("first", two);
        arrays.draw("second", two);
        arrays.seed(1);
        arrays.draw("again", two);
        assertThat(arrays.get("first").values()).containsExactly(1.6243453636632417, -0.6117564136500754);
        assertThat(arrays.get("second").values()).containsExactly(-0.5281717522634557, -1.0729686221561705);
        assertThat(arrays.get("again")).isEqualTo(arrays.get("first"));
    }

    @Test
    void a_seed_is_one_of_NumPys() {
        assertThatThrownBy(() -> arrays.seed(1L << 32))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("seed of NumPy: 0 to 4294967295 expected, 4294967296 found");
    }
}
