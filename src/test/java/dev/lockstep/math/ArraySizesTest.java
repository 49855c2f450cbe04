package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.math3.exception.OutOfRangeException;
import org.junit.jupiter.api.Test;

class ArraySizesTest {
    /** 2^31 − 1 − 8. */
    @Test
    void the_most_is_a_length_and_one_more_is_none() {
        assertThat(ArraySizes.length(0)).isZero();
        assertThat(ArraySizes.length(2_147_483_639L)).isEqualTo(2_147_483_639);
        assertThatThrownBy(() -> ArraySizes.length(2_147_483_640L))
                .isInstanceOfSatisfying(OutOfRangeException.class, refused -> {
                    assertThat(refused.getArgument()).isEqualTo(2_147_483_640L);
                    assertThat(refused.getHi()).isEqualTo(2_147_483_639);
                });
    }
}
