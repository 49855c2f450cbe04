package dev.lockstep.adapter.libtorch;

import static dev.lockstep.adapter.libtorch.LibTorchCases.LIBTORCH;
import static dev.lockstep.adapter.libtorch.LibTorchCases.both;
import static dev.lockstep.adapter.libtorch.LibTorchCases.dense;
import static dev.lockstep.adapter.libtorch.LibTorchCases.expectAgreement;
import static dev.lockstep.adapter.libtorch.LibTorchCases.fromZero;
import static dev.lockstep.adapter.libtorch.LibTorchCases.gru;
import static dev.lockstep.adapter.libtorch.LibTorchCases.lengths;
import static dev.lockstep.adapter.libtorch.LibTorchCases.minibatches;
import static dev.lockstep.adapter.libtorch.LibTorchCases.stack;
import static dev.lockstep.adapter.libtorch.LibTorchCases.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Regularisation.Rule;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizer steps of LibTorch held against ours under derived bounds, with everything that its optimizers remember. */
class LibTorchTrainingTest {
    private static final OptimizerSpec ADAM =
            new OptimizerSpec.Adam(0.1, 0.8, 0.95, 0.01, OptimizerSpec.Adam.Form.ALGORITHM_1);
    private static final OptimizerSpec AMS_GRAD =
            new OptimizerSpec.AmsGrad(0.1, 0.8, 0.5, 0.01, OptimizerSpec.AmsGrad.Form.ALGORITHM_1);
    private static final OptimizerSpec RMS_PROP =
            new OptimizerSpec.RmsProp(0.1, 0.9, 0.01, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.ZERO);
    private static final OptimizerSpec ADA_GRAD =
            new OptimizerSpec.AdaGrad(0.1, 0.01, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.EPSILON);
    /** Its v is exactly the rate times what torch keeps. */
    private static final OptimizerSpec NESTEROV =
            new OptimizerSpec.Nesterov(0.125, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);

    static Stream<OptimizerSpec> optimizers() {
        return Stream.of(
                new OptimizerSpec.Sgd(0.1), new OptimizerSpec.NoOp(), NESTEROV, ADAM, AMS_GRAD, RMS_PROP, ADA_GRAD);
    }

