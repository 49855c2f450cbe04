package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.FiftyDigits;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores and gradients of one Dense layer with W = 1 and b = 0, so that z = x and dx = dz. */
class LossLayerTest {
    private record Result(double score, double[] dz) {}

    private static Result evaluate(Loss loss, Activation activation, Sequence z, Sequence y) {
        return evaluate(loss, activation, z, y, Optional.empty());
    }

    private static Result evaluate(
            Loss loss, Activation activation, Sequence z, Sequence y, Optional<Sequence> labelWeights) {
        int n = z.features();
        NetworkSpec spec = NetworkSpec.of(new DenseSpec("dense", n, n, activation));
        RowMajorMatrix one = RowMajorMatrix.copyOf(MatrixUtils.createRealIdentityMatrix(n));
        Weights weights = new Weights(
                spec,
                Map.of(
                        new ParameterKey("dense", Parameter.W),
                        one,
                        new ParameterKey("dense", Parameter.B),
                        new RowMajorMatrix(1, n)));
        Network network = new Network(spec, weights);
        Trace trace = network.forward(z, Map.of());
        Objective.Targets objective = new Objective.Targets(loss, y);
        return new Result(
                network.score(trace, objective, labelWeights),
                network.backward(trace, objective, labelWeights, Truncation.NONE)
                        .dx()
                        .values());
    }

    private static Result row(Loss loss, Activation activation, double[] z, double[] y) {
        return evaluate(loss, activation, new Sequence(1, 1, z.length, z), new Sequence(1, 1, y.length, y));
    }

    private static Result one(Loss loss, Activation activation, double z, double y) {
        return row(loss, activation, new double[] {z}, new double[] {y});
    }

    private static Loss sum(LossFunction function, Clipping clipping) {
        return new Loss(function, Reduction.SUM, clipping);
    }

    /** −y·log σ − (1 − y)·log(1 − σ) of the real-valued σ(z), in 50 digits; e^−800 is below every double. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, -1e-9, 3, -3, 40, -40, 800, -800})
    void exact_xent_is_within_4_ulps_of_50_digits(double z) {
        for (double y : new double[] {0, 1, 0.25}) {
            Result actual = one(sum(LossFunction.XENT, Clipping.NONE), Activation.SIGMOID, z, y);
            Dfp exact = FiftyDigits.of(z)
                    .negate()
                    .exp()
                    .add(1)
                    .log()
                    .multiply(FiftyDigits.of(y))
                    .add(FiftyDigits.of(z).exp().add(1).log().multiply(FiftyDigits.of(1 - y)));
            assertThat(FiftyDigits.ulps(actual.score(), exact)).isLessThanOrEqualTo(4);
            Dfp dz = FiftyDigits.logistic(FiftyDigits.of(z)).subtract(FiftyDigits.of(y));
            assertThat(FiftyDigits.error(actual.dz()[0], dz)).isLessThanOrEqualTo(2.3e-16);
        }
    }

    /** Σ y·(log Σ e^z − z) and p·Σy − y in 50 digits, also for targets that do not sum to 1. */
    @ParameterizedTest
    @CsvSource({
        "0.3, -1.2, 2.5, 0, 1, 0",
        "0.3, -1.2, 2.5, 0.2, 0.9, 0.7",
        "40, -40, 0, 1, 0, 0",
        "40, -40, 0, 0, 1, 0",
        "800, 801, -800, 0, 0, 1",
        "800, 801, -800, 1, 0, 0",
        "-800, -800, -800, 0.5, 0.25, 0.25",
        "1e-9, 0, -1e-9, 0, 0, 1"
    })
    void exact_mcxent_is_within_4_ulps_of_50_digits(double z1, double z2, double z3, double y1, double y2, double y3) {
        double[] z = {z1, z2, z3};
        double[] y = {y1, y2, y3};
        Result actual = row(sum(LossFunction.MCXENT, Clipping.NONE), Activation.SOFTMAX, z, y);
        Dfp greatest = FiftyDigits.of(Math.max(z1, Math.max(z2, z3)));
        Dfp total = FiftyDigits.of(0);
        Dfp exponentials = FiftyDigits.of(0);
        for (int k = 0; k < 3; k++) {
            exponentials =
                    exponentials.add(FiftyDigits.of(z[k]).subtract(greatest).exp());
            total = total.add(FiftyDigits.of(y[k]));
        }
        Dfp cost = FiftyDigits.of(0);
        for (int k = 0; k < 3; k++) {
            Dfp shifted = FiftyDigits.of(z[k]).subtract(greatest);
            cost = cost.add(exponentials.log().subtract(shifted).multiply(FiftyDigits.of(y[k])));
            Dfp dz = shifted.exp().divide(exponentials).multiply(total).subtract(FiftyDigits.of(y[k]));
            assertThat(FiftyDigits.error(actual.dz()[k], dz)).isLessThanOrEqualTo(5e-16);
        }
        assertThat(FiftyDigits.ulps(actual.score(), cost)).isLessThanOrEqualTo(4);
    }

