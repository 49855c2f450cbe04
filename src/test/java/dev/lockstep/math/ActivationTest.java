package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ActivationTest {
    private static final Set<Activation> COMPOSITE = EnumSet.of(
            Activation.SELU,
            Activation.SWISH,
            Activation.MISH,
            Activation.GELU,
            Activation.FLOAT_GELU,
            Activation.GELU_TANH,
            Activation.RATIONAL_TANH,
            Activation.FLOAT_RATIONAL_TANH);

    /** Away from kinks; from the smallest to where everything is saturated. */
    private static double[] points() {
        double[] magnitudes = {1e-300, 1e-20, 1e-9, 1e-4, 0.03, 0.3, 0.7, 1.3, 2.2, 3.7, 9, 19, 36.5, 38, 100, 700, 800
        };
        Well19937c generator = new Well19937c(1);
        DoubleStream random = DoubleStream.generate(() -> 6 * (2 * generator.nextDouble() - 1))
                .limit(200);
        DoubleStream both = DoubleStream.of(magnitudes).flatMap(z -> DoubleStream.of(z, -z));
        return DoubleStream.concat(both, random).toArray();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "SOFTMAX",
                "ELU",
                "SOFTPLUS",
                "HARD_SIGMOID",
                "FLOAT_HARD_SIGMOID",
                "SELU",
                "SWISH",
                "MISH",
                "GELU",
                "FLOAT_GELU",
                "GELU_TANH"
            })
    void value_is_within_2_ulps_of_50_digits(Activation activation) {
        for (double z : points()) {
            Dfp exact = FiftyDigits.value(activation, FiftyDigits.of(z));
            if (Math.abs(exact.toDouble()) >= Double.MIN_NORMAL) {
                assertThat(FiftyDigits.ulps(activation.value(z), exact))
                        .as("at z = %s", z)
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    /** 0.2·z + 0.5 cancels near z = −2.5, whatever the precision of its constants: the error is that of the sum. */
    @ParameterizedTest
    @EnumSource(names = {"HARD_SIGMOID", "FLOAT_HARD_SIGMOID"})
    void hard_sigmoid_is_within_a_rounding_of_1_of_50_digits(Activation activation) {
        for (double z : points()) {
            Dfp exact = FiftyDigits.value(activation, FiftyDigits.of(z));
            double error = FiftyDigits.error(activation.value(z), exact);
            assertThat(error).as("at z = %s", z).isLessThanOrEqualTo(Math.ulp(1.0) / 2);
        }
    }

    /**
     * What takes several steps, such as z·σ(u) with a u that is rounded: four roundings of the value and of what a change of z does to it, which is z·φ′(z).
     */
    @ParameterizedTest
    @EnumSource(names = {"SELU", "SWISH", "MISH", "GELU", "FLOAT_GELU", "GELU_TANH"})
    void composite_value_is_within_4_roundings_of_value_and_argument_of_50_digits(Activation activation) {
        for (double z : points()) {
            Dfp exact = FiftyDigits.value(activation, FiftyDigits.of(z));
            double value = activation.value(z);
            if (Math.abs(exact.toDouble()) >= Double.MIN_NORMAL) {
                double allowed = 4 * Math.ulp(1.0) * (Math.abs(value) + Math.abs(z * activation.slope(z, value)));
                assertThat(FiftyDigits.error(value, exact)).as("at z = %s", z).isLessThanOrEqualTo(allowed);
            }
        }
    }

    /** e^z − 1 and log(1 + e^z) cancel near 0 and for very negative z, even with 50 digits: their series stand in there. */
    @ParameterizedTest
    @EnumSource(names = {"ELU", "SOFTPLUS"})
    void value_is_within_2_ulps_of_50_digits_or_of_the_series(Activation activation) {
        for (double z : points()) {
            Dfp exact = FiftyDigits.value(activation, FiftyDigits.of(z));
            if (activation == Activation.ELU && z < 0 && z > -1e-8) {
                exact = series(FiftyDigits.of(z));
            }
            if (activation == Activation.SOFTPLUS && z < -36) {
                Dfp e = FiftyDigits.of(z).exp();
                exact = e.subtract(e.multiply(e).divide(2));
            }
            if (Math.abs(exact.toDouble()) >= Double.MIN_NORMAL) {
                assertThat(FiftyDigits.ulps(activation.value(z), exact))
                        .as("at z = %s", z)
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    /** z + z²/2 + z³/6, whose next term is below 1e-24 of the first where it is used. */
    private static Dfp series(Dfp z) {
        return z.multiply(z.multiply(z.divide(6).add(FiftyDigits.of("0.5"))).add(1));
    }

    /** Central differences in 50 digits with a step of 1e-14: off by some 1e-28 of the third derivative. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SOFTMAX", "FLOAT_LEAKY_RELU"})
    void slope_is_that_of_central_differences_in_50_digits(Activation activation) {
        Dfp step = FiftyDigits.of("1e-14");
        for (double z : points()) {
            if (Math.abs(z) < 1e-9) {
                continue;
            }
            Dfp up = FiftyDigits.value(activation, FiftyDigits.of(z).add(step));
            Dfp down = FiftyDigits.value(activation, FiftyDigits.of(z).subtract(step));
            Dfp exact = up.subtract(down).divide(step.multiply(2));
            double slope = activation.slope(z, activation.value(z));
            double allowed = (COMPOSITE.contains(activation) ? 6e-16 : 3e-16) * Math.max(1, Math.abs(exact.toDouble()));
            assertThat(FiftyDigits.error(slope, exact)).as("at z = %s", z).isLessThanOrEqualTo(allowed);
        }
    }

    /** It is 0.01f, which is 0.01 − 2.2e-10, though the value is 0.01·z. */
    @Test
    void slope_of_the_float_leaky_relu_is_no_derivative() {
        assertThat(Activation.FLOAT_LEAKY_RELU.slope(-3, -0.03)).isEqualTo(0.009999999776482582);
        assertThat(Activation.FLOAT_LEAKY_RELU.value(-3)).isEqualTo(-0.03);
    }

    /** The sides that Deeplearning4j 1.0.0-M2.1 takes; for softsign and cube, which are smooth, the derivation gives them. */
    @ParameterizedTest
    @CsvSource({
        "RELU, 0, 0",
        "LEAKY_RELU, 0, 1",
        "ELU, 0, 1",
        "HARD_SIGMOID, 2.5, 0.2",
        "HARD_SIGMOID, -2.5, 0.2",
        "HARD_TANH, 1, 1",
        "HARD_TANH, -1, 1",
        "RELU6, 0, 0",
        "RELU6, 6, 0",
        "THRESHOLDED_RELU, 1, 0",
        "FLOAT_LEAKY_RELU, 0, 1",
        "RRELU, 0, 1",
        "SELU, 0, 1.7580993408473766",
        "FLOAT_HARD_SIGMOID, 2.5, 0.20000000298023224",
        "FLOAT_HARD_SIGMOID, -2.5, 0.20000000298023224",
        "RECTIFIED_TANH, 0, 0",
        "SWISH, 0, 0.5",
        "MISH, 0, 0.6",
        "GELU, 0, 0.5",
        "GELU_TANH, 0, 0.5",
        "RATIONAL_TANH, 0, 1.1439333333333332",
        "SOFTSIGN, 0, 1",
        "CUBE, 0, 0"
    })
    void slope_at_a_kink_takes_the_documented_side(Activation activation, double z, double slope) {
        assertThat(activation.slope(z, activation.value(z))).isEqualTo(slope);
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY, -2, -2",
        "RELU, -2, 0",
        "RELU, 3, 3",
        "LEAKY_RELU, -200, -2",
        "LEAKY_RELU, 3, 3",
        "SOFTSIGN, -3, -0.75",
        "HARD_SIGMOID, 0, 0.5",
        "HARD_SIGMOID, 9, 1",
        "HARD_SIGMOID, -9, 0",
        "HARD_TANH, 0.25, 0.25",
        "HARD_TANH, 9, 1",
        "HARD_TANH, -9, -1",
        "CUBE, -3, -27",
        "RELU6, 9, 6",
        "RELU6, -1, 0",
        "THRESHOLDED_RELU, 1, 0",
        "THRESHOLDED_RELU, 1.5, 1.5",
        "RRELU, -48, -11",
        "SWISH, 800, 800",
        "SWISH, -800, 0",
        "MISH, 800, 800",
        "MISH, -800, 0",
        "GELU_TANH, -1e200, 0",
        "GELU_TANH, 1e200, 1e200",
        "RECTIFIED_TANH, -3, 0",
        "RATIONAL_TANH, 1e200, 1.7159",
        "RATIONAL_TANH, -1e200, -1.7159",
        "SOFTPLUS, 800, 800",
        "SOFTPLUS, -800, 0",
        "SIGMOID, 800, 1",
        "SIGMOID, -800, 0",
        "SIGMOID, 0, 0.5",
        "TANH, 800, 1",
        "ELU, -800, -1",
        "ELU, 800, 800"
    })
    void value_is_that_of_a_hand_calculation(Activation activation, double z, double value) {
        assertThat(activation.value(z)).isEqualTo(value);
    }

    @Test
    void softmax_is_within_4_ulps_of_50_digits_in_every_row() {
        RowMajorMatrix z = RowMajorMatrix.of(new double[][] {{0.3, -1.2, 2.5}, {-7, 0, 7}, {1e-9, 0, -1e-9}});
        RowMajorMatrix a = new RowMajorMatrix(3, 3);
        Activation.SOFTMAX.forward(z, a);
        for (int row = 0; row < 3; row++) {
            Dfp[] exact = FiftyDigits.row(Activation.SOFTMAX, FiftyDigits.of(z.getRow(row)));
            for (int k = 0; k < 3; k++) {
                assertThat(FiftyDigits.ulps(a.getEntry(row, k), exact[k])).isLessThanOrEqualTo(4);
            }
        }
    }

    /** With d = 1: e^800/(e^800 + e^801) = 1/(1 + e). */
    @Test
    void softmax_of_large_inputs_stays_finite() {
        RowMajorMatrix a = new RowMajorMatrix(1, 2);
        Activation.SOFTMAX.forward(RowMajorMatrix.row(800, 801), a);
        assertThat(a.getEntry(0, 0)).isCloseTo(1 / (1 + Math.E), within(1e-16));
        assertThat(a.getEntry(0, 1)).isCloseTo(Math.E / (1 + Math.E), within(2e-16));
        Activation.SOFTMAX.forward(RowMajorMatrix.row(-800, 800), a);
        assertThat(a.toArray()).containsExactly(0, 1);
    }

    /** The Jacobian ∂aⱼ/∂zₖ = aⱼ·(δⱼₖ − aₖ), multiplied out in 50 digits. */
    @Test
    void softmax_backward_multiplies_by_the_jacobian() {
        RowMajorMatrix z = RowMajorMatrix.of(new double[][] {{0.3, -1.2, 2.5}, {800, 801, 799}});
        RowMajorMatrix da = RowMajorMatrix.of(new double[][] {{0.7, -0.4, 0.1}, {-2, 3, 0.5}});
        RowMajorMatrix a = new RowMajorMatrix(2, 3);
        RowMajorMatrix dz = new RowMajorMatrix(2, 3);
        Activation.SOFTMAX.forward(z, a);
        Activation.SOFTMAX.backward(z, a, da, dz);
        for (int row = 0; row < 2; row++) {
            Dfp[] exact = FiftyDigits.row(Activation.SOFTMAX, FiftyDigits.of(z.getRow(row)));
            for (int k = 0; k < 3; k++) {
                Dfp sum = FiftyDigits.of(0);
                for (int j = 0; j < 3; j++) {
                    Dfp jacobian =
                            exact[j].multiply(FiftyDigits.of(j == k ? 1 : 0).subtract(exact[k]));
                    sum = sum.add(jacobian.multiply(FiftyDigits.of(da.getEntry(row, j))));
                }
                assertThat(FiftyDigits.error(dz.getEntry(row, k), sum)).isLessThanOrEqualTo(5e-16);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forward_and_backward_work_in_place_and_on_views(Activation activation) {
        RowMajorMatrix z = RowMajorMatrix.of(new double[][] {{9, 9}, {0.3, -0.8}, {-0.4, 0.6}, {9, 9}});
        RowMajorMatrix da = RowMajorMatrix.of(new double[][] {{1, -2}, {0.5, 3}});
        RowMajorMatrix a = new RowMajorMatrix(2, 2);
        RowMajorMatrix dz = new RowMajorMatrix(2, 2);
        activation.forward(z.rows(1, 3), a);
        activation.backward(z.rows(1, 3), a, da, dz);
        RowMajorMatrix dInPlace = da.copy();
        activation.backward(z.rows(1, 3), a, dInPlace, dInPlace);
        RowMajorMatrix inPlace = z.copy();
        activation.forward(inPlace.rows(1, 3), inPlace.rows(1, 3));
        assertThat(dInPlace).isEqualTo(dz);
        assertThat(inPlace.rows(1, 3)).isEqualTo(a);
        assertThat(inPlace.getRow(0)).containsExactly(9, 9);
        assertThat(inPlace.getRow(3)).containsExactly(9, 9);
    }

    /** Where a alone gives the slope, z may have been overwritten by a. */
    @ParameterizedTest
    @EnumSource(names = {"IDENTITY", "TANH", "SIGMOID", "SOFTMAX"})
    void z_and_a_may_share_their_place_where_the_slope_needs_no_z(Activation activation) {
        double[] z = {9, 0.3, -0.8, -0.4, 0.6, 9};
        double[] da = {9, 9, 1, -2, 0.5, 3};
        double[] a = new double[6];
        double[] dz = new double[6];
        activation.forward(z, 1, a, 2, 2, 2);
        activation.backward(z, 1, a, 2, da, 2, dz, 0, 2, 2);
        activation.forward(z, 1, z, 1, 2, 2);
        activation.backward(z, 1, z, 1, da, 2, da, 2, 2, 2);
        assertThat(Arrays.copyOfRange(z, 1, 5)).containsExactly(Arrays.copyOfRange(a, 2, 6));
        assertThat(Arrays.copyOfRange(da, 2, 6)).containsExactly(Arrays.copyOf(dz, 4));
        assertThat(new double[] {z[0], z[5], da[0], da[1], a[0], dz[4]}).containsExactly(9, 9, 9, 9, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void slope_needs_z_unless_z_and_a_may_share_their_place(Activation activation) {
        Set<Activation> shared =
                EnumSet.of(Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.SOFTMAX);
        assertThat(activation.slopeNeedsZ()).isEqualTo(!shared.contains(activation));
    }

    @ParameterizedTest
    @EnumSource
    void nan_is_not_swallowed_on_the_way_forward(Activation activation) {
        RowMajorMatrix a = new RowMajorMatrix(1, 1);
        activation.forward(RowMajorMatrix.row(Double.NaN), a);
        assertThat(a.getEntry(0, 0)).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void shapes_must_agree(Activation activation) {
        RowMajorMatrix wide = new RowMajorMatrix(1, 2);
        RowMajorMatrix narrow = new RowMajorMatrix(1, 1);
        assertThatThrownBy(() -> activation.forward(wide, narrow)).isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> activation.backward(wide, narrow, wide, wide))
                .isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> activation.backward(wide, wide, narrow, wide))
                .isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> activation.backward(wide, wide, wide, narrow))
                .isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void softmax_has_neither_a_value_nor_a_slope_of_one_entry() {
        assertThatThrownBy(() -> Activation.SOFTMAX.value(1)).hasMessage("softmax needs a whole row, not one entry");
        assertThatThrownBy(() -> Activation.SOFTMAX.slope(1, 1)).hasMessage("softmax has a Jacobian, not a slope");
    }

    @Test
    void title_is_the_name_in_words() {
        assertThat(Activation.HARD_SIGMOID.title()).isEqualTo("hard sigmoid");
    }
}
