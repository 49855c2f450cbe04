package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final double U = 0x1p-53;

    /** By hand: 2u·|−0.5| + 3u = 4u. */
    @Test
    void an_error_is_relative_to_the_magnitude_and_absolute() {
        Accuracy accuracy = Accuracy.ANY.named("mine").with(ElementaryFunction.TANH, 2, 3);
        assertThat(accuracy.error(ElementaryFunction.TANH, -0.5)).isEqualTo(4 * U);
        assertThat(accuracy.error(ElementaryFunction.TANH, 0)).isEqualTo(3 * U);
        assertThat(accuracy.name()).isEqualTo("mine");
    }

    /** A slope 1 − a² with |a| ≤ 1, squared and subtracted: twice the error of a, and two roundings. */
    @Test
    void without_better_knowledge_8u_and_4u_hold_and_what_follows_from_them_for_slopes() {
        assertThat(Accuracy.ANY.error(ElementaryFunction.EXP, 2)).isEqualTo(20 * U);
        double ofTanh = Accuracy.ANY.error(ElementaryFunction.TANH, 1);
        assertThat(Accuracy.ANY.error(ElementaryFunction.TANH_SLOPE, 0)).isEqualTo(2 * ofTanh + 2 * U);
        double ofSigmoid = Accuracy.ANY.error(ElementaryFunction.SIGMOID, 1);
        assertThat(Accuracy.ANY.error(ElementaryFunction.SIGMOID_SLOPE, 0)).isEqualTo(ofSigmoid + 2 * U);
    }

    @Test
    void bounds_that_are_none_are_refused() {
        assertThatThrownBy(() -> Accuracy.ANY.with(ElementaryFunction.EXP, -1, 0))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("relative error of an elementary function: a number from 0 on expected, -1.0 found");
        assertThatThrownBy(() -> Accuracy.ANY.with(ElementaryFunction.EXP, 1, Double.NaN))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("absolute error of an elementary function: a number from 0 on expected, NaN found");
        assertThatThrownBy(() -> new Accuracy("mine", Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("accuracy of mine: a bound of EXP expected, none found");
    }
}