    /** The gradients and the score that Deeplearning4j 1.0.0-M2.1 yields at y = 0 with its clip of 1e-5. */
    @ParameterizedTest
    @CsvSource({"12, 0.614, 1e-3", "15, 0.0306, 1e-4", "20, 2.1e-4, 5e-6", "40, 0, 1e-12"})
    void clamped_xent_kills_the_gradient_of_a_confident_wrong_output(double z, double dz, double rounding) {
        Result actual = one(sum(LossFunction.XENT, Clipping.clamped(1e-5)), Activation.SIGMOID, z, 0);
        assertThat(actual.dz()[0]).isCloseTo(dz, within(rounding));
        assertThat(actual.score()).isCloseTo(11.5129, within(5e-5));
    }

    /** dL/dp̃·σ′(z) with p̃ = 1 − 1e-5: σ(12)·(1 − σ(12))/1e-5, in 50 digits. */
    @Test
    void clamped_xent_counts_the_slope_of_the_clamp_as_1() {
        Dfp p = FiftyDigits.logistic(FiftyDigits.of(12));
        Dfp exact = p.multiply(FiftyDigits.of(1).subtract(p)).multiply(100_000);
        Result actual = one(sum(LossFunction.XENT, Clipping.clamped(1e-5)), Activation.SIGMOID, 12, 0);
        assertThat(FiftyDigits.error(actual.dz()[0], exact)).isLessThanOrEqualTo(2e-11);
    }

    /** Deeplearning4j's clip of 1e-10: at most 23.0259 = −log 1e-10, at least 1e-10; the gradient is p − y all the same. */
    @Test
    void clamped_mcxent_over_softmax_clamps_the_score_only() {
        Loss loss = sum(LossFunction.MCXENT, Clipping.clamped(1e-10));
        Result wrong = row(loss, Activation.SOFTMAX, new double[] {40, 0}, new double[] {0, 1});
        assertThat(wrong.score()).isCloseTo(23.025850929940457, within(1e-14));
        assertThat(wrong.dz()[0]).isCloseTo(1, within(1e-16));
        assertThat(wrong.dz()[1]).isCloseTo(-1, within(1e-16));
        Result right = row(loss, Activation.SOFTMAX, new double[] {40, 0}, new double[] {1, 0});
        assertThat(right.score()).isCloseTo(1e-10, within(1e-16));
        assertThat(right.dz()[1]).isCloseTo(4.248354255291589e-18, within(1e-30));
    }

    /** Over a logistic layer, dL/dp = −y/p̃ with p̃ = ε = 1e-5, times σ′(−20) = 2.0611536e-9. */
    @Test
    void clamped_mcxent_over_another_activation_clamps_score_and_gradient() {
        Result actual = one(sum(LossFunction.MCXENT, Clipping.clamped(1e-5)), Activation.SIGMOID, -20, 1);
        assertThat(actual.score()).isCloseTo(11.512925464970229, within(1e-14));
        assertThat(actual.dz()[0]).isCloseTo(-2.0611536e-4, within(1e-11));
    }

