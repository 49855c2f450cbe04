package dev.lockstep.adapter.libtorch;

import static dev.lockstep.adapter.libtorch.LibTorchCases.ALL_BUT_STEPS;
import static dev.lockstep.adapter.libtorch.LibTorchCases.BATCH;
import static dev.lockstep.adapter.libtorch.LibTorchCases.LIBTORCH;
import static dev.lockstep.adapter.libtorch.LibTorchCases.TIME;
import static dev.lockstep.adapter.libtorch.LibTorchCases.both;
import static dev.lockstep.adapter.libtorch.LibTorchCases.dense;
import static dev.lockstep.adapter.libtorch.LibTorchCases.fromZero;
import static dev.lockstep.adapter.libtorch.LibTorchCases.gru;
import static dev.lockstep.adapter.libtorch.LibTorchCases.lengths;
import static dev.lockstep.adapter.libtorch.LibTorchCases.minibatches;
import static dev.lockstep.adapter.libtorch.LibTorchCases.scenario;
import static dev.lockstep.adapter.libtorch.LibTorchCases.stack;
import static dev.lockstep.adapter.libtorch.LibTorchCases.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Regularisation.Rule;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What LibTorch is not asked, and the reasons that are given. */
class LibTorchRefusalsTest {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS);

    private static Arguments layer(LayerSpec layer, String because) {
        return Arguments.of(scenario(List.of(layer), LossFunction.MSE, FORWARD), because);
    }

    static Stream<Arguments> layers() {
        return Stream.of(
                layer(
                        new SimpleRnnSpec("rnn", 2, 3, Activation.SIGMOID, Bias.ONE, false),
                        "its RNN has tanh and relu only, not SIGMOID"),
                layer(
                        new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, true, Bias.ONE),
                        "its LSTM has no peepholes"),
                layer(
                        new LstmSpec("lstm", 2, 3, Activation.RELU, Activation.SIGMOID, false, Bias.ONE),
                        "its LSTM has tanh only, not RELU"),
                layer(
                        new GruSpec(
                                "gru",
                                2,
                                3,
                                Activation.TANH,
                                Activation.HARD_SIGMOID,
                                GruSpec.Reset.AFTER_PRODUCT,
                                Bias.TWO),
                        "its GRU has sigmoid gates only, not HARD_SIGMOID"),
                layer(
                        new GruSpec(
                                "gru",
                                2,
                                3,
                                Activation.TANH,
                                Activation.SIGMOID,
                                GruSpec.Reset.BEFORE_PRODUCT,
                                Bias.TWO),
                        "its GRU resets after the product with RW only"),
                layer(new MaskZeroSpec(gru(Bias.TWO), 0, MaskRule.CARRY), "it has no layer that finds its mask"),
                layer(new ActivationSpec("cube", 2, Activation.CUBE), "its adapter has no CUBE"));
    }

    static Stream<Arguments> masks() {
        Case one = scenario(List.of(gru(Bias.TWO), dense(3)), LossFunction.MSE, ALL_BUT_STEPS);
        Case outputs = one.observing(EnumSet.of(Kind.OUTPUTS, Kind.GRADIENT));
        Case both =
                scenario(List.of(both(BidirectionalSpec.Mode.ADD, gru(Bias.TWO)), dense(3)), LossFunction.MSE, FORWARD);
        Case trained = scenario(
                List.of(both(
                        BidirectionalSpec.Mode.ADD, new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true))),
                LossFunction.MSE,
                FORWARD);
        Masks reset = lengths(MaskRule.RESET, 2, 5, 1, 4);
        Masks empty = lengths(MaskRule.CARRY, 2, 5, 0, 4);
        String past = "its packed sequences carry states past the end of a row, where the case resets them";
        String reverse =
                "its packed sequences start in reverse from the state that the case resets at the steps before";
        return Stream.of(
                Arguments.of(outputs.with(hole()), "its packed sequences leave out steps at the end of a row only"),
                Arguments.of(outputs.with(empty), "its packed sequences have no rows without a step"),
                Arguments.of(one.with(reset), past),
                Arguments.of(outputs.with(arriving()).with(reset), past),
                Arguments.of(both.with(reset), reverse),
                Arguments.of(trained.with(reset), reverse),
                Arguments.of(
                        fromZero(both)
                                .observing(EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT))
                                .with(reset),
                        reverse),
                Arguments.of(
                        scenario(List.of(gru(Bias.TWO)), LossFunction.MSE, EnumSet.of(Kind.STREAMED))
                                .with(reset),
                        "its packed sequences have no rows without a step, and pieces would"));
    }

    private static Masks hole() {
        double[] counts = new double[TIME * BATCH];
        Arrays.fill(counts, 1);
        counts[BATCH + 2] = 0;
        return Masks.ofFeatures(new Sequence(TIME, BATCH, 1, counts), MaskRule.CARRY);
    }

    private static Objective arriving() {
        State state = State.zero(gru(Bias.TWO), BATCH);
        state.h().assign(Sequence.random(1, BATCH, 3, 40).at(1));
        return new Objective.Upstream(Sequence.random(TIME, BATCH, 2, 41), Map.of("gru", state));
    }

    static Stream<Arguments> objectives() {
        Case scenario = scenario(List.of(gru(Bias.TWO), dense(3)), LossFunction.XENT, FORWARD);
        return Stream.of(
                Arguments.of(
                        scenario.with(losing(LossFunction.XENT, Clipping.clamped(0.01))),
                        "the slope of its clamp is 0 where ours counts as 1"),
                Arguments.of(
                        scenario.with(losing(LossFunction.KL_DIVERGENCE, Clipping.clampedInScore(0.01))),
                        "the gradient of its clamped loss is not that of the exact one"),
                Arguments.of(
                        scenario.with(new Truncation.Sliding(2)), "its errors flow back through the whole sequence"),
                Arguments.of(
                        scenario.with(arriving()).observing(EnumSet.of(Kind.SCORE)),
                        "a score needs targets and a loss, and an upstream gradient has neither"));
    }

    private static Objective losing(LossFunction function, Clipping clipping) {
        return new Objective.Targets(new Loss(function, Reduction.SUM, clipping), Sequence.random(TIME, BATCH, 2, 41));
    }

    private static Arguments trained(OptimizerSpec optimizer, String because) {
        return trained(training(optimizer, stack()), because);
    }

    private static Arguments trained(Training training, String because) {
        return Arguments.of(LibTorchCases.trained(stack().layers(), LossFunction.MSE, training), because);
    }

    static Stream<Arguments> optimizers() {
        return Stream.of(
                trained(new OptimizerSpec.AdaDelta(1, 0.9, 0.01), "its library in C++ has no AdaDelta"),
                trained(
                        new OptimizerSpec.AdaMax(0.1, 0.9, 0.9, 0.01, OptimizerSpec.AdaMax.Form.BESIDE_GRADIENT),
                        "its library in C++ has no AdaMax"),
                trained(
                        new OptimizerSpec.Nadam(0.1, 0.9, 0.9, 0.01, OptimizerSpec.Nadam.Form.GROWING_MOMENTUM),
                        "its library in C++ has no Nadam"),
                trained(
                        new OptimizerSpec.Adam(0.1, 0.9, 0.9, 0.01, OptimizerSpec.Adam.Form.REORDERED),
                        "its Adam adds ε to √v̂"),
                trained(
                        new OptimizerSpec.AmsGrad(0.1, 0.9, 0.9, 0.01, OptimizerSpec.AmsGrad.Form.UNCORRECTED),
                        "its AMSGrad corrects v̂ before its root, to which it adds ε"),
                trained(
                        new OptimizerSpec.RmsProp(
                                0.1, 0.9, 0.01, OptimizerSpec.Epsilon.INSIDE_ROOT, OptimizerSpec.Start.ZERO),
                        "its RMSprop adds ε to the root"),
                trained(OptimizerSpec.RmsProp.deeplearning4j(0.1, 0.9, 0.01), "its RMSprop starts from s = 0"),
                trained(
                        new OptimizerSpec.AdaGrad(
                                0.1, 0.01, OptimizerSpec.Epsilon.INSIDE_ROOT, OptimizerSpec.Start.ZERO),
                        "its Adagrad adds ε to the root"),
                trained(
                        new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.LOOK_AHEAD),
                        "its SGD keeps the point that is looked ahead to"),
                trained(
                        new OptimizerSpec.Nesterov(0.1, 0, OptimizerSpec.Nesterov.Form.REFORMULATED),
                        "its SGD has Nesterov's momentum above 0 only"));
    }

    static Stream<Arguments> steps() {
        Training sgd = training(new OptimizerSpec.Sgd(0.1), stack());
        Training adam =
                training(new OptimizerSpec.Adam(0.1, 0.9, 0.9, 0.01, OptimizerSpec.Adam.Form.ALGORITHM_1), stack());
        OptimizerSpec nesterov = new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);
        Minibatch minibatch = minibatches(stack()).get(0);
        Minibatch narrow = new Minibatch(Sequence.random(TIME, 3, 2, 50), Sequence.random(TIME, 3, 2, 51));
        return Stream.of(
                trained(
                        training(nesterov, stack()).at(Pace.ofSteps(new Schedule.Exponential(0.1, 0.5))),
                        "its SGD keeps gradients where v has steps, which differ if the rate changes"),
                trained(
                        training(nesterov, stack())
                                .from(new OptimizerState(1, Map.of("v", Weights.random(stack(), 60)))),
                        "its SGD starts from −v/α, which would have to be rounded"),
                trained(
                        sgd.clippedTo(new GradientClip.GlobalNorm(1)),
                        "its clip by norm divides by the norm plus 1e-6"),
                trained(
                        sgd.clippedTo(new GradientClip.Renormalised(GradientClip.Scope.LAYER)),
                        "its clips are those by entry and by the norm of all parameters"),
                trained(sgd.with(weights(new Rule(0.1, 0, 0, true))), "its optimizers have no l1 penalty"),
                trained(
                        sgd.with(weights(new Rule(0, 0, 0.1, true))),
                        "it has weight decay beside the step of AdamW only, not of Sgd"),
                trained(
                        adam.with(weights(new Rule(0, 0, 0.1, false))),
                        "its AdamW multiplies weight decay by the learning rate"),
                trained(
                        adam.with(weights(new Rule(0, 0.1, 0.1, true))),
                        "its optimizers have either an l2 penalty or weight decay beside the step"),
                trained(
                        sgd.over(List.of(minibatch, narrow)),
                        "its layers start from given states on minibatches of as many rows only"),
                trained(
                        sgd.over(List.of(minibatch, new Minibatch(minibatch.input(), minibatch.targets(), hole()))),
                        "its packed sequences leave out steps at the end of a row only"));
    }

    private static Regularisation weights(Rule rule) {
        return new Regularisation(rule, Rule.NONE);
    }

    @ParameterizedTest
    @MethodSource({"layers", "masks", "objectives", "optimizers", "steps"})
    void says_why(Case scenario, String because) {
        assertThat(LIBTORCH.supports(scenario).because()).isEqualTo(because);
    }

    /** −v/α by a power of two is exact as long as there are such numbers. */
    @Test
    void starts_from_no_velocity_that_floats_cannot_hold() {
        OptimizerSpec nesterov = new OptimizerSpec.Nesterov(0x1p-100, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);
        Weights large = Weights.random(stack(), 60, 0x1p60);
        Training training = training(nesterov, stack()).from(new OptimizerState(1, Map.of("v", large)));
        Case scenario = LibTorchCases.trained(stack().layers(), LossFunction.MSE, training);
        assertThat(LIBTORCH.supports(scenario).because()).isEmpty();
        assertThat(LIBTORCH.supports(scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)))
                        .because())
                .isEqualTo("its SGD starts from −v/α, which would have to be rounded");
    }

    /** What is refused of a mask where states are reset is computed where they are carried, or where none are looked at. */
    @ParameterizedTest
    @MethodSource("masks")
    void refuses_no_more(Case scenario, String because) {
        assertThat(LIBTORCH.supports(scenario.with(Masks.NONE)).because()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("masks")
    void computes_labels_alone(Case scenario, String because) {
        Masks labels = Masks.ofLabels(Sequence.zeros(TIME, BATCH, 1));
        assertThat(LIBTORCH.supports(scenario.with(labels)).because()).isEmpty();
    }
}
