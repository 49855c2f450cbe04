package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores against plain arrays, gradients against central differences of SameDiff's own numbers, extremes by hand. */
class GradientTest {
    private static final CentralDifferences OF_SCORE =
            new CentralDifferences(scenario -> number(scenario.observing(Set.of(Kind.SCORE)), Quantity.score()));

    static Stream<Arguments> networks() {
        return Cases.networks().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void should_differentiate_a_loss_of_every_network(String name, NetworkSpec network) {
        assertScoreAndGradients(Cases.loss(network, LossFunction.L2, 3, 2, 23));
        assertScoreAndGradients(Cases.loss(network, LossFunction.L2, 1, 1, 24));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void should_carry_back_gradients_that_arrive_at_outputs_and_final_states(String name, NetworkSpec network) {
        Case scenario = Cases.upstream(network, 3, 2, 43);
        Objective.Upstream objective = (Objective.Upstream) scenario.objective();

        new CentralDifferences(changed -> upstreamLoss(changed, objective)).assertGradients(scenario);
    }

    /** Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates, of what SameDiff computes forward. */
    private static double upstreamLoss(Case scenario, Objective.Upstream objective) {
        Observations observed =
                Cases.observe(scenario.observing(Set.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL)));
        List<LayerSpec> layers = scenario.network().layers();
        String top = layers.get(layers.size() - 1).name();
        double loss = dot(
                observed.get(Quantity.outputs(top)).values(),
                objective.outputs().values());
        for (Map.Entry<String, State> entry : objective.finalStates().entrySet()) {
            State d = entry.getValue();
            loss += dot(observed.get(Quantity.finalHidden(entry.getKey())).values(), d.h().toArray());
            if (d.c().isPresent()) {
                double[] c = observed.get(Quantity.finalCell(entry.getKey())).values();
                loss += dot(c, d.c().get().toArray());
            }
        }
        return loss;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static Stream<Arguments> losses() {
        return Stream.of(LossFunction.values())
                // Hundreds of percent are too much for differences in double; gradient/losses.feature has them in 50
                // digits.
                .filter(function -> function != LossFunction.MAPE)
                .flatMap(function -> Stream.of(Reduction.values())
                        .flatMap(reduction -> clippings(function)
                                .flatMap(clipping -> tops(function, reduction)
                                        .flatMap(top -> Stream.of(
                                                Arguments.of(new Loss(function, reduction, clipping), top),
                                                Arguments.of(
                                                        new Loss(function, reduction, clipping, List.of(0.5, 0.0, 2.0)),
                                                        top))))));
    }

    /** Softmax under every reduction where the loss may be put together with it, under one where it is a layer of its own. */
    private static Stream<Activation> tops(LossFunction function, Reduction reduction) {
        boolean fused = function == LossFunction.MCXENT || function == LossFunction.XENT;
        return fused || reduction == Reduction.MEAN_OVER_BATCH_AND_TIME
                ? Stream.of(Activation.SIGMOID, Activation.SOFTMAX)
                : Stream.of(Activation.SIGMOID);
    }

    private static Stream<Clipping> clippings(LossFunction function) {
        return Stream.of(
                        Clipping.NONE,
                        Clipping.added(0.125),
                        Clipping.clamped(1e-5),
                        Clipping.clampedInScore(1e-5),
                        Clipping.floored(1e-5))
                .filter(clipping -> function.clippings().contains(clipping.rule()));
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("losses")
    void should_differentiate_every_loss(Loss loss, Activation top) {
        NetworkSpec network = NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 3, top));

        assertScoreAndGradients(Cases.loss(network, loss, 3, 2, 29), OF_SCORE.alongOne());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Activation.class)
    void should_differentiate_through_every_activation(Activation activation) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 2, 2, activation),
                new LstmSpec("b", 2, 2, activation, activation, true),
                Cases.dense("c", 2, 2, activation));
        Case scenario = Cases.loss(network, LossFunction.L2, 3, 2, 31);

        assertScoreAndGradients(scenario.withWeights(Weights.random(network, 31, 0.7)), OF_SCORE.alongOne());
    }

    /** Exact values by the definitions of {@link Activation}; 0.01 and 0.2 are doubles, not floats. */
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "RELU, 0, 0, 0",
        "LEAKY_RELU, 0, 0, 1",
        "LEAKY_RELU, -1, -0.01, 0.01",
        "ELU, 0, 0, 1",
        "HARD_TANH, 1, 1, 1",
        "HARD_TANH, -1, -1, 1",
        "HARD_TANH, 1.5, 1, 0",
        "HARD_SIGMOID, 2.5, 1, 0.2",
        "HARD_SIGMOID, -2.5, 0, 0.2",
        "HARD_SIGMOID, 3, 1, 0",
        "HARD_SIGMOID, 1, 0.7, 0.2",
        "RELU6, 0, 0, 0",
        "RELU6, 6, 6, 0",
        "THRESHOLDED_RELU, 1, 0, 0",
        "FLOAT_LEAKY_RELU, 0, 0, 1",
        "FLOAT_LEAKY_RELU, -1, -0.01, 0.00999999977648258",
        "RRELU, 0, 0, 1",
        "RRELU, -48, -11, 0.22916666666666666",
        "SELU, 0, 0, 1.7580993408473769",
        "RECTIFIED_TANH, 0, 0, 0",
        "SWISH, 0, 0, 0.5",
        "MISH, 0, 0, 0.6",
        "RATIONAL_TANH, 0, 0, 1.1439333333333333",
        "FLOAT_HARD_SIGMOID, 1, 0.70000000298023224, 0.20000000298023224",
        "SOFTPLUS, 0, 0.6931471805599453, 0.5",
        "SOFTPLUS, 40, 40, 1",
        "SOFTPLUS, 800, 800, 1",
        "SOFTPLUS, -800, 0, 0"
    })
    void should_take_the_documented_side_of_kinks(Activation activation, double z, double value, double slope) {
        NetworkSpec network = NetworkSpec.of(Cases.dense("a", 1, 1, activation));
        Case scenario = single(network, z, new Objective.Upstream(step(1), Map.of()), 1);

        Observations observations = Cases.observe(scenario.observing(Set.of(Kind.OUTPUTS, Kind.INPUT_GRADIENT)));

        assertThat(observations.get(Quantity.outputs("a")).values()[0]).isCloseTo(value, within(1e-15));
        assertThat(observations.get(Quantity.inputGradient()).values()[0]).isCloseTo(slope, within(1e-15));
    }

    /** By hand: p = 0.9 is clamped to 0.75; dL/dp = 1/(1 − 0.75) = 4 and dp/dz = 0.9·0.1. */
    @Test
    void should_count_the_slope_of_a_clamp_as_one() {
        Loss loss = new Loss(LossFunction.XENT, Reduction.SUM, Clipping.clamped(0.25));
        NetworkSpec network = NetworkSpec.of(Cases.dense("a", 1, 1, Activation.SIGMOID));
        Case scenario = single(network, Math.log(9), new Objective.Targets(loss, step(0)), 1);

        assertThat(number(scenario, Quantity.score())).isCloseTo(Math.log(4), within(1e-15));
        assertThat(number(scenario, Quantity.inputGradient())).isCloseTo(0.36, within(1e-15));
    }

    /** By hand: p = (0.9, 0.1) is clamped to (0.75, 0.25) in the score; the gradient stays p − y. */
    @Test
    void should_clamp_softmax_in_the_score_only() {
        Loss loss = new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.clamped(0.25));
        NetworkSpec network = NetworkSpec.of(Cases.dense("a", 1, 2, Activation.SOFTMAX));
        Case scenario = single(network, 1, new Objective.Targets(loss, step(0, 1)), Math.log(9), 0);

        assertThat(number(scenario, Quantity.score())).isCloseTo(Math.log(4), within(1e-15));
        assertThat(Cases.observe(scenario)
                        .get(new Quantity(Kind.GRADIENT, "a", "b", 0))
                        .values())
                .containsExactly(new double[] {0.9, -0.9}, within(1e-15));
    }

    /** By hand: the cost of p = e^−1000, which no double holds, is 1000, and the gradient is p − y. */
    @Test
    void should_keep_the_digits_of_a_loss_whose_probability_underflows() {
        NetworkSpec softmax = NetworkSpec.of(Cases.dense("a", 1, 2, Activation.SOFTMAX));
        NetworkSpec logistic = NetworkSpec.of(Cases.dense("a", 1, 1, Activation.SIGMOID));
        Loss categorical = Loss.of(LossFunction.MCXENT, Reduction.SUM);
        Loss binary = Loss.of(LossFunction.XENT, Reduction.SUM);
        Case ofTwo = single(softmax, 1, new Objective.Targets(categorical, step(0, 1)), 1000, 0);
        Case ofOne = single(logistic, 1, new Objective.Targets(binary, step(0)), 1000);

        assertThat(number(ofTwo, Quantity.score())).isEqualTo(1000);
        assertThat(number(ofTwo, new Quantity(Kind.GRADIENT, "a", "b", 0))).isEqualTo(1);
        assertThat(number(ofOne, Quantity.score())).isEqualTo(1000);
        assertThat(number(ofOne, new Quantity(Kind.GRADIENT, "a", "b", 0))).isEqualTo(1);
    }

    /** Early steps below a last step do not matter to the loss. */
    @Test
    void should_have_a_gradient_of_zero_where_the_loss_does_not_depend_on_the_input() {
        Case scenario = Cases.loss(Cases.networks().get("last step of a dense layer"), LossFunction.L2, 3, 2, 61);

        double[] dx = Cases.observe(scenario).get(Quantity.inputGradient()).values();

        assertThat(dx).hasSize(12).startsWith(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(dx[8]).isNotZero();
    }

    /** A dense layer with the given weights and no bias, over one number. */
    private static Case single(NetworkSpec network, double x, Objective objective, double... w) {
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("a", Parameter.W),
                        RowMajorMatrix.row(w),
                        new ParameterKey("a", Parameter.B),
                        new RowMajorMatrix(1, w.length)));
        Set<Kind> observed = objective instanceof Objective.Targets
                ? Set.of(Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT)
                : Set.of(Kind.INPUT_GRADIENT);
        return new Case("by hand", network, weights, step(x), Map.of(), objective, Optional.empty(), observed);
    }

    private static Sequence step(double... values) {
        return new Sequence(1, 1, values.length, values);
    }

    private static double number(Case scenario, Quantity quantity) {
        return Cases.observe(scenario).get(quantity).values()[0];
    }

    private static void assertScoreAndGradients(Case scenario) {
        assertScoreAndGradients(scenario, OF_SCORE);
    }

    private static void assertScoreAndGradients(Case scenario, CentralDifferences differences) {
        Objective.Targets objective = (Objective.Targets) scenario.objective();

        double expected = new PlainArrays(scenario).score(objective.loss(), objective.targets());
        assertThat(number(scenario.observing(Set.of(Kind.SCORE)), Quantity.score()))
                .isCloseTo(expected, within(1e-13));
        differences.assertGradients(scenario);
    }
}