    /** p = σ(−800) = 0 costs −log ε = 5·log 10 for y = 1; with y = 0, −log(1 + 1e-5). */
    @Test
    void added_epsilon_bounds_the_cost_of_a_zero() {
        Loss loss = sum(LossFunction.XENT, Clipping.added(1e-5));
        assertThat(one(loss, Activation.SIGMOID, -800, 1).score()).isCloseTo(11.512925464970229, within(1e-14));
        assertThat(one(loss, Activation.SIGMOID, -800, 0).score()).isCloseTo(-9.999950000333e-6, within(1e-16));
        Loss softmax = sum(LossFunction.MCXENT, Clipping.added(1e-5));
        Result actual = row(softmax, Activation.SOFTMAX, new double[] {-800, 0}, new double[] {1, 0});
        assertThat(actual.score()).isCloseTo(11.512925464970229, within(1e-14));
        assertThat(actual.dz()).containsExactly(0, 0);
    }

    /** −log(σ(40) + ε) in 60 digits: σ(40) is 1 in double precision, but its cost is not 0. */
    @Test
    void added_epsilon_leaves_the_cost_of_a_near_certainty_its_digits() {
        for (double epsilon : new double[] {1e-99, 1e-40}) {
            Loss loss = sum(LossFunction.XENT, Clipping.added(epsilon));
            assertThat(one(loss, Activation.SIGMOID, 40, 1).score()).isCloseTo(4.248354255291589e-18, within(1e-32));
            assertThat(one(loss, Activation.SIGMOID, -40, 0).score()).isCloseTo(4.248354255291589e-18, within(1e-32));
        }
    }

    /** p − y: 1, −2, 3, 0 and 0.5, 1, −1, 2: squares sum to 14 and 6.25, over 2 features. */
    @ParameterizedTest
    @CsvSource({
        "L2, SUM, 20.25, 2", "L2, MEAN_OVER_BATCH, 10.125, 1", "L2, MEAN_OVER_BATCH_AND_TIME, 5.0625, 0.5",
        "MSE, SUM, 10.125, 1", "MSE, MEAN_OVER_BATCH, 5.0625, 0.5", "MSE, MEAN_OVER_BATCH_AND_TIME, 2.53125, 0.25"
    })
    void reductions_of_squares_are_those_of_a_hand_calculation(
            LossFunction function, Reduction reduction, double score, double dFirst) {
        Sequence z = new Sequence(2, 2, 2, new double[] {1, -2, 3, 0, 1.5, 2, 0, 3});
        Sequence y = new Sequence(2, 2, 2, new double[] {0, 0, 0, 0, 1, 1, 1, 1});
        Result actual = evaluate(Loss.of(function, reduction), Activation.IDENTITY, z, y);
        assertThat(actual.score()).isEqualTo(score);
        double[] residuals = {1, -2, 3, 0, 0.5, 1, -1, 2};
        for (int k = 0; k < residuals.length; k++) {
            assertThat(actual.dz()[k]).isEqualTo(dFirst * residuals[k]);
        }
    }

    /**
     * By hand, of z = p = (0.5, −2, 1, 4) against y = (1, 1, −1, 2), two rows of two, the first weighted 1 and 3, the second output 2
     * besides: residuals −0.5, −3 and 2, 2; margins 1 − y·p of 0.5, 3, 2, −7.
     */
    @ParameterizedTest
    @CsvSource({
        "L1, 24.5, -1, -2, 3, 6",
        "MAE, 12.25, -0.5, -1, 1.5, 3",
        "HINGE, 12.5, -1, -2, 3, 0",
        "SQUARED_HINGE, 30.25, -1, -12, 12, 0",
        "WASSERSTEIN, 20.75, 0.5, 1, -1.5, 6",
        "MAPE, 925, -50, -100, 150, 150",
        "L2, 54.25, -1, -12, 12, 24"
    })
    void weights_of_outputs_and_steps_multiply_costs(
            LossFunction function, double score, double first, double second, double third, double fourth) {
        Loss loss = Loss.of(function, Reduction.SUM).weighted(List.of(1.0, 2.0));
        Sequence z = new Sequence(2, 1, 2, new double[] {0.5, -2, 1, 4});
        Sequence y = new Sequence(2, 1, 2, new double[] {1, 1, -1, 2});
        Result actual =
                evaluate(loss, Activation.IDENTITY, z, y, Optional.of(new Sequence(2, 1, 1, new double[] {1, 3})));
        assertThat(actual.score()).isEqualTo(score);
        assertThat(actual.dz()).containsExactly(new double[] {first, second, third, fourth}, within(0.0));
    }

