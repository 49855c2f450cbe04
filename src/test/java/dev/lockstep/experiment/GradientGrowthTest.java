package dev.lockstep.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.List;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Growth of errors against numbers derived by hand; decimals are from 50-digit arithmetic. */
class GradientGrowthTest {
    private static final double ROUNDING = 1e-14;

    @ParameterizedTest
    @EnumSource(Recurrence.class)
    void all_recurrent_matrices_are_orthogonal(Recurrence recurrence) {
        RealMatrix q = recurrence.matrix(6, new Well19937c(3));
        RealMatrix product = q.transpose().multiply(q);
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 6; column++) {
                assertThat(product.getEntry(row, column)).isEqualTo(row == column ? 1 : 0, offset(ROUNDING));
            }
        }
    }

    @Test
    void a_permutation_consists_of_zeros_and_ones_and_moves_something() {
        RealMatrix q = Recurrence.PERMUTATION.matrix(6, new Well19937c(3));
        assertThat(List.of(q.getData())).allSatisfy(row -> assertThat(row).containsOnly(0, 1));
        assertThat(q.getTrace()).isLessThan(6);
    }

    @Test
    void every_gate_has_a_matrix_of_its_own_and_only_the_forget_gate_a_bias() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 12, 3));
        var weights = Recurrence.ORTHOGONAL.weights(network, 2, 1);
        RowMajorMatrix rw = weights.get("lstm", Parameter.RW);
        assertThat(rw.columns(0, 3)).isNotEqualTo(rw.columns(3, 6));
        // The columns of 2·Q are 2 long.
        for (int column = 0; column < 12; column++) {
            assertThat(rw.getColumnVector(column).getNorm()).isEqualTo(2, offset(ROUNDING));
        }
        assertThat(weights.get("lstm", Parameter.B).toArray()).containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(Recurrence.class)
    void with_the_identity_the_error_grows_by_the_spectral_radius(Recurrence recurrence) {
        GradientGrowth growth = growth(rnn(5, Activation.IDENTITY), recurrence, Sequence.random(4, 1, 5, 2), 1.5);
        assertNorms(growth, 1, 1.5, 2.25, 3.375);
        assertThat(growth.rate()).isEqualTo(1.5, within(ROUNDING));
        assertThat(growth.fastest()).isEqualTo(1.5, within(ROUNDING));
        assertThat(growth.total()).isEqualTo(3.375, within(ROUNDING));
    }

    @Test
    void with_relu_and_all_units_on_it_grows_alike() {
        Sequence positive = GrowthStudy.between(0.5, 1, Sequence.random(4, 1, 5, 2));
        assertNorms(growth(rnn(5, Activation.RELU), Recurrence.PERMUTATION, positive, 1.5), 1, 1.5, 2.25, 3.375);
    }

    @Test
    void with_relu_an_error_dies_where_all_units_are_off() {
        // z = −1, then 3 + 0: the second unit is on, the first off, so nothing comes through.
        GradientGrowth growth =
                growth(rnn(1, Activation.RELU), Recurrence.PERMUTATION, new Sequence(2, 1, 1, new double[] {-1, 3}), 2);
        assertNorms(growth, 1, 0);
        assertThat(growth.rate()).isZero();
        assertThat(growth.fastest()).isZero();
    }

    @Test
    void with_tanh_the_slope_takes_its_part() {
        // z = 0.5, then −2·tanh(0.5) + 2·tanh(0.5) = 0: φ′ is 1 at the last step, 1 − tanh²(0.5) = 0.7864… before.
        double tanh = 0.46211715726000975850;
        GradientGrowth growth = growth(
                rnn(1, Activation.TANH),
                Recurrence.PERMUTATION,
                new Sequence(2, 1, 1, new double[] {0.5, -2 * tanh}),
                2);
        assertNorms(growth, 1, 2 * 0.78644773296592741015);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.1, 1.5})
    void an_lstm_at_rest_hands_on_forget_gate_plus_a_quarter_of_the_radius(double radius) {
        double rate = 0.73105857863000487925 + radius / 4;
        NetworkSpec lstm = NetworkSpec.of(LstmSpec.plain("lstm", 12, 3));
        assertNorms(
                growth(lstm, Recurrence.PERMUTATION, Sequence.zeros(3, 1, 12), radius),
                0.25,
                0.25 * rate,
                0.25 * rate * rate);
    }

    @Test
    void clips_bound_the_gradient_and_not_the_error() {
        // z = 3, then 4 + 2·3 = 10; ∂L/∂z = 2, 1; dW = 3·2 + 4·1 = 10, dRW = 3·1, db = 3: ‖∇‖² = 118.
        GrowthStudy study = new GrowthStudy(
                "one unit",
                rnn(1, Activation.IDENTITY),
                Recurrence.PERMUTATION,
                new Sequence(2, 1, 1, new double[] {3, 4}),
                1);
        ClippingStudy.Step step =
                ClippingStudy.measured(Frameworks.ours(), study, 2).steps().get(0);
        assertThat(step.time()).isEqualTo(2);
        assertThat(step.error()).isEqualTo(2);
        assertThat(step.gradient()).isEqualTo(Math.sqrt(118), within(ROUNDING));
        assertThat(step.byNorm()).isEqualTo(1, within(ROUNDING));
        assertThat(step.byEntry()).isEqualTo(0.1 * Math.sqrt(3), within(ROUNDING));
    }

    @Test
    void theory_is_equal_where_all_slopes_are_one_and_a_bound_elsewhere() {
        assertThat(GrowthStudy.all(3, 1).stream().map(GrowthStudy::relation))
                .containsExactly(
                        GrowthStudy.Relation.EQUAL,
                        GrowthStudy.Relation.AT_MOST,
                        GrowthStudy.Relation.AT_MOST,
                        GrowthStudy.Relation.EQUAL,
                        GrowthStudy.Relation.AT_REST);
        // The slope of the logistic function is ¼ at most.
        GrowthStudy logistic = new GrowthStudy(
                "logistic", rnn(1, Activation.SIGMOID), Recurrence.PERMUTATION, Sequence.zeros(2, 1, 1), 1);
        assertThat(logistic.rate(2)).isEqualTo(0.5);
        GrowthStudy cube =
                new GrowthStudy("cube", rnn(1, Activation.CUBE), Recurrence.PERMUTATION, Sequence.zeros(2, 1, 1), 1);
        assertThatThrownBy(() -> cube.rate(2))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("activation whose slope is at most so much: any but cube and softmax expected, cube found");
    }

    @Test
    void a_chart_has_a_line_for_what_is_measured_and_one_for_theory() {
        var series = GrowthStudy.all(3, 1)
                .get(0)
                .chart(Frameworks.ours(), List.of(0.5, 1.0))
                .series();
        assertThat(series.stream().map(one -> one.name()))
                .containsExactly("ρ = 0.5", "ρ = 1", "theory = 0.5^(t − k)", "theory = 1^(t − k)");
        assertThat(series.get(0).y()).containsExactly(new double[] {1, 0.5, 0.25}, within(ROUNDING));
        assertThat(series.get(2).y()).containsExactly(1, 0.5, 0.25);
    }

    @Test
    void growth_needs_two_steps() {
        assertThatThrownBy(
                        () -> growth(rnn(1, Activation.IDENTITY), Recurrence.PERMUTATION, Sequence.zeros(1, 1, 1), 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("steps to see growth over: at least 2 expected, 1 found");
    }

    @Test
    void an_overflow_is_said() {
        assertThatThrownBy(() ->
                        growth(rnn(1, Activation.IDENTITY), Recurrence.PERMUTATION, Sequence.zeros(4, 1, 1), 1e150))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("‖∂L/∂z‖ over 4 steps: finite numbers expected, Infinity found");
    }

    private static NetworkSpec rnn(int units, Activation activation) {
        return NetworkSpec.of(new SimpleRnnSpec("rnn", units, units, activation));
    }

    private static GradientGrowth growth(NetworkSpec network, Recurrence recurrence, Sequence input, double radius) {
        GrowthStudy study = new GrowthStudy("study", network, recurrence, input, 1);
        return GradientGrowth.measured(Frameworks.ours(), study.scenario(radius));
    }

    private static void assertNorms(GradientGrowth growth, double... expected) {
        assertThat(growth.byDistance()).containsExactly(expected, within(ROUNDING));
    }
}
