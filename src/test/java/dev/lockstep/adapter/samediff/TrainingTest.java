package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole steps on numbers that can be followed by hand, and runs that must not depend on how they are asked for. */
class TrainingTest {
    private static final Set<Kind> OBSERVED = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    /** One weight w and no bias: y = w·x. */
    private static final NetworkSpec LINE = NetworkSpec.of(new DenseSpec("a", 1, 1, Activation.IDENTITY, Bias.NONE));

    private static final ParameterKey W = new ParameterKey("a", Parameter.W);

    /** By hand on L = (w − 2)² from w = 0.5: 0.8, 1.208, 1.59488; the scores are those of w, not of w + μ·v. */
    @Test
    void should_look_ahead_for_the_gradient_but_not_for_the_score() {
        Minibatch parabola = minibatch(1, 2);
        Observations found = Cases.observe(training(
                LINE,
                weights(0.5),
                new Nesterov(0.1, 0.7, Nesterov.Form.LOOK_AHEAD),
                GradientClip.NONE,
                List.of(parabola, parabola, parabola)));

        double[] w = {0.5, 0.8, 1.208, 1.59488};
        for (int step = 1; step <= 3; step++) {
            assertThat(number(found, Quantity.parameter(W, step))).isCloseTo(w[step], within(1e-15));
            assertThat(number(found, Quantity.optimizerState(W, "v", step)))
                    .isCloseTo(w[step] - w[step - 1], within(1e-15));
            assertThat(number(found, Quantity.score(step)))
                    .isCloseTo((w[step - 1] - 2) * (w[step - 1] - 2), within(1e-15));
        }
    }

    /** By hand, y = w·x against 0: dw = 2·w·x², so w shrinks by the factor 1 − 2·α·x² of the minibatch at hand. */
    @Test
    void should_read_the_minibatch_of_the_step() {
        Observations found = Cases.observe(training(
                LINE,
                weights(1),
                new Sgd(0.125),
                GradientClip.NONE,
                List.of(minibatch(1, 0), minibatch(2, 0), minibatch(-1, 0))));

        assertThat(number(found, Quantity.parameter(W, 1))).isEqualTo(0.75);
        assertThat(number(found, Quantity.parameter(W, 2))).isZero();
        assertThat(number(found, Quantity.score(2))).isEqualTo(2.25);
    }

    static Stream<Arguments> clips() {
        return Stream.of(
                // The gradient of both biases is (6, 8): of norm 10.
                Arguments.of(GradientClip.NONE, new double[] {6, 8}),
                Arguments.of(new GradientClip.Elementwise(7), new double[] {6, 7}),
                Arguments.of(new GradientClip.Elementwise(0.1), new double[] {0.1, 0.1}),
                Arguments.of(new GradientClip.GlobalNorm(5), new double[] {3, 4}),
                Arguments.of(new GradientClip.GlobalNorm(10), new double[] {6, 8}));
    }

    /** By hand: x = 0, b = (3, 4) against 0, so db = 2·b in one layer; W has no gradient, as x is 0. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void should_clip_the_gradient_before_the_step(GradientClip clip, double[] clipped) {
        for (int sign : new int[] {1, -1}) {
            NetworkSpec network = NetworkSpec.of(new DenseSpec("a", 1, 2, Activation.IDENTITY));
            Weights weights = Weights.of(network, new double[][] {{1, 1}}, new double[][] {{3 * sign, 4 * sign}});
            Minibatch zero = new Minibatch(Sequence.zeros(1, 1, 1), Sequence.zeros(1, 1, 2));

            Observations found = Cases.observe(training(network, weights, new Sgd(1), clip, List.of(zero)));

            double[] b = found.get(Quantity.parameter(new ParameterKey("a", Parameter.B), 1))
                    .values();
            assertThat(b)
                    .containsExactly(new double[] {sign * (3 - clipped[0]), sign * (4 - clipped[1])}, within(1e-14));
        }
    }

    /** By hand: the gradient is (2·3·1, 0) for W of "a" and "b"; a norm of every parameter by itself would clip otherwise. */
    @Test
    void should_take_the_norm_of_all_parameters_together() {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("a", 1, 1, Activation.IDENTITY));
        Weights weights = Weights.of(network, new double[][] {{1.5}}, new double[][] {{1.5}});
        Minibatch one = minibatch(1, 0);

        Observations found =
                Cases.observe(training(network, weights, new Sgd(1), new GradientClip.GlobalNorm(6), List.of(one)));