    /** By hand, at kinks and where a target is 0. */
    @ParameterizedTest
    @CsvSource({
        "L1, 2, 2, 0, 0",
        "MAE, 2, 2, 0, 0",
        "MAPE, 2, 2, 0, 0",
        "HINGE, 0.5, 2, 0, 0",
        "SQUARED_HINGE, 0.5, 2, 0, 0",
        "KL_DIVERGENCE, 0.5, 0, 0, 0",
        "POISSON, 1, 3, 1, -2",
        "MSLE, 0, 0, 0, 0",
        "KL_DIVERGENCE, 1, 1, 0, -1"
    })
    void kinks_and_zeros_are_those_of_a_hand_calculation(
            LossFunction function, double p, double y, double score, double dp) {
        Result actual = one(sum(function, Clipping.NONE), Activation.IDENTITY, p, y);
        assertThat(actual.score()).isEqualTo(score);
        assertThat(actual.dz()[0]).isCloseTo(dp, within(0.0));
    }

    /** (3, 4)·(0, 2)/(5·2) = 0.8, and dp = (0.8·(3, 4)/5 − (0, 1))/5 = (0.096, −0.072). */
    @Test
    void cosine_proximity_is_that_of_a_hand_calculation() {
        Loss loss = sum(LossFunction.COSINE_PROXIMITY, Clipping.NONE);
        Result actual = row(loss, Activation.IDENTITY, new double[] {3, 4}, new double[] {0, 2});
        assertThat(actual.score()).isCloseTo(-0.8, within(1e-16));
        assertThat(actual.dz()).containsExactly(new double[] {0.096, -0.072}, within(1e-16));
    }

    /** A norm of 0 counts as 0.25: the cosine is 0, and dp = −(0, 2)/(2·0.25). */
    @Test
    void a_floored_norm_has_no_slope() {
        Loss loss = sum(LossFunction.COSINE_PROXIMITY, Clipping.floored(0.25));
        Result actual = row(loss, Activation.IDENTITY, new double[] {0, 0}, new double[] {0, 2});
        assertThat(actual.score()).isZero();
        assertThat(actual.dz()).containsExactly(0, -4);
    }

    /** −log 0 and 1/0 times 0 would be NaN. */
    @Test
    void what_has_the_weight_0_does_not_count() {
        Sequence z = new Sequence(2, 1, 1, new double[] {1, 0});
        Sequence y = new Sequence(2, 1, 1, new double[] {2, 0});
        Optional<Sequence> mask = Optional.of(new Sequence(2, 1, 1, new double[] {1, 0}));
        for (LossFunction function : List.of(LossFunction.MAPE, LossFunction.POISSON, LossFunction.MCXENT)) {
            Result actual = evaluate(sum(function, Clipping.NONE), Activation.IDENTITY, z, y, mask);
            assertThat(actual.score()).as(function.name()).isFinite();
            assertThat(actual.dz()[1]).as(function.name()).isZero();
        }
        Sequence pair = new Sequence(2, 1, 2, new double[] {3, 4, 0, 0});
        Loss cosine = sum(LossFunction.COSINE_PROXIMITY, Clipping.NONE);
        assertThat(evaluate(cosine, Activation.IDENTITY, pair, pair, mask).score())
                .isEqualTo(-1);
    }

    /** log 0 against a target of 0 is what the equation says: NaN. */
    @Test
    void unclipped_logarithm_of_zero_is_not_hidden() {
        Loss mcxent = sum(LossFunction.MCXENT, Clipping.NONE);
        assertThat(one(mcxent, Activation.RELU, -1, 0).score()).isNaN();
        assertThat(one(mcxent, Activation.RELU, -1, 1).score()).isInfinite();
        assertThat(one(mcxent, Activation.SOFTMAX, Double.NaN, 0).score()).isNaN();
    }

    @Test
    void targets_of_another_shape_are_refused() {
        Loss loss = sum(LossFunction.L2, Clipping.NONE);
        Sequence z = Sequence.zeros(2, 1, 2);
        assertThatThrownBy(() -> evaluate(loss, Activation.IDENTITY, z, Sequence.zeros(1, 1, 2)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("targets: 2 steps × 1 rows × 2 features expected, 1 steps × 1 rows × 2 features found");
    }
}
