package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** (O21) and (O22), by hand: the gradient 3, −4 of W and 12 of b has the norm 13. */
class ClipperTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(new DenseSpec("dense", 2, 1, Activation.IDENTITY));

    private static Weights gradient(double first, double second, double bias) {
        return Weights.of(NETWORK, new double[][] {{first}, {second}}, new double[][] {{bias}});
    }

    private static double[] clipped(GradientClip clip, double first, double second, double bias) {
        Weights result = new Clipper(clip, NETWORK).clipped(gradient(first, second, bias));
        double[] w = result.get("dense", Parameter.W).toArray();
        return new double[] {w[0], w[1], result.get("dense", Parameter.B).toArray()[0]};
    }

    @Test
    void entries_beyond_the_threshold_are_moved_to_it() {
        assertThat(clipped(new GradientClip.Elementwise(3.5), 3, -4, 12)).containsExactly(3, -3.5, 3.5);
    }

    @Test
    void the_norm_of_all_parameters_together_is_brought_to_the_threshold() {
        assertThat(clipped(new GradientClip.GlobalNorm(6.5), 3, -4, 12)).containsExactly(1.5, -2, 6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {13, 14})
    void a_norm_up_to_the_threshold_is_left_alone(double threshold) {
        assertThat(clipped(new GradientClip.GlobalNorm(threshold), 3, -4, 12)).containsExactly(3, -4, 12);
    }

    /** 13 + 13 is 26, a quarter of which is 6.5; 13 + 2 is above 14, though 13 is not. */
    @Test
    void an_epsilon_beside_the_norm_is_compared_and_divided_by() {
        assertThat(clipped(new GradientClip.GlobalNorm(6.5, 13), 3, -4, 12)).containsExactly(0.75, -1, 3);
        assertThat(clipped(new GradientClip.GlobalNorm(14, 2), 3, -4, 12))
                .containsExactly(3 * (14 / 15.0), -4 * (14 / 15.0), 12 * (14 / 15.0));
        assertThat(clipped(new GradientClip.GlobalNorm(14, 1), 3, -4, 12)).containsExactly(3, -4, 12);
    }

    /** W is 3, −4 of norm 5; with the bias, 12, the layer's is 13. */
    @Test
    void norms_of_layers_and_of_parameters() {
        assertThat(clipped(new GradientClip.ScopedNorm(GradientClip.Scope.LAYER, 6.5), 3, -4, 12))
                .containsExactly(1.5, -2, 6);
        assertThat(clipped(new GradientClip.ScopedNorm(GradientClip.Scope.PARAMETER, 2.5), 3, -4, 12))
                .containsExactly(1.5, -2, 2.5);
        assertThat(clipped(new GradientClip.ScopedNorm(GradientClip.Scope.PARAMETER, 5), 3, -4, 12))
                .containsExactly(3, -4, 5);
        assertThat(clipped(new GradientClip.Renormalised(GradientClip.Scope.LAYER), 3, -4, 12))
                .containsExactly(3 / 13.0, -4 / 13.0, 12 / 13.0);
        assertThat(clipped(new GradientClip.Renormalised(GradientClip.Scope.PARAMETER), 3, -4, 0.25))
                .containsExactly(0.6, -0.8, 1);
        assertThat(clipped(new GradientClip.Renormalised(GradientClip.Scope.PARAMETER), 0, 0, 0))
                .containsExactly(0, 0, 0);
    }

    @Test
    void directions_are_one_layer_and_peepholes_belong_to_the_recurrent_weights() {
        LstmSpec forward = new LstmSpec("both.forward", 1, 1, Activation.TANH, Activation.SIGMOID, true);
        LstmSpec reverse = new LstmSpec("both.reverse", 1, 1, Activation.TANH, Activation.SIGMOID, true);
        NetworkSpec network = NetworkSpec.of(new BidirectionalSpec(
                "both", BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.WRAPPER, forward, reverse));
        assertThat(GradientClip.Scope.LAYER.groups(network)).hasSize(1);
        assertThat(GradientClip.Scope.PARAMETER.groups(network).stream().map(List::size))
                .containsExactly(1, 2, 1, 1, 2, 1);
    }

    @Test
    void without_a_clip_nothing_changes() {
        assertThat(clipped(GradientClip.NONE, 3, -4, 12)).containsExactly(3, -4, 12);
    }

    @Test
    void squares_neither_overflow_nor_vanish() {
        assertThat(clipped(new GradientClip.GlobalNorm(1), 3e200, -4e200, 12e200))
                .containsExactly(new double[] {3.0 / 13, -4.0 / 13, 12.0 / 13}, within(1e-15));
        assertThat(clipped(new GradientClip.GlobalNorm(1e-300), 3e-200, -4e-200, 12e-200)[0])
                .isCloseTo(3e-300 / 13, within(1e-315));
    }

    /** 1² + 3² + 5² + 1² = 36; b is 0, so that it does not count. */
    @Test
    void every_row_of_a_parameter_counts() {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("dense", 2, 2, Activation.IDENTITY));
        Weights gradient = Weights.of(network, new double[][] {{1, 3}, {-5, 1}}, new double[][] {{0, 0}});
        assertThat(Clipper.norm(gradient)).isEqualTo(6);
        Weights scaled = new Clipper(new GradientClip.GlobalNorm(3), network).clipped(gradient);
        assertThat(scaled.get("dense", Parameter.W).toArray()).containsExactly(0.5, 1.5, -2.5, 0.5);
        Weights clamped = new Clipper(new GradientClip.Elementwise(0.5), network).clipped(gradient);
        assertThat(clamped.get("dense", Parameter.W).toArray()).containsExactly(0.5, 0.5, -0.5, 0.5);
    }

    @Test
    void a_norm_is_infinite_or_not_a_number_where_an_entry_is() {
        assertThat(Clipper.norm(gradient(0, Double.NEGATIVE_INFINITY, 1))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Clipper.norm(gradient(0, 1, Double.NaN))).isNaN();
        assertThat(Clipper.norm(gradient(0, 0, 0))).isZero();
    }

    /** The matrices are rows of one array, in which the first and the last number are nobody's. */
    @Test
    void in_place_only_the_gradient_itself_is_clipped() {
        double[] array = {100, 3, -4, 12, 100};
        List<RowMajorMatrix> gradient =
                List.of(RowMajorMatrix.wrap(array, 1, 2, 1), RowMajorMatrix.wrap(array, 3, 1, 1));
        new Clipper(new GradientClip.GlobalNorm(6.5), NETWORK).clipInPlace(gradient);
        assertThat(array).containsExactly(100, 1.5, -2, 6, 100);
        new Clipper(new GradientClip.Elementwise(1.75), NETWORK).clipInPlace(gradient);
        assertThat(array).containsExactly(100, 1.5, -1.75, 1.75, 100);
        new Clipper(GradientClip.NONE, NETWORK).clipInPlace(gradient);
        assertThat(array).containsExactly(100, 1.5, -1.75, 1.75, 100);
    }

    @Test
    void clipping_changes_nothing_that_was_given() {
        Weights weights = gradient(3, -4, 12);
        new Clipper(new GradientClip.GlobalNorm(1), NETWORK).clipped(weights);
        new Clipper(new GradientClip.Elementwise(1), NETWORK).clipped(weights);
        assertThat(weights.get("dense", Parameter.W).toArray()).containsExactly(3, -4);
        assertThat(weights.get("dense", Parameter.B).toArray()).containsExactly(12);
    }

    @Test
    void what_is_not_a_number_stays_visible() {
        assertThat(clipped(new GradientClip.GlobalNorm(1), Double.NaN, 0, 1)[0]).isNaN();
        assertThat(clipped(new GradientClip.Elementwise(1), Double.NaN, 0, 1)[0])
                .isNaN();
    }
}