        // dW = db = 6, of norm 6·√2 together.
        double expected = 1.5 - 6 / Math.sqrt(2);
        assertThat(number(found, Quantity.parameter(W, 1))).isCloseTo(expected, within(1e-14));
    }

    /** Three minibatches of other lengths in one run, and as three runs that hand on what the one before reached. */
    @Test
    void should_not_depend_on_how_often_it_is_interrupted() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 2, 3, Activation.TANH, Bias.TWO, true),
                Cases.dense("b", 3, 1, Activation.SIGMOID));
        OptimizerSpec optimizer = new LookAheadRmsProp(0.05, 0.5, 0.8, 1e-6, Epsilon.INSIDE_ROOT);
        List<Minibatch> minibatches = List.of(random(5, 3, 1), random(3, 3, 3), random(5, 2, 5), random(5, 3, 7));
        Case whole = training(network, Weights.random(network, 3), optimizer, GradientClip.NONE, minibatches);
        Observations inOneGo = Cases.observe(whole);

        Weights theta = whole.weights();
        OptimizerState state = whole.training().orElseThrow().start();
        for (int step = 1; step <= minibatches.size(); step++) {
            Case alone = training(network, theta, optimizer, state, List.of(minibatches.get(step - 1)));
            Observations found = Cases.observe(alone);
            Objective.Targets objective = (Objective.Targets) alone.objective();

            assertThat(number(found, Quantity.score(1)))
                    .isEqualTo(number(inOneGo, Quantity.score(step)))
                    .isCloseTo(new PlainArrays(alone).score(objective.loss(), objective.targets()), within(1e-14));
            theta = weights(network, key -> Quantity.parameter(key, 1), found);
            assertThat(theta.asMap())
                    .isEqualTo(weights(network, parameter(step), inOneGo).asMap());
            Map<String, Weights> slots = new LinkedHashMap<>();
            for (String slot : optimizer.slots()) {
                slots.put(slot, weights(network, key -> Quantity.optimizerState(key, slot, 1), found));
            }
            state = new OptimizerState(step, slots);
        }
    }

    private static Function<ParameterKey, Quantity> parameter(int step) {
        return key -> Quantity.parameter(key, step);
    }

    private static Weights weights(NetworkSpec network, Function<ParameterKey, Quantity> name, Observations found) {
        return Weights.of(
                network,
                network.layers().stream()
                        .flatMap(layer -> layer.parameters().stream().map(spec -> {
                            double[] values = found.get(name.apply(new ParameterKey(layer.name(), spec.parameter())))
                                    .values();
                            return RowMajorMatrix.wrap(values, spec.rows(), spec.columns())
                                    .getData();
                        }))
                        .toArray(double[][][]::new));
    }

    /** By hand: RNN h = w·x + r·h′ over 1, 2 with r = 1 reads dL/dw = Σ e·x, and r is cut off from step 1. */
    @Test
    void should_truncate_the_gradient_of_every_step() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("a", 1, 1, Activation.IDENTITY, Bias.NONE, false));
        Weights weights = Weights.of(network, new double[][] {{1}}, new double[][] {{1}});
        Minibatch minibatch =
                new Minibatch(new Sequence(2, 1, 1, new double[] {1, 2}), new Sequence(2, 1, 1, new double[] {1, 1}));
        Case scenario = Cases.with(
                training(network, weights, new Sgd(1), GradientClip.NONE, List.of(minibatch)),
                new Truncation.Sliding(0));

        // h = 1, 3; e = 0, 4; without truncation dw would be 4·2 + 4·1.
        assertThat(number(Cases.observe(scenario), Quantity.parameter(W, 1))).isEqualTo(1 - 8);
    }

    private static double number(Observations observations, Quantity quantity) {
        return observations.get(quantity).values()[0];
    }

    private static Weights weights(double w) {
        return Weights.of(LINE, new double[][] {{w}});
    }

    private static Minibatch minibatch(double x, double y) {
        return new Minibatch(new Sequence(1, 1, 1, new double[] {x}), new Sequence(1, 1, 1, new double[] {y}));
    }

    private static Minibatch random(int time, int batch, long seed) {
        Sequence targets = Sequence.random(time, batch, 1, seed + 1);
        for (int k = 0; k < targets.values().length; k++) {
            targets.values()[k] = 0.5 + 0.5 * targets.values()[k];
        }
        return new Minibatch(Sequence.random(time, batch, 2, seed), targets);
    }

    private static Case training(
            NetworkSpec network, Weights weights, OptimizerSpec spec, GradientClip clip, List<Minibatch> minibatches) {
        return training(
                network,
                weights,
                new Training(spec, clip, OptimizerState.initial(spec, network), minibatches),
                minibatches.get(0));
    }

    private static Case training(
            NetworkSpec network,
            Weights weights,
            OptimizerSpec spec,
            OptimizerState state,
            List<Minibatch> minibatches) {
        return training(network, weights, new Training(spec, state, minibatches), minibatches.get(0));
    }

    private static Case training(NetworkSpec network, Weights weights, Training training, Minibatch first) {
        return new Case(
                "training",
                network,
                weights,
                first.input(),
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), first.targets()),
                Optional.of(training),
                OBSERVED);
    }
}
