package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal, with its reason; and beside most of them the nearest case that is not refused. */
class RefusalTest {
    private static final NetworkSpec LSTM = NetworkSpec.of(LstmSpec.plain("a", 2, 2));
    private static final Loss MEAN = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
    private static final Execution NWC = new Execution(Precision.DOUBLE, SequenceFormat.NWC);
    private static final Set<Quantity.Kind> OUTPUTS = Set.of(Quantity.Kind.OUTPUTS);
    private static final NetworkSpec RNN = NetworkSpec.of(Cases.rnn("a", 2, 2));

    private static void assertRefused(Case scenario, String because) {
        assertThat(Cases.DL4J.supports(scenario).because()).isEqualTo(because);
        assertThat(Cases.DL4J.supports(scenario).yes()).isFalse();
    }

    private static void assertSupported(Case scenario) {
        assertThat(Cases.DL4J.supports(scenario).because()).isEmpty();
        assertThat(Cases.DL4J.supports(scenario).yes()).isTrue();
    }

    private static Case withLoss(NetworkSpec network, Loss loss) {
        return Cases.loss(network, loss, 3, 2, false, 1);
    }

    private static NetworkSpec dense(Activation output) {
        return NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 2, output));
    }

    @Test
    void should_refuse_a_last_step_that_no_recurrent_layer_precedes() {
        NetworkSpec network = NetworkSpec.of(
                Cases.rnn("a", 2, 3), Cases.dense("b", 3, 2, Activation.TANH), new LastStepSpec("last", 2));

        assertRefused(
                Cases.forward(network, 3, 2, false, 1),
                "its LastTimeStep wraps a recurrent layer, and LastStep \"last\" follows Dense \"b\"");
        assertRefused(
                Cases.forward(NetworkSpec.of(new LastStepSpec("last", 2)), 3, 2, false, 1),
                "its LastTimeStep wraps a recurrent layer, and LastStep \"last\" follows the input");
    }

    @Test
    void should_refuse_a_recurrent_layer_after_the_last_step() {
        NetworkSpec network =
                NetworkSpec.of(Cases.rnn("a", 2, 3), new LastStepSpec("last", 3), LstmSpec.plain("b", 3, 2));

        assertRefused(
                Cases.forward(network, 3, 2, false, 1), "its LastTimeStep leaves no time axis for LSTM \"b\" to read");
    }

    @Test
    void should_refuse_losses_that_it_does_not_compute() {
        Loss added = new Loss(LossFunction.XENT, Reduction.SUM, Clipping.added(1e-9));
        Loss clamped = new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.clamped(1e-9));
        Loss binary = Loss.of(LossFunction.XENT, Reduction.SUM);

        assertRefused(
                withLoss(dense(Activation.SIGMOID), added),
                "its losses clamp probabilities, they do not add ε inside the logarithm");
        assertRefused(
                withLoss(dense(Activation.SIGMOID), clamped),
                "its LossMCXENT clamps probabilities behind a dense softmax only");
        assertSupported(withLoss(dense(Activation.SOFTMAX), clamped));
        assertRefused(
                withLoss(dense(Activation.SIGMOID), Loss.of(LossFunction.KL_DIVERGENCE, Reduction.SUM)),
                "its LossKLD clamps outputs and targets of the score at 1e-5, asked or not");
        assertRefused(
                withLoss(dense(Activation.SIGMOID), Loss.of(LossFunction.COSINE_PROXIMITY, Reduction.SUM)),
                "its LossCosineProximity takes norms below 1e-5 for 1e-5, asked or not");
        assertRefused(
                withLoss(
                        dense(Activation.SIGMOID),
                        Loss.of(LossFunction.HINGE, Reduction.SUM).weighted(List.of(1.0, 2.0))),
                "its LossHinge takes no weights");
        assertSupported(withLoss(dense(Activation.SIGMOID), binary));
    }

    @Test
    void should_refuse_gradients_of_initial_states() {
        Case scenario = withLoss(LSTM, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH));

        assertRefused(
                scenario.observing(Set.of(Quantity.Kind.INITIAL_HIDDEN_GRADIENT)),
                "it does not hand out gradients of initial states");
        assertRefused(
                scenario.observing(Set.of(Quantity.Kind.INITIAL_CELL_GRADIENT)),
                "it does not hand out gradients of initial states");
    }

    @Test
    void should_refuse_gradients_of_a_simple_rnn_from_a_state_that_is_not_zero() {
        Case scenario = Cases.loss(RNN, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH), 3, 2, true, 1);

        assertRefused(scenario, "its SimpleRnn starts from zero in the backward pass, whatever h₀ was");
        assertSupported(scenario.observing(Set.of(Quantity.Kind.SCORE, Quantity.Kind.OUTPUTS)));
        assertSupported(Cases.with(
                scenario, Map.of("a", State.zero(RNN.recurrent().get(0), 2))));
        assertSupported(Cases.loss(LSTM, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH), 3, 2, true, 1));
    }

    @Test
    void should_refuse_training_from_states_that_are_not_zero() {
        Case scenario = Cases.loss(LSTM, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH), 3, 2, true, 1);

        assertRefused(training(scenario, new OptimizerSpec.Sgd(1)), "its fit starts every minibatch from zero states");
    }

    @Test
    void should_refuse_upstream_gradients_that_it_cannot_take() {
        Sequence outputs = Sequence.random(3, 2, 2, 1);
        Case forward = Cases.forward(LSTM, 3, 2, false, 1);
        Case withCell = Cases.with(forward, new Objective.Upstream(outputs, Cases.randomStates(LSTM, 2, 2)));
        Case plain = Cases.with(forward, new Objective.Upstream(outputs, Map.of()));

        assertRefused(
                withCell.observing(Set.of(Quantity.Kind.GRADIENT)),
                "its LSTM accepts no gradient of the final cell state");
        assertRefused(
                plain.observing(Set.of(Quantity.Kind.SCORE)),
                "it has a score only where it computes the loss itself, not for a gradient from outside");
        assertSupported(plain.observing(Set.of(Quantity.Kind.GRADIENT)));
    }

    @Test
    void should_refuse_to_average_over_minibatches_of_unlike_lengths() {
        Case mean = withLoss(dense(Activation.TANH), Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH_AND_TIME));
        OptimizerSpec sgd = new OptimizerSpec.Sgd(1);
        List<Minibatch> unlike = List.of(
                new Minibatch(Sequence.random(2, 1, 2, 1), Sequence.random(2, 1, 2, 2)),
                new Minibatch(Sequence.random(3, 1, 2, 3), Sequence.random(3, 1, 2, 4)));

        assertRefused(
                Cases.training(mean, new Training(sgd, OptimizerState.initial(sgd, mean.network()), unlike)),
                "it never averages over time; loss weights can stand in for that only where all minibatches are"
                        + " equally long");
        assertSupported(training(mean, sgd));
    }

    static Stream<Arguments> otherDialects() {
        return Stream.of(
                Arguments.of(
                        new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.ALGORITHM_1),
                        "its Adam is the reordered form, ε beside the uncorrected √v"),
                Arguments.of(
                        new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.INSIDE_ROOT),
                        "its Adam is the reordered form, ε beside the uncorrected √v"),
                Arguments.of(
                        new Nesterov(0.1, 0.9, Nesterov.Form.LOOK_AHEAD),
                        "its Nesterovs is the reformulated one, which keeps the look-ahead point as θ"),
                Arguments.of(
                        new RmsProp(0.1, 0.9, 1e-8, Epsilon.INSIDE_ROOT, Start.EPSILON),
                        "its RmsProp adds ε outside the root"),
                Arguments.of(
                        new RmsProp(0.1, 0.9, 1e-8, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                        "its RmsProp starts its sum of squares from ε, not from 0"),
                Arguments.of(
                        new AdaGrad(0.1, 1e-8, Epsilon.INSIDE_ROOT, Start.EPSILON),
                        "its AdaGrad adds ε outside the root"),
                Arguments.of(
                        new AdaGrad(0.1, 1e-8, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                        "its AdaGrad starts its sum of squares from ε, not from 0"));
    }

    @ParameterizedTest
    @MethodSource("otherDialects")
    void should_refuse_other_dialects_of_its_optimizers(OptimizerSpec optimizer, String because) {
        Case scenario = withLoss(LSTM, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH));

        assertRefused(training(scenario, optimizer), because);
    }

    @Test
    void should_refuse_clipped_pre_activations() {
        for (RecurrentSpec layer : List.of(LstmSpec.plain("a", 2, 2), new SimpleRnnSpec("a", 2, 2, Activation.TANH))) {
            RecurrentSpec clipped = layer.clippingPreActivationsAt(3);
            String because = "its " + layer.kind() + " clips no pre-activations";
            assertRefused(Cases.forward(NetworkSpec.of(clipped), 3, 2, false, 1), because);
            BidirectionalSpec both =
                    BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.WRAPPER, clipped);
            assertRefused(Cases.forward(NetworkSpec.of(both), 3, 2, false, 1), because);
        }
    }

    @Test
    void should_refuse_a_trained_start() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("a", 2, 2, Activation.TANH, Bias.ONE, true));

        assertRefused(Cases.forward(network, 3, 2, false, 1), "its SimpleRnn cannot train its initial state");
    }

    @Test
    void should_refuse_to_train_two_biases_only() {
        OptimizerSpec sgd = new OptimizerSpec.Sgd(1);
        Case two = withLoss(NetworkSpec.of(Cases.rnn("a", 2, 2, Bias.TWO)), MEAN);
        Case none = withLoss(NetworkSpec.of(Cases.rnn("a", 2, 2, Bias.NONE), Cases.dense("b", 2, 2, Bias.NONE)), MEAN);

        assertRefused(training(two, sgd), "its SimpleRnn has one bias, which takes one step where two biases take two");
        assertSupported(two);
        assertSupported(training(none, sgd));
    }

    @Test
    void should_refuse_two_biases_of_an_lstm_and_take_none() {
        for (boolean peepholes : new boolean[] {false, true}) {
            LstmSpec two = Cases.lstm("a", 2, 2, peepholes, Bias.TWO);
            LstmSpec none = Cases.lstm("a", 2, 2, peepholes, Bias.NONE);

            assertRefused(
                    Cases.forward(NetworkSpec.of(two), 3, 2, false, 1), "its LSTM has one bias for each gate, not two");
            assertRefused(
                    Cases.forward(NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, two)), 3, 2, false, 1),
                    "its LSTM has one bias for each gate, not two");
            assertSupported(training(withLoss(NetworkSpec.of(none), MEAN), new OptimizerSpec.Sgd(1)));
        }
    }

    @Test
    void should_refuse_clips_by_a_norm_that_it_does_not_know() {
        GradientClip norm = new GradientClip.GlobalNorm(1);
        Case several = withLoss(dense(Activation.TANH), MEAN);
        Case unbiased = withLoss(NetworkSpec.of(Cases.rnn("a", 2, 2, Bias.NONE)), MEAN);
        Case dense = withLoss(NetworkSpec.of(Cases.dense("a", 2, 2, Bias.NONE)), MEAN);

        assertRefused(clipped(several, norm), "its clips by norm know the norm of one layer, not that of all");
        assertRefused(
                clipped(unbiased, norm),
                "its clips by norm count the gradient of SimpleRnn's bias, which is always there");
        assertRefused(
                clipped(withLoss(NetworkSpec.of(Cases.lstm("a", 2, 2, true, Bias.NONE)), MEAN), norm),
                "its clips by norm count the gradient of LSTM's bias, which is always there");
        assertSupported(clipped(withLoss(LSTM, MEAN), norm));
        assertSupported(clipped(dense, norm));
        assertRefused(
                clipped(dense, new GradientClip.GlobalNorm(1, 1e-6)),
                "its clips by norm divide by the norm, without an ε beside it");
        assertSupported(clipped(several, new GradientClip.Elementwise(1)));
        assertSupported(clipped(unbiased, new GradientClip.Elementwise(1)));
    }

    @Test
    void should_refuse_truncations_other_than_chunks_where_gradients_are_asked_for() {
        Case sliding = Cases.truncated(withLoss(LSTM, MEAN), new Truncation.Sliding(1));

        assertRefused(sliding, "it truncates in chunks only");
        assertSupported(sliding.observing(Set.of(Quantity.Kind.OUTPUTS, Quantity.Kind.SCORE)));
    }

    @Test
    void should_refuse_chunks_where_truncated_backpropagation_does_not_reach() {
        Truncation chunks = new Truncation.Chunked(2);
        NetworkSpec lastStep = NetworkSpec.of(LstmSpec.plain("a", 2, 2), new LastStepSpec("last", 2));
        Case upstream = Cases.with(
                        Cases.forward(LSTM, 3, 2, false, 1),
                        new Objective.Upstream(Sequence.random(3, 2, 2, 1), Map.of()))
                .observing(Set.of(Quantity.Kind.GRADIENT));
        Case fromStates = Cases.loss(LSTM, MEAN, 3, 2, true, 1);

        assertRefused(
                Cases.truncated(withLoss(lastStep, MEAN), chunks),
                "its truncated backpropagation admits no LastTimeStep");
        assertRefused(
                Cases.truncated(upstream, chunks),
                "its truncated backpropagation starts from a loss, not from a gradient from outside");
        assertRefused(Cases.truncated(fromStates, chunks), "its truncated backpropagation starts from zero states");
        assertSupported(Cases.truncated(withLoss(LSTM, MEAN), chunks));
    }

    @Test
    void should_refuse_to_train_on_several_chunks_at_once() {
        Case trained = training(withLoss(LSTM, MEAN), new OptimizerSpec.Sgd(1));

        assertRefused(
                Cases.truncated(trained, new Truncation.Chunked(2)),
                "its truncated backpropagation takes a step after every chunk");
        assertSupported(Cases.truncated(trained, new Truncation.Chunked(3)));
    }

    @Test
    void should_refuse_chunks_of_what_its_fit_would_cut_across() {
        Case chunks = Cases.truncated(withLoss(LSTM, MEAN), new Truncation.Chunked(2));

        assertRefused(
                chunks.with(NWC),
                "its truncated backpropagation cuts the last dimension of a sequence, which is features, not time, in the"
                        + " format NWC");
        assertSupported(withLoss(LSTM, MEAN).with(NWC));
    }

    /** Of training it says what fit does, which truncated-bptt-training.feature pins. */
    @Test
    void should_train_in_segments_that_its_fit_cuts_across() {
        Case trained = training(withLoss(LSTM, MEAN), new OptimizerSpec.Sgd(1))
                .with(new Truncation.Segmented(2, 2))
                .with(NWC);

        assertSupported(trained.observing(Set.of(Quantity.Kind.PARAMETER)));
    }

    @Test
    void should_refuse_to_carry_states_over_masked_steps() {
        Sequence mask = new Sequence(3, 2, 1, new double[] {1, 1, 0, 1, 1, 1});
        String because = "it resets the state at masked steps to zero, it does not carry it over them";
        NetworkSpec skipping = NetworkSpec.of(new MaskZeroSpec(LstmSpec.plain("a", 2, 2), 0, MaskRule.CARRY));

        assertRefused(Cases.forward(LSTM, 3, 2, false, 1).with(Masks.ofFeatures(mask, MaskRule.CARRY)), because);
        assertRefused(Cases.forward(skipping, 3, 2, false, 1), because);
        assertSupported(Cases.forward(LSTM, 3, 2, false, 1).with(Masks.ofFeatures(mask, MaskRule.RESET)));
        assertSupported(Cases.forward(NetworkSpec.of(Cases.dense("a", 2, 2, Activation.TANH)), 3, 2, false, 1)
                .with(Masks.ofFeatures(mask, MaskRule.CARRY)));
    }

    @Test
    void should_refuse_states_of_bidirectional_layers() {
        NetworkSpec both = NetworkSpec.of(BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("a", 2, 2)));
        Case forward = Cases.forward(both, 3, 2, false, 1);
        State gradient = Cases.randomStates(both, 2, 1).get("a.reverse");
        Case upstream = Cases.with(
                        forward, new Objective.Upstream(Sequence.random(3, 2, 4, 1), Map.of("a.reverse", gradient)))
                .observing(Set.of(Quantity.Kind.GRADIENT));

        assertRefused(forward, "its bidirectional layers do not hand out their states");
        assertRefused(
                Cases.forward(both, 3, 2, true, 1).observing(OUTPUTS),
                "its bidirectional layers start from zero states");
        assertRefused(upstream, "its bidirectional layers accept no gradient of final states");
        assertSupported(forward.observing(OUTPUTS));
    }

    @Test
    void should_refuse_states_that_are_not_those_of_the_last_step() {
        Case forward = Cases.forward(RNN, 3, 2, false, 1);

        assertRefused(
                forward.with(NWC),
                "its SimpleRnn hands out the last unit of every step as its state in the format NWC, not the last step");
        assertSupported(forward);
        assertSupported(forward.observing(OUTPUTS).with(NWC));
        assertSupported(Cases.forward(LSTM, 3, 2, false, 1).with(NWC));
    }

    @Test
    void should_refuse_both_directions_above_a_last_step() {
        NetworkSpec network = NetworkSpec.of(
                LstmSpec.plain("a", 2, 2),
                new LastStepSpec("last", 2),
                BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, LstmSpec.plain("b", 2, 2)));

        assertRefused(
                Cases.forward(network, 3, 2, false, 1).observing(OUTPUTS),
                "its LastTimeStep leaves no time axis for Bidirectional \"b\" to read");
    }

    @Test
    void should_refuse_what_another_way_in_does_not_have() {
        Case targets = withLoss(dense(Activation.TANH), MEAN);
        Case forward = Cases.forward(LSTM, 3, 2, false, 1).observing(OUTPUTS);

        assertThat(Deeplearning4jRoute.CALCULATE_GRADIENTS.supports(targets).because())
                .isEqualTo("that way there is no score");
        assertThat(Deeplearning4jRoute.FEED_FORWARD.supports(forward).because())
                .isEqualTo("that way needs a dense layer with a loss on top, and starts from zero states");
        assertThat(Deeplearning4jRoute.FEED_FORWARD
                        .supports(targets.observing(OUTPUTS))
                        .yes())
                .isTrue();
        assertThat(Deeplearning4jRoute.DEFAULT_DECAY
                        .supports(
                                training(targets, new OptimizerSpec.Sgd(1)).observing(Set.of(Quantity.Kind.PARAMETER)))
                        .because())
                .isEqualTo("that way needs training with weight decay of each layer");
    }

    @Test
    void should_not_observe_what_it_refuses() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("a", 2, 2, Activation.TANH, Bias.ONE, true));
        Case scenario = Cases.forward(network, 3, 2, false, 1);

        assertThatThrownBy(() -> Cases.observe(scenario))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "Deeplearning4j cannot run \"forward\", because its SimpleRnn cannot train its initial state");
    }

    private static Case training(Case scenario, OptimizerSpec optimizer) {
        return training(scenario, optimizer, GradientClip.NONE);
    }

    private static Case clipped(Case scenario, GradientClip clip) {
        return training(scenario, new OptimizerSpec.Sgd(1), clip);
    }

    private static Case training(Case scenario, OptimizerSpec optimizer, GradientClip clip) {
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        OptimizerState start = OptimizerState.initial(optimizer, scenario.network());
        return Cases.training(
                scenario,
                new Training(optimizer, clip, start, List.of(new Minibatch(scenario.input(), objective.targets()))));
    }
}
