package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores held against the equations on plain arrays, gradients against central differences of DL4J's own score. */
class GradientTest {
    private static final double ALLOWED = 2e-8;
    private static final CentralDifferences OF_SCORE = CentralDifferences.ofScore(ALLOWED);
    private static final Loss L2 = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);

    static Stream<Arguments> networks() {
        return Cases.networks().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void should_compute_score_and_gradients_of_every_network(String name, NetworkSpec network) {
        assertScoreAndGradients(Cases.loss(network, L2, 3, 2, false, 23));
    }

    static Stream<Arguments> losses() {
        return Stream.of(LossFunction.values())
                .flatMap(function -> Stream.of(Reduction.values())
                        // Without weights there is nothing by which time steps could be averaged.
                        .filter(reduction -> takesWeights(function) || reduction != Reduction.MEAN_OVER_BATCH_AND_TIME)
                        .flatMap(reduction -> clippings(function)
                                .map(clipping -> new Loss(function, reduction, clipping))
                                .flatMap(loss -> takesWeights(function)
                                        ? Stream.of(loss, loss.weighted(List.of(0.5, 0.0, 2.0)))
                                        : Stream.of(loss))
                                .map(Arguments::of)));
    }

    private static boolean takesWeights(LossFunction function) {
        return switch (function) {
            case WASSERSTEIN, HINGE, SQUARED_HINGE, POISSON, KL_DIVERGENCE, COSINE_PROXIMITY -> false;
            default -> true;
        };
    }

    private static Stream<Clipping> clippings(LossFunction function) {
        return switch (function) {
            case MCXENT, XENT -> Stream.of(Clipping.NONE, Clipping.clamped(1e-5));
            case KL_DIVERGENCE -> Stream.of(Clipping.clampedInScore(1e-5));
            case COSINE_PROXIMITY -> Stream.of(Clipping.floored(1e-5));
            default -> Stream.of(Clipping.NONE);
        };
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("losses")
    void should_compute_every_loss_over_time(Loss loss) {
        NetworkSpec network = NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 3, outputActivation(loss)));

        assertScoreAndGradients(Cases.loss(network, loss, 3, 2, false, 29), OF_SCORE.alongOne());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("losses")
    void should_compute_every_loss_of_the_last_step(Loss loss) {
        NetworkSpec network = NetworkSpec.of(
                Cases.rnn("a", 2, 2), new LastStepSpec("last", 2), Cases.dense("out", 2, 3, outputActivation(loss)));

        assertScoreAndGradients(Cases.loss(network, loss, 3, 2, false, 29), OF_SCORE.alongOne());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"HARD_SIGMOID", "RRELU", "GELU", "GELU_TANH", "RATIONAL_TANH"},
            mode = EnumSource.Mode.EXCLUDE)
    void should_compute_gradients_through_every_activation(Activation activation) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 2, 2, activation),
                new LstmSpec("b", 2, 2, activation, activation, true),
                Cases.dense("c", 2, 2, activation),
                Cases.dense("d", 2, 2, activation));
        Case scenario = Cases.loss(network, L2, 3, 2, false, 31);

        assertScoreAndGradients(scenario.withWeights(Weights.random(network, 31, 0.7)), OF_SCORE.alongOne());
    }

    /** DL4J scores a clamped probability and differentiates the unclamped softmax. */
    @Test
    void should_clamp_softmax_in_the_score_only() {
        NetworkSpec network = NetworkSpec.of(Cases.dense("out", 1, 2, Activation.SOFTMAX));
        Loss loss = new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.clamped(0.25));
        Case scenario = Cases.with(Cases.loss(network, loss, 1, 1, false, 1), new Sequence(1, 1, 1, new double[] {1}))
                .withWeights(new Weights(
                        network,
                        Map.of(
                                new ParameterKey("out", Parameter.W),
                                RowMajorMatrix.row(Math.log(9), 0),
                                new ParameterKey("out", Parameter.B),
                                RowMajorMatrix.row(0, 0))));
        Case wrong = Cases.with(scenario, new Objective.Targets(loss, new Sequence(1, 1, 2, new double[] {0, 1})));

        Observations observations = Cases.observe(wrong);

        // By hand: p = (0.9, 0.1), clamped to (0.75, 0.25); y = (0, 1).
        assertThat(observations.get(Quantity.score()).values()[0]).isCloseTo(Math.log(4), within(1e-15));
        assertThat(observations
                        .get(new Quantity(Quantity.Kind.GRADIENT, "out", "b", 0))
                        .values())
                .containsExactly(new double[] {0.9, -0.9}, within(1e-15));
    }

    /** DL4J warns its users off these, and refuses to build them unless told otherwise. */
    @Test
    void should_compute_outputs_that_deeplearning4j_advises_against() {
        NetworkSpec oneClass = NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 1, Activation.SOFTMAX));
        NetworkSpec categorical = NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 2, Activation.SIGMOID));
        Loss multiClass = Loss.of(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH);

        assertScoreAndGradients(Cases.loss(oneClass, multiClass, 3, 2, false, 73));
        assertScoreAndGradients(Cases.loss(categorical, multiClass, 3, 2, false, 73));
    }

    static Stream<Arguments> stacksOfLstms() {
        return Stream.of(
                Arguments.of("LSTM", NetworkSpec.of(LstmSpec.plain("a", 2, 3))),
                Arguments.of("peepholes", NetworkSpec.of(Cases.peepholes("a", 2, 3))),
                Arguments.of(
                        "other gates",
                        NetworkSpec.of(new LstmSpec("a", 2, 2, Activation.SOFTSIGN, Activation.SOFTPLUS, true))),
                Arguments.of(
                        "stack",
                        NetworkSpec.of(
                                LstmSpec.plain("a", 2, 2),
                                Cases.dense("b", 2, 3, Activation.TANH),
                                Cases.peepholes("c", 3, 2),
                                Cases.dense("out", 2, 2, Activation.SIGMOID))),
                Arguments.of(
                        "no bias above",
                        NetworkSpec.of(LstmSpec.plain("a", 2, 2), Cases.dense("out", 2, 2, Bias.NONE))),
                Arguments.of(
                        "last step",
                        NetworkSpec.of(
                                Cases.peepholes("a", 2, 2),
                                new LastStepSpec("last", 2),
                                Cases.dense("b", 2, 3, Activation.TANH),
                                Cases.dense("out", 3, 2, Activation.SIGMOID))),
                Arguments.of(
                        "last step on top", NetworkSpec.of(LstmSpec.plain("a", 2, 2), new LastStepSpec("last", 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stacksOfLstms")
    void should_compute_gradients_from_states_that_are_not_zero(String name, NetworkSpec network) {
        assertScoreAndGradients(Cases.loss(network, L2, 3, 2, true, 37));
        assertScoreAndGradients(Cases.loss(network, L2, 1, 1, true, 38));
    }

    @Test
    void should_start_only_the_named_layer_from_its_state() {
        NetworkSpec network = NetworkSpec.of(
                Cases.rnn("a", 2, 2), LstmSpec.plain("b", 2, 2), Cases.dense("out", 2, 2, Activation.SIGMOID));
        Case scenario = Cases.loss(network, L2, 3, 2, true, 41);
        Map<String, State> states = new HashMap<>(scenario.initialStates());
        states.remove("a");

        assertScoreAndGradients(Cases.with(scenario, states));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void should_carry_back_gradients_from_outside(String name, NetworkSpec network) {
        int time = 3;
        int batch = 2;
        Case forward = Cases.forward(network, time, batch, false, 43);
        Sequence outputs = Sequence.random(network.outputTime(time), batch, network.outputs(), 47);
        Map<String, State> finalStates = new HashMap<>();
        Cases.randomStates(network, batch, 53)
                .forEach((layer, state) -> finalStates.put(
                        layer,
                        state.c().isPresent()
                                ? State.of(
                                        state.h(),
                                        new RowMajorMatrix(batch, state.h().getColumnDimension()))
                                : state));
        Case scenario = Cases.with(forward, new Objective.Upstream(outputs, finalStates))
                .observing(Set.of(Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));

        Observations observations = Cases.observe(scenario);

        new CentralDifferences(ALLOWED, changed -> upstreamLoss(changed, outputs, finalStates))
                .assertGradients(scenario, observations);
    }

    /** Σ outputs ⊙ dOutputs + Σ final h ⊙ dFinalStates, of what DL4J computes forward. */
    private static double upstreamLoss(Case scenario, Sequence outputs, Map<String, State> finalStates) {
        Observations observations =
                Cases.observe(scenario.observing(Set.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_HIDDEN)));
        int last = scenario.network().layers().size() - 1;
        String top = scenario.network().layers().get(last).name();
        double loss =
                CentralDifferences.dot(observations.get(Quantity.outputs(top)).values(), outputs.values());
        for (Map.Entry<String, State> entry : finalStates.entrySet()) {
            loss += CentralDifferences.dot(
                    observations.get(Quantity.finalHidden(entry.getKey())).values(),
                    entry.getValue().h().toArray());
        }
        return loss;
    }

    /** Two routes through DL4J that share only its layers: the network's own, and one layer after another. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void should_agree_between_both_routes(String name, NetworkSpec network) {
        Case scenario = Cases.loss(network, Loss.of(LossFunction.L2, Reduction.SUM), 3, 2, false, 59)
                .observing(Set.of(Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
        Sequence targets = ((Objective.Targets) scenario.objective()).targets();
        String top = network.layers().get(network.layers().size() - 1).name();
        double[] upstream = Cases.observe(scenario.observing(Set.of(Quantity.Kind.OUTPUTS)))
                .get(Quantity.outputs(top))
                .values()
                .clone();
        for (int i = 0; i < upstream.length; i++) {
            upstream[i] = 2 * (upstream[i] - targets.values()[i]);
        }
        Case fromOutside = Cases.with(
                scenario,
                new Objective.Upstream(
                        new Sequence(targets.time(), targets.batch(), targets.features(), upstream), Map.of()));

        Observations whole = Cases.observe(scenario);
        Observations layers = Cases.observe(fromOutside);

        assertThat(layers.quantities()).isEqualTo(whole.quantities()).isNotEmpty();
        for (Quantity quantity : whole.quantities()) {
            assertThat(layers.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(whole.get(quantity).values(), within(1e-14));
        }
    }

    private static Activation outputActivation(Loss loss) {
        return loss.function() == LossFunction.MCXENT ? Activation.SOFTMAX : Activation.SIGMOID;
    }

    private static void assertScoreAndGradients(Case scenario) {
        assertScoreAndGradients(scenario, OF_SCORE);
    }

    private static void assertScoreAndGradients(Case scenario, CentralDifferences differences) {
        assertThat(Cases.DL4J.supports(scenario).because()).isEmpty();
        Objective.Targets objective = (Objective.Targets) scenario.objective();

        Observations observations = Cases.observe(scenario);

        double expected = new PlainArrays(scenario).score(objective.loss(), objective.targets());
        assertThat(observations.get(Quantity.score()).values()[0]).isCloseTo(expected, within(1e-13));
        differences.assertGradients(scenario, observations);
    }
}
