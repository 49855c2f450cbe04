package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.OtherKernels;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ProductContract} for the plain kernels and for vectors of every width, whatever this machine prefers. */
@Tag("every-width")
class ProductTest {
    @ParameterizedTest
    @ValueSource(strings = {"none", "128", "256", "512"})
    void products_have_the_bits_of_one_chain_over_k(String vector) throws Exception {
        assertThat(OtherKernels.call(vector, ProductContract.class)).isGreaterThan(500);
    }

    @Test
    void a_matrix_that_no_array_holds_is_refused_before_memory_is_taken() {
        assertThatThrownBy(() -> new PackedMatrix(1 << 20, 1 << 20)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> new PackedMatrix(1 << 20, 1000, 1000, 1000)).isInstanceOf(OutOfRangeException.class);
    }

    /** 3 columns in vectors of 2, 4 or 8 numbers: the array is counted with what fills the last vector up. */
    @Test
    void what_fills_the_last_vector_up_is_counted() {
        int depth = ArraySizes.MOST / 3;
        assertThatThrownBy(() -> new PackedMatrix(depth, 3)).isInstanceOf(OutOfRangeException.class);
    }
}
