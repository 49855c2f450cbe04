package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A case computes the same bits in the graph of the case before it as in one of its own, and never in one that does not fit. */
class GraphReuseTest {
    /** Two losses share its targets: the clamped one is the score, the other one is differentiated. */
    private static final Loss CLAMPED =
            new Loss(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH, Clipping.clamped(0.125));

    private static final NetworkSpec NETWORK = network(Activation.SOFTMAX);
    private static final Case ORIGIN = Cases.loss(NETWORK, CLAMPED, 4, 2, 11);

    private static NetworkSpec network(Activation head) {
        return NetworkSpec.of(Cases.rnn("a", 2, 3), LstmSpec.plain("b", 3, 2), Cases.dense("out", 2, 3, head));
    }

    private static Case targets(Case scenario, Loss loss, Sequence targets) {
        return Cases.with(scenario, new Objective.Targets(loss, targets), scenario.observed());
    }

    private static Sequence targets(Case scenario) {
        return ((Objective.Targets) scenario.objective()).targets();
    }

    private static Case with(Case scenario, NetworkSpec network, Sequence input) {
        return new Case(
                scenario.name(),
                network,
                scenario.weights(),
                input,
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                scenario.training(),
                scenario.observed());
    }

    /** Three steps on minibatches that are not the case's own, the second of another shape. */
    private static Case trained() {
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
        List<Minibatch> minibatches = Stream.of(4, 3, 4)
                .map(time -> Cases.loss(NETWORK, CLAMPED, time, 2, 70 + time))
                .map(drawn -> new Minibatch(drawn.input(), targets(drawn)))
                .toList();
        EnumSet<Kind> observed = EnumSet.allOf(Kind.class);
        return new Case(
                ORIGIN.name(),
                NETWORK,
                ORIGIN.weights(),
                ORIGIN.input(),
                ORIGIN.initialStates(),
                ORIGIN.objective(),
                Truncation.NONE,
                Optional.of(new Training(sgd, OptimizerState.initial(sgd, NETWORK), minibatches)),
                observed);
    }

    static Stream<Arguments> others() {
        Case stranger = Cases.loss(NETWORK, CLAMPED, 4, 2, 50);
        return Stream.of(
                Arguments.of("parameters", ORIGIN.withWeights(Weights.random(NETWORK, 3))),
                Arguments.of("input", Cases.with(ORIGIN, Sequence.random(4, 2, 2, 60))),
                Arguments.of("targets", targets(ORIGIN, CLAMPED, targets(stranger))),
                Arguments.of("observed quantities", ORIGIN.observing(EnumSet.of(Kind.OUTPUTS, Kind.SCORE))),
                Arguments.of("training", trained()),
                Arguments.of("initial states", Cases.with(ORIGIN, stranger.initialStates())),
                Arguments.of("no initial states", Cases.with(ORIGIN, Map.of())),
                Arguments.of("truncation", ORIGIN.with(new Truncation.Sliding(1))),
                Arguments.of(
                        "loss",
                        targets(ORIGIN, Loss.of(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH), targets(ORIGIN))),
                Arguments.of(
                        "reduction",
                        targets(
                                ORIGIN,
                                new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.clamped(0.125)),
                                targets(ORIGIN))),
                Arguments.of("time", Cases.loss(NETWORK, CLAMPED, 3, 2, 11)),
                Arguments.of("batch", Cases.loss(NETWORK, CLAMPED, 4, 1, 11)),
                Arguments.of("activation", with(ORIGIN, network(Activation.SIGMOID), ORIGIN.input())));
    }

    @ParameterizedTest(name = "other {0}")
    @MethodSource("others")
    void should_compute_the_same_after_a_case_with_other(String what, Case other) {
        Observations otherAlone = alone(other);
        Observations originAlone = alone(ORIGIN);

        assertSame(Cases.observe(other), otherAlone);
        assertSame(Cases.observe(ORIGIN), originAlone);
        assertSame(Cases.observe(other), otherAlone);
    }

    /** Unless graphs are exchanged the test above shows nothing: no graph serves a gradient from outside. */
    @Test
    void should_serve_what_differs_in_numbers_alone() {
        CaseGraph graph = new CaseGraph(ORIGIN);

        assertThat(graph.serves(ORIGIN.withWeights(Weights.random(NETWORK, 3)))).isTrue();
        assertThat(graph.serves(Cases.with(ORIGIN, Sequence.random(4, 2, 2, 60))))
                .isTrue();
        assertThat(graph.serves(ORIGIN.with(new Truncation.Sliding(1)))).isFalse();
        assertThat(graph.serves(Cases.upstream(NETWORK, 4, 2, 11))).isFalse();
        assertThat(new CaseGraph(Cases.upstream(NETWORK, 4, 2, 11)).serves(ORIGIN))
                .isFalse();
    }

    /** In a graph of its own: the case before is one whose graph serves none. */
    private static Observations alone(Case scenario) {
        Cases.observe(Cases.upstream(NETWORK, 2, 1, 5));
        return Cases.observe(scenario);
    }

    private static void assertSame(Observations found, Observations expected) {
        assertThat(found.quantities()).containsExactlyElementsOf(expected.quantities());
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(expected.get(quantity).values());
        }
    }
}