    private static Case trained(Training training) {
        return LibTorchCases.trained(stack().layers(), LossFunction.MSE, training);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void takes_the_same_steps_as_ours_and_remembers_the_same(OptimizerSpec optimizer) {
        Case scenario = trained(training(optimizer, stack()));
        expectAgreement(scenario);
        expectAgreement(scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)));
    }

    /** Six steps; and the last three of them from the state that the first three left. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void goes_on_from_a_state_bit_for_bit(OptimizerSpec optimizer) {
        List<Minibatch> three = minibatches(stack());
        List<Minibatch> six = new ArrayList<>(three);
        six.addAll(three);
        Pace halved = Pace.ofSteps(new Schedule.Exponential(0.25, 0.5));
        Training constant = training(optimizer, stack());
        boolean paced = optimizer.takesSchedule() && optimizer != NESTEROV;
        Training training = paced ? constant.at(halved) : constant;
        Observations whole = LIBTORCH.observe(trained(training.over(six)));

        OptimizerState reached = training.start().after(3, stack(), whole);
        Case rest = trained(training.from(reached)).withWeights(Weights.after(3, stack(), whole));

        assertThat(reached.stepsTaken()).isEqualTo(3);
        Observations resumed = LIBTORCH.observe(rest);
        List<Quantity> later = resumed.quantities().stream()
                .filter(quantity -> quantity.step() > 0)
                .toList();
        assertThat(later).isNotEmpty().allSatisfy(quantity -> {
            Quantity same = new Quantity(quantity.kind(), quantity.layer(), quantity.part(), quantity.step() + 3);
            assertThat(resumed.get(quantity).values())
                    .containsExactly(whole.get(same).values());
        });
        expectAgreement(rest);
    }

    static Stream<Schedule> schedules() {
        return Stream.of(
                new Schedule.Fixed(0.3),
                new Schedule.Step(0.3, 0.5, 2),
                new Schedule.Exponential(0.3, 0.7),
                new Schedule.Inverse(0.3, 0.5, 1.5),
                new Schedule.Poly(0.3, 2, 4, Schedule.Poly.Form.FALLING),
                new Schedule.Poly(0.3, 2, 4, Schedule.Poly.Form.RISING),
                new Schedule.Sigmoid(0.3, -0.5, 2),
                new Schedule.Table(new TreeMap<>(Map.of(0, 0.3, 2, 0.2, 3, 0.1))),
                new Schedule.Cycle(0.1, 0.4, 6, 2, 0.5),
                new Schedule.Ramp(new Schedule.Exponential(0.3, 0.7), 3));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void follows_a_schedule(Schedule schedule) {
        NetworkSpec network = NetworkSpec.of(dense(2));
        List<Minibatch> many = Stream.of(minibatches(network), minibatches(network))
                .flatMap(List::stream)
                .toList();
        Training sgd = training(new OptimizerSpec.Sgd(1), network).over(many);
        Training begun = training(RMS_PROP, network).over(many);
        for (Training training : List.of(
                sgd.at(Pace.ofSteps(schedule)),
                sgd.at(new Pace(schedule, 2)),
                begun.from(new OptimizerState(2, begun.start().slots())).at(Pace.ofSteps(schedule)))) {
            expectAgreement(LibTorchCases.trained(network.layers(), LossFunction.MSE, training));
        }
    }

    static Stream<Arguments> penalties() {
        Regularisation l2 = new Regularisation(new Rule(0, 0.3, 0, true), new Rule(0, 0.1, 0, true));
        Regularisation ofWeights = new Regularisation(new Rule(0, 0.3, 0, true), Rule.NONE);
        Regularisation decay = new Regularisation(new Rule(0, 0, 0.3, true), Rule.NONE);
        Regularisation ofBoth = new Regularisation(new Rule(0, 0, 0.3, true), new Rule(0, 0, 0.1, true));
        return Stream.concat(
                optimizers().flatMap(optimizer -> Stream.of(l2, ofWeights).map(each -> Arguments.of(optimizer, each))),
                Stream.of(ADAM, AMS_GRAD)
                        .flatMap(optimizer -> Stream.of(decay, ofBoth).map(each -> Arguments.of(optimizer, each))));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void keeps_parameters_small(OptimizerSpec optimizer, Regularisation regularisation) {
        Training training = training(optimizer, stack()).with(regularisation);
        expectAgreement(trained(training));
        expectAgreement(trained(training.clippedTo(new GradientClip.Elementwise(0.02))));
    }

    /** Of an LSTM whose gradient is longer than the first threshold and shorter than the second. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 100})
    void clips_by_the_norm_of_all_parameters_plus_an_epsilon(double threshold) {
        Case scenario = trained(training(ADAM, stack()).clippedTo(new GradientClip.GlobalNorm(threshold, 1e-6)));
        expectAgreement(scenario);
        expectAgreement(scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)));
    }

    @Test
    void clips_every_entry_of_a_gradient() {
        Training training = training(ADAM, stack());
        expectAgreement(trained(training.clippedTo(new GradientClip.Elementwise(0.01))));
        Quantity moved = Quantity.parameter(new ParameterKey("lstm", Parameter.RW), 3);
        assertThat(LIBTORCH.observe(trained(training.clippedTo(new GradientClip.Elementwise(0.01))))
                        .get(moved)
                        .values())
                .as("the clip has something to do")
                .isNotEqualTo(LIBTORCH.observe(trained(training)).get(moved).values());
    }

    static Stream<List<LayerSpec>> networks() {
        return Stream.of(
                List.of(gru(Bias.TWO), dense(3)),
                List.of(gru(Bias.ONE), new LastStepSpec("last", 3), dense(3)),
                List.of(both(BidirectionalSpec.Mode.CONCAT, gru(Bias.TWO)), dense(6)),
                List.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true), dense(3)));
    }

    /** Of other rows than the case and of rows of other lengths, from zero. */
    @ParameterizedTest
    @MethodSource("networks")
    void trains_on_masked_minibatches(List<LayerSpec> layers) {
        NetworkSpec network = new NetworkSpec(layers);
        boolean last = layers.stream().anyMatch(LastStepSpec.class::isInstance);
        int time = last ? 1 : LibTorchCases.TIME;
        List<Minibatch> minibatches = new ArrayList<>();
        for (MaskRule rule : MaskRule.values()) {
            Masks masks = lengths(rule, 3, 5, 2).withLabels(weights(time));
            minibatches.add(new Minibatch(
                    Sequence.random(LibTorchCases.TIME, 3, 2, 32), Sequence.random(time, 3, 2, 33), masks));
        }
        Training training = training(ADAM, network).over(minibatches);
        expectAgreement(fromZero(LibTorchCases.trained(layers, LossFunction.L2, training)));
    }

    private static Sequence weights(int time) {
        Sequence drawn = Sequence.random(time, 3, 1, 31);
        return new Sequence(
                time, 3, 1, Arrays.stream(drawn.values()).map(Math::abs).toArray());
    }

    /** Every look at it takes a callback into this JVM, of which JavaCPP has ten. */
    @Test
    void remembers_more_often_than_there_are_callbacks() {
        List<Minibatch> many = Stream.generate(() -> minibatches(stack()))
                .limit(8)
                .flatMap(List::stream)
                .toList();
        Observations observed = LIBTORCH.observe(trained(training(ADAM, stack()).over(many)));
        assertThat(observed.has(Quantity.optimizerState(new ParameterKey("lstm", Parameter.RW), "v", 24)))
                .isTrue();
    }

    @Test
    void shows_the_scores_of_steps_where_they_alone_are_observed() {
        Case scenario = trained(training(ADAM, stack())).observing(EnumSet.of(Kind.SCORE));
        assertThat(LIBTORCH.observe(scenario).quantities())
                .containsExactly(Quantity.score(), Quantity.score(1), Quantity.score(2), Quantity.score(3));
    }
}
