package dev.lockstep.definition.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoubleDouble;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingBoundsTest {
    private static final double U = 0x1p-53;
    private static final FunctionErrors EXACT = (function, value) -> 0;
    private static final FunctionErrors OURS = new AccuracyErrors(new OursFramework().accuracy());

    /** By hand: h₁ = x₁·W + b, two terms, one product each at most; h₂ = x₂·W + h₁·RW + b, three terms, and RW times h₁'s error. */
    @Test
    void two_steps_of_a_linear_unit() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY));
        Weights weights =
                Weights.of(network, new double[][] {{0.25}}, new double[][] {{-0.75}}, new double[][] {{0.125}});
        Case scenario = forward(network, weights, new Sequence(2, 1, 1, new double[] {0.5, -1.5}));
        double h1 = 0.25;
        double e1 = 2 * U / (1 - 2 * U) * (0.125 + 0.125);
        double e2 = 3 * U / (1 - 3 * U) * (0.375 + 0.75 * h1 + 0.125) + 0.75 * e1;
        assertThat(RoundingBounds.of(scenario, List.of(EXACT)).of(Quantity.outputs("rnn"), 0))
                .containsExactly(new double[] {e1, e2}, within(1e-30));
    }

    /** The same, computed in floats, beside it in doubles; a product alone is rounded once, and its constant once more. */
    @Test
    void single_precision_has_its_own_unit() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY),
                new DenseSpec("leaky", 1, 1, Activation.LEAKY_RELU, Bias.NONE));
        Weights weights = Weights.of(
                network, new double[][] {{0.25}}, new double[][] {{-0.75}}, new double[][] {{0.125}}, new double[][] {
                    {-1}
                });
        Case scenario = forward(network, weights, new Sequence(1, 1, 1, new double[] {0.5}));
        FunctionErrors floats = new AccuracyErrors(Accuracy.ANY.in(Precision.SINGLE));
        double u = 0x1p-24;
        double h = 2 * u / (1 - 2 * u) * (0.125 + 0.125);

        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(floats, EXACT));

        assertThat(bounds.of(Quantity.outputs("rnn"), 0)[0]).isCloseTo(h, within(1e-30));
        assertThat(bounds.of(Quantity.outputs("rnn"), 1)[0]).isCloseTo(h * U / u, within(1e-23));
        // 0.01·(−h), where 0.01 is no float: rounded once as a product, once as a constant.
        assertThat(bounds.of(Quantity.outputs("leaky"), 0)[0]).isCloseTo(0.01 * h + 2 * u * 0.01 * 0.25, within(1e-30));
        assertThat(bounds.of(Quantity.outputs("leaky"), 1)[0])
                .isCloseTo(0.01 * h * U / u + U * 0.01 * 0.25, within(1e-23));
    }

    /** Probes: of each precision for itself, so that who computes in doubles is not granted the errors of floats. */
    @Test
    void probes_keep_precisions_apart() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH));
        Case scenario = forward(network, Weights.random(network, 5), Sequence.random(4, 2, 2, 6));
        FunctionErrors floats =
                new AccuracyErrors(new OursFramework().accuracy().in(Precision.SINGLE));

        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(floats, OURS), 0);

        double[] wide = bounds.of(Quantity.outputs("rnn"), 0);
        double[] narrow = bounds.of(Quantity.outputs("rnn"), 1);
        for (int i = 0; i < wide.length; i++) {
            assertThat(wide[i] / narrow[i]).isCloseTo(0x1p29, within(0x1p29 * 1e-5));
        }
    }

    /**
     * Two equal gradients behind softmax: dzₖ = pₖ·(1 − Σ p) = 0. Of the computed p, each rounded by up to u of itself, the sum need not
     * be 1: dx = 12·(dz₁ + dz₂) may be 12·u off for that alone, and a few times as much for the sums.
     */
    @Test
    void each_gradient_behind_softmax_is_rounded_on_its_own() {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("softmax", 1, 2, Activation.SOFTMAX, Bias.ONE));
        Weights weights = Weights.of(network, new double[][] {{12, 12}}, new double[][] {{0.5, 0}});
        Case scenario = new Case(
                "bounds",
                network,
                weights,
                new Sequence(1, 1, 1, new double[] {1}),
                Map.of(),
                new Objective.Upstream(new Sequence(1, 1, 2, new double[] {1, 1}), Map.of()),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.INPUT_GRADIENT));
        double bound = RoundingBounds.of(scenario, List.of(EXACT)).of(Quantity.inputGradient(), 0)[0];

        assertThat(bound).isBetween(12 * U, 10 * 12 * U);
    }

    /**
     * The double nearest to 1/3 is (1 − 2⁻⁵⁴)/3, so the margin 1 − 3·x is 2⁻⁵⁴ = u/2 and dx = −2·(u/2)·3 = −3u; but 3·x rounds to 1, and
     * the margin to 0.
     */
    @Test
    void a_squared_hinge_whose_margin_is_computed_to_be_zero_has_a_slope() {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("out", 1, 1, Activation.IDENTITY));
        Loss hinge = Loss.of(LossFunction.SQUARED_HINGE, Reduction.SUM);
        Case scenario = new Case(
                "bounds",
                network,
                Weights.of(network, new double[][] {{3}}, new double[][] {{0}}),
                new Sequence(1, 1, 1, new double[] {1 / 3.0}),
                Map.of(),
                new Objective.Targets(hinge, new Sequence(1, 1, 1, new double[] {1})),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.INPUT_GRADIENT));

        assertThat(RoundingBounds.of(scenario, List.of(EXACT)).of(Quantity.inputGradient(), 0)[0])
                .isBetween(3 * U, 20 * U);
    }

    /** σ(−741) = 1.5e-322 is 0 where it is 1/(1 + e^741); a function whose value is normal is not off by more for that. */
    @ParameterizedTest
    @ValueSource(doubles = {-741, -800})
    void functions_underflow(double z) {
        assertThat(boundOfSigmoid(z, OURS)).isBetween(Double.MIN_NORMAL, 2 * Double.MIN_NORMAL);
        assertThat(boundOfSigmoid(z, new AccuracyErrors(Accuracy.ANY.in(Precision.SINGLE))))
                .isGreaterThan(Float.MIN_NORMAL);
        assertThat(boundOfSigmoid(-700, EXACT)).isLessThan(2 * 700 * U * Math.exp(-700));
    }

    private static double boundOfSigmoid(double z, FunctionErrors errors) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("sigmoid", 1, 1, Activation.SIGMOID));
        Weights weights = Weights.of(network, new double[][] {{z}}, new double[][] {{0}});
        Case scenario = forward(network, weights, new Sequence(1, 1, 1, new double[] {1}));
        return RoundingBounds.of(scenario, List.of(errors)).of(Quantity.outputs("sigmoid"), 0)[0];
    }

    /** The error of the first layer reaches the last one twice, with opposite signs: nothing of it is left. */
    @Test
    void errors_that_cancel_are_not_counted() {
        NetworkSpec network = NetworkSpec.of(
                new DenseSpec("one", 1, 1, Activation.IDENTITY),
                new DenseSpec("two", 1, 2, Activation.IDENTITY),
                new DenseSpec("minus", 2, 1, Activation.IDENTITY));
        Weights weights = Weights.of(
                network,
                new double[][] {{0.3}},
                new double[][] {{0.1}},
                new double[][] {{0.7, 0.7}},
                new double[][] {{0, 0}},
                new double[][] {{1}, {-1}},
                new double[][] {{0}});
        Case scenario = forward(network, weights, new Sequence(1, 1, 1, new double[] {0.9}));
        double first = 0.3 * 0.9 + 0.1;
        double second = 0.7 * first;
        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(EXACT));
        // Each of the two products is rounded; their difference is exact up to u of itself, which is 0.
        assertThat(bounds.of(Quantity.outputs("minus"), 0)[0]).isCloseTo(2 * U * second, within(1e-30));
        assertThat(bounds.of(Quantity.outputs("one"), 0)[0]).isCloseTo(2 * U / (1 - 2 * U) * first, within(1e-30));
    }

    /** The declared error of an elementary function, once; h = tanh(0·x) has no other. */
    @Test
    void an_implementation_is_charged_for_its_own_functions() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 1, 1, Activation.TANH));
        Weights weights = Weights.of(network, new double[][] {{0.5}}, new double[][] {{0}}, new double[][] {{0}});
        Case scenario = forward(network, weights, new Sequence(1, 1, 1, new double[] {1}));
        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(EXACT, (function, value) -> 419 * Math.ulp(value)));
        assertThat(bounds.of(Quantity.outputs("rnn"), 0)).containsExactly(0);
        assertThat(bounds.of(Quantity.outputs("rnn"), 1)[0]).isCloseTo(419 * Math.ulp(Math.tanh(0.5)), within(1e-20));
    }

    /**
     * z = σ(200) is 1 to the last bit, so h = (1 − z)·n + z·h′ stays 0, and with it everything behind r, where the exact value is
     * some e^−400: no first derivative knows of it.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.POSITIVE_INFINITY})
    void products_of_errors_count_where_both_factors_are_computed_to_be_zero(double affordable) {
        expectWithin(saturated(1), 0, affordable);
    }

    /** What is behind z is some 1e-200·e^−200, and its derivatives with respect to what is wrong some 1e-200, squared 0. */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.POSITIVE_INFINITY})
    void tiny_derivatives_count(double affordable) {
        expectWithin(saturated(1e-200), 1, affordable);
    }

    private static Case saturated(double arriving) {
        GruSpec layer =
                new GruSpec("gru", 1, 1, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.BEFORE_PRODUCT, Bias.ONE);
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = Weights.of(
                network, new double[][] {{0.3, 0.2, 0.7}}, new double[][] {{0.4, 0.1, -0.6}}, new double[][] {
                    {0.1, 200, 0.2}
                });
        return new Case(
                "saturated",
                network,
                weights,
                Sequence.random(3, 1, 1, 1),
                Map.of(),
                new Objective.Upstream(
                        new Sequence(3, 1, 1, new double[] {arriving, -0.3 * arriving, 0.7 * arriving}), Map.of()),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.GRADIENT));
    }

    /** Every gradient of W is within its bound, also that of one gate that is computed to be 0 and is not. */
    private static void expectWithin(Case scenario, int gate, double affordable) {
        Results<DoubleDouble> truth = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        Observations found = Definition.STANDARD.observe(scenario);
        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(OURS), affordable);
        Quantity dw = Quantity.gradient(new ParameterKey("gru", Parameter.W));
        assertThat(found.get(dw).values()[gate]).isZero();
        assertThat(truth.get(dw).get(gate).getReal()).isNotZero();
        for (int k = 0; k < 3; k++) {
            double error = truth.get(dw)
                    .get(k)
                    .subtract(found.get(dw).values()[k])
                    .abs()
                    .getReal();
            assertThat(error).isLessThanOrEqualTo(bounds.of(dw, 0)[k]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_error_of_ours_is_beyond_its_bound(long seed) {
        Case scenario = lstm(seed);
        Results<DoubleDouble> truth = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        Observations ours = new OursFramework().observe(scenario);
        for (double affordable : new double[] {0, Double.POSITIVE_INFINITY}) {
            RoundingBounds bounds = RoundingBounds.of(scenario, List.of(OURS), affordable);
            for (Quantity quantity : ours.quantities()) {
                assertThat(bounds.method(quantity))
                        .isEqualTo(affordable == 0 ? RoundingBounds.Method.SAMPLED : RoundingBounds.Method.SIGNED);
                double[] found = ours.get(quantity).values();
                for (int k = 0; k < found.length; k++) {
                    double error =
                            truth.get(quantity).get(k).subtract(found[k]).abs().getReal();
                    assertThat(error)
                            .as(bounds.method(quantity) + " " + quantity + " " + k)
                            .isLessThanOrEqualTo(bounds.of(quantity, 0)[k]);
                }
            }
        }
    }

    /** Cauchy and Schwarz bound the same sum from above; two standard deviations of the estimate are allowed for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_cheaper_bound_is_the_wider_one(long seed) {
        Case scenario = lstm(seed);
        RoundingBounds signed = RoundingBounds.of(scenario, List.of(OURS), Double.POSITIVE_INFINITY);
        RoundingBounds sampled = RoundingBounds.of(scenario, List.of(OURS), 0);
        for (Quantity quantity :
                List.of(Quantity.outputs("lstm"), Quantity.inputGradient(), Quantity.finalCell("lstm"))) {
            double[] exact = signed.of(quantity, 0);
            double[] cheap = sampled.of(quantity, 0);
            double smallest = 1e9;
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                smallest = Math.min(smallest, cheap[k] / exact[k]);
                sum += Math.log(cheap[k] / exact[k]);
            }
            assertThat(smallest).as(quantity.toString()).isGreaterThan(1);
            assertThat(Math.exp(sum / exact.length))
                    .as("mean ratio of " + quantity)
                    .isLessThan(40);
        }
    }

    private static Case forward(NetworkSpec network, Weights weights, Sequence input) {
        return new Case(
                "by hand",
                network,
                weights,
                input,
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Quantity.Kind.OUTPUTS));
    }

    private static Case lstm(long seed) {
        NetworkSpec network = NetworkSpec.of(new LstmSpec("lstm", 3, 4, Activation.TANH, Activation.SIGMOID, true));
        Sequence start = Sequence.random(2, 2, 4, seed + 1);
        return new Case(
                "random",
                network,
                Weights.random(network, seed, 2),
                Sequence.random(7, 2, 3, seed + 2),
                Map.of("lstm", State.of(start.at(1), start.at(2))),
                new Objective.Upstream(Sequence.random(7, 2, 4, seed + 3), Map.of()),
                Optional.empty(),
                EnumSet.of(
                        Quantity.Kind.OUTPUTS,
                        Quantity.Kind.FINAL_CELL,
                        Quantity.Kind.GRADIENT,
                        Quantity.Kind.INPUT_GRADIENT,
                        Quantity.Kind.INITIAL_HIDDEN_GRADIENT,
                        Quantity.Kind.INITIAL_CELL_GRADIENT));
    }
}
