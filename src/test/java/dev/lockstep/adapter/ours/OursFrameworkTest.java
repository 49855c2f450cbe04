package dev.lockstep.adapter.ours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OursFrameworkTest {
    private static final NetworkSpec STACK = NetworkSpec.of(
            new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, true),
            new SimpleRnnSpec("rnn", 3, 2, Activation.TANH),
            new LastStepSpec("last", 2),
            new DenseSpec("dense", 2, 1, Activation.SIGMOID));
    private static final Loss XENT = Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH);
    private static final OptimizerSpec ADAM =
            new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);

    private static Minibatch minibatch(int seed) {
        Sequence targets = Sequence.zeros(1, 2, 1);
        targets.values()[seed % 2] = 1;
        return new Minibatch(Sequence.random(4, 2, 2, seed), targets);
    }

    private static Case scenario(Set<Kind> observed, Optional<Training> training) {
        Minibatch first = minibatch(1);
        return new Case(
                "stack",
                STACK,
                Weights.random(STACK, 1),
                first.input(),
                Map.of(),
                new Objective.Targets(XENT, first.targets()),
                training,
                observed);
    }

    private static Training training(OptimizerState start, int... seeds) {
        return new Training(
                ADAM,
                start,
                Arrays.stream(seeds).mapToObj(OursFrameworkTest::minibatch).toList());
    }

    private static Observations observe(Case scenario) {
        OursFramework ours = new OursFramework();
        assertThat(ours.supports(scenario)).isEqualTo(Support.YES);
        return ours.observe(scenario);
    }

    @Test
    void names_itself() {
        OursFramework ours = new OursFramework();
        assertThat(ours.id()).isEqualTo("ours");
        assertThat(ours.title()).isEqualTo("Lockstep");
        assertThat(ours.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(ours.available().yes()).isTrue();
    }

    @Test
    void everything_asked_for_is_observed_once_for_every_layer_parameter_and_step() {
        Training training = training(OptimizerState.initial(ADAM, STACK), 1, 2);
        Observations all = observe(scenario(EnumSet.allOf(Kind.class), Optional.of(training)));
        Set<Quantity> expected = new LinkedHashSet<>();
        for (String layer : List.of("lstm", "rnn", "last", "dense")) {
            expected.add(Quantity.outputs(layer));
        }
        for (String layer : List.of("lstm", "rnn")) {
            expected.add(Quantity.finalHidden(layer));
            expected.add(Quantity.initialHiddenGradient(layer));
        }
        expected.add(Quantity.finalCell("lstm"));
        expected.add(Quantity.initialCellGradient("lstm"));
        expected.add(Quantity.inputGradient());
        expected.addAll(List.of(Quantity.score(), Quantity.score(1), Quantity.score(2)));
        List<ParameterKey> keys = List.of(
                new ParameterKey("lstm", Parameter.W),
                new ParameterKey("lstm", Parameter.RW),
                new ParameterKey("lstm", Parameter.B),
                new ParameterKey("lstm", Parameter.P),
                new ParameterKey("rnn", Parameter.W),
                new ParameterKey("rnn", Parameter.RW),
                new ParameterKey("rnn", Parameter.B),
                new ParameterKey("dense", Parameter.W),
                new ParameterKey("dense", Parameter.B));
        for (ParameterKey key : keys) {
            expected.add(Quantity.gradient(key));
            for (int step = 1; step <= 2; step++) {
                expected.add(Quantity.parameter(key, step));
                expected.add(Quantity.optimizerState(key, "m", step));
                expected.add(Quantity.optimizerState(key, "v", step));
            }
        }
        assertThat(all.quantities()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(all.get(Quantity.outputs("lstm")).shape()).isEqualTo("4×2×3");
        assertThat(all.get(Quantity.outputs("last")).shape()).isEqualTo("1×2×2");
        assertThat(all.get(Quantity.gradient(keys.get(0))).shape()).isEqualTo("2×4×3");
        assertThat(all.get(Quantity.gradient(keys.get(3))).shape()).isEqualTo("3×3");
        assertThat(all.get(Quantity.inputGradient()).shape()).isEqualTo("4×2×2");
        assertThat(all.get(Quantity.score()).shape()).isEqualTo("one number");
        assertThat(all.get(Quantity.score(1)).values())
                .containsExactly(all.get(Quantity.score()).values());
    }

    @Test
    void nothing_else_is_observed() {
        for (Kind kind : Kind.values()) {
            Training training = training(OptimizerState.initial(ADAM, STACK), 1);
            Observations some = observe(scenario(EnumSet.of(kind), Optional.of(training)));
            assertThat(some.quantities().isEmpty()).isEqualTo(kind == Kind.STREAMED); // since it keeps the last step
            assertThat(some.quantities()).allMatch(quantity -> quantity.kind() == kind);
        }
    }

    @Test
    void a_training_step_updates_W_and_RW_and_b_and_takes_no_layer_with_others() {
        for (RecurrentSpec layer : List.of(
                new LstmSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                new LstmSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, false, Bias.NONE),
                new LstmSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, true),
                new SimpleRnnSpec("a", 2, 3, Activation.TANH, Bias.TWO, false))) {
            NetworkSpec network = NetworkSpec.of(layer);
            OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
            Sequence x = Sequence.random(2, 1, 2, 1);
            Sequence y = Sequence.random(2, 1, 3, 2);
            Case scenario = new Case(
                    "step",
                    network,
                    Weights.random(network, 3),
                    x,
                    Map.of(),
                    new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), y),
                    Optional.of(new Training(sgd, OptimizerState.initial(sgd, network), List.of(new Minibatch(x, y)))),
                    EnumSet.of(Kind.PARAMETER));
            String found = layer.parameters().stream()
                    .map(parameter -> parameter.parameter().symbol())
                    .collect(Collectors.joining(", "));
            assertThatThrownBy(() -> new OursTrainingStep(scenario, 1))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("training step: the parameters W, RW, b of " + layer.title() + " expected, " + found
                            + " found");
        }
    }

    @Test
    void what_arrives_in_pieces_gives_the_outputs_of_the_whole() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true), GruSpec.plain("gru", 3, 2));
        Case scenario = new Case(
                "stream",
                network,
                Weights.random(network, 1),
                Sequence.random(5, 2, 2, 2),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.STREAMED));
        Observations observed = observe(scenario);
        assertThat(observed.get(Quantity.streamed()).values())
                .containsExactly(observed.get(Quantity.outputs("gru")).values(), within(1e-16));
    }

    /**
     * y = w·x + b with w = 2, b = 0, L = (y − 1)²; x = 1 and then 3; α = 0.1. Step 1: L = 1, ∇w = ∇b = 2, w = 1.8, b = −0.2. Step 2:
     * y = 5.2, L = 17.64, ∇w = 2·4.2·3 = 25.2, w = −0.72.
     */
    @Test
    void gradient_descent_is_that_of_a_hand_calculation() {
        assertSteps(new OptimizerSpec.Sgd(0.1), 17.64, -0.72);
    }

    /**
     * The same with μ = 0.5. Step 1: v = −0.2 for both, w = 1.8, b = −0.2. Step 2: L there, 17.64; ∇ at w = 1.7, b = −0.3, where
     * y = 4.8: ∇w = 2·3.8·3 = 22.8; v = −0.1 − 2.28 = −2.38, w = −0.58.
     */
    @Test
    void look_ahead_takes_the_gradient_ahead_and_the_score_where_it_is() {
        assertSteps(new OptimizerSpec.Nesterov(0.1, 0.5, OptimizerSpec.Nesterov.Form.LOOK_AHEAD), 17.64, -0.58);
    }

    private static void assertSteps(OptimizerSpec optimizer, double secondScore, double afterTwo) {
        NetworkSpec line = NetworkSpec.of(new DenseSpec("line", 1, 1, Activation.IDENTITY));
        ParameterKey w = new ParameterKey("line", Parameter.W);
        ParameterKey b = new ParameterKey("line", Parameter.B);
        Sequence one = new Sequence(1, 1, 1, new double[] {1});
        Sequence three = new Sequence(1, 1, 1, new double[] {3});
        Case scenario = new Case(
                "line",
                line,
                new Weights(line, Map.of(w, RowMajorMatrix.row(2), b, RowMajorMatrix.row(0))),
                one,
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), one),
                Optional.of(new Training(
                        optimizer,
                        OptimizerState.initial(optimizer, line),
                        List.of(new Minibatch(one, one), new Minibatch(three, one)))),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER));
        Observations steps = new OursFramework().observe(scenario);
        assertThat(steps.get(Quantity.score(1)).values()).containsExactly(1);
        assertThat(steps.get(Quantity.parameter(w, 1)).values()).containsExactly(new double[] {1.8}, within(1e-15));
        assertThat(steps.get(Quantity.parameter(b, 1)).values()).containsExactly(new double[] {-0.2}, within(1e-15));
        assertThat(steps.get(Quantity.score(2)).values()).containsExactly(new double[] {secondScore}, within(1e-13));
        assertThat(steps.get(Quantity.parameter(w, 2)).values())
                .containsExactly(new double[] {afterTwo}, within(1e-14));
    }

    @Test
    void steps_continued_from_a_state_are_those_of_one_run() {
        OptimizerState start = OptimizerState.initial(ADAM, STACK);
        Set<Kind> kinds = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);
        Observations whole = observe(scenario(kinds, Optional.of(training(start, 1, 2, 3))));
        Case first = scenario(kinds, Optional.of(training(start, 1)));
        Observations one = observe(first);
        Weights theta = after(one, "");
        OptimizerState state = new OptimizerState(1, Map.of("m", after(one, ".m"), "v", after(one, ".v")));
        Observations rest =
                observe(scenario(kinds, Optional.of(training(state, 2, 3))).withWeights(theta));
        for (Quantity quantity : rest.quantities()) {
            if (quantity.step() > 0) {
                Quantity later = new Quantity(quantity.kind(), quantity.layer(), quantity.part(), quantity.step() + 1);
                assertThat(rest.get(quantity).values())
                        .as(later.toString())
                        .containsExactly(whole.get(later).values());
            }
        }
    }

    /** The parameters ("") or a slot (".m") after step 1. */
    private static Weights after(Observations observations, String slot) {
        Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>();
        for (ParameterKey key : Weights.random(STACK, 1).keys()) {
            Quantity quantity =
                    slot.isEmpty() ? Quantity.parameter(key, 1) : Quantity.optimizerState(key, slot.substring(1), 1);
            RowMajorMatrix shape = Weights.random(STACK, 1).get(key);
            matrices.put(
                    key,
                    RowMajorMatrix.wrap(
                            observations.get(quantity).values(), shape.getRowDimension(), shape.getColumnDimension()));
        }
        return new Weights(STACK, matrices);
    }

    @Test
    void initial_states_reach_forward_pass_and_training() {
        Training training = training(OptimizerState.initial(ADAM, STACK), 1);
        Case zero = scenario(EnumSet.of(Kind.OUTPUTS, Kind.SCORE), Optional.of(training));
        State state = State.of(Sequence.random(1, 2, 2, 5).at(1));
        Case given = new Case(
                zero.name(),
                zero.network(),
                zero.weights(),
                zero.input(),
                Map.of("rnn", state),
                zero.objective(),
                zero.training(),
                zero.observed());
        Observations from = observe(given);
        Observations without = observe(zero);
        assertThat(from.get(Quantity.outputs("lstm")).values())
                .containsExactly(without.get(Quantity.outputs("lstm")).values());
        assertThat(from.get(Quantity.outputs("rnn")).values())
                .isNotEqualTo(without.get(Quantity.outputs("rnn")).values());
        assertThat(from.get(Quantity.score(1)).values())
                .isNotEqualTo(without.get(Quantity.score(1)).values())
                .containsExactly(from.get(Quantity.score()).values());
    }

    @Test
    void one_case_does_not_influence_the_next() {
        OursFramework ours = new OursFramework();
        Case scenario = scenario(EnumSet.of(Kind.OUTPUTS, Kind.GRADIENT), Optional.empty());
        Observations once = ours.observe(scenario);
        ours.observe(scenario.withWeights(Weights.random(STACK, 2)));
        Observations again = ours.observe(scenario);
        for (Quantity quantity : once.quantities()) {
            assertThat(again.get(quantity).values())
                    .containsExactly(once.get(quantity).values());
        }
    }

    @Test
    void score_of_an_upstream_gradient_is_refused() {
        Case targets = scenario(EnumSet.of(Kind.SCORE), Optional.empty());
        Case upstream = new Case(
                "upstream",
                STACK,
                targets.weights(),
                targets.input(),
                Map.of(),
                new Objective.Upstream(Sequence.zeros(1, 2, 1), Map.of()),
                Optional.empty(),
                EnumSet.of(Kind.SCORE));
        assertThat(new OursFramework().supports(upstream))
                .isEqualTo(Support.no("a score needs targets and a loss, and an upstream gradient has neither"));
    }

    @Test
    void aCaseInSinglePrecisionIsOneOfRoundedNumbers() {
        NetworkSpec network = NetworkSpec.of(GruSpec.plain("gru", 2, 3));
        Case scenario = new Case(
                "gru",
                network,
                Weights.random(network, 1),
                Sequence.random(2, 1, 2, 2),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
        Case single = scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW));
        assertThat(new OursFramework().supports(single)).isEqualTo(Support.YES);
        double[] ofDoubles = observe(scenario).get(Quantity.outputs("gru")).values();
        double[] ofRounded = observe(single).get(Quantity.outputs("gru")).values();
        assertThat(ofRounded).containsExactly(ofDoubles, within(1e-7)).isNotEqualTo(ofDoubles);
    }
}
