package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** (T1) and (T2), against numbers derived by hand and against the whole gradient where they must be equal. */
class TruncationTest {
    /** h = x·w + h′·r with w = 2, r = 3, no bias, identity; x = 1, 10, 100. */
    private static final NetworkSpec SCALAR =
            NetworkSpec.of(new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY, Bias.NONE, false));

    private static Gradients scalar(Truncation truncation) {
        Weights weights = Weights.of(SCALAR, new double[][] {{2}}, new double[][] {{3}});
        Network network = new Network(SCALAR, weights);
        Trace trace = network.forward(
                new Sequence(3, 1, 1, new double[] {1, 10, 100}), Map.of("rnn", State.of(RowMajorMatrix.row(0.5))));
        Objective upstream = new Objective.Upstream(new Sequence(3, 1, 1, new double[] {1, 1, 1}), Map.of());
        return network.backward(trace, upstream, truncation);
    }

    private static void assertScalar(Truncation truncation, double dw, double dr, double dh0, double... dx) {
        Gradients gradients = scalar(truncation);
        assertThat(gradients.weights().get("rnn", Parameter.W).getEntry(0, 0)).isEqualTo(dw);
        assertThat(gradients.weights().get("rnn", Parameter.RW).getEntry(0, 0)).isEqualTo(dr);
        assertThat(gradients.dInitialStates().get("rnn").h().getEntry(0, 0)).isEqualTo(dh0);
        assertThat(gradients.dx().values()).containsExactly(dx);
    }

    /**
     * By hand: h = 3.5, 30.5, 291.5. Whole: dz₃ = 1, dz₂ = 1 + 3, dz₁ = 1 + 3·4 = 13; dw = 13 + 40 + 100 = 153; dr = 13·0.5 +
     * 4·3.5 + 30.5 = 51; dh₀ = 39; dx = 2·dz.
     */
    @Test
    void without_truncation() {
        assertScalar(Truncation.NONE, 153, 51, 39, 26, 8, 2);
    }

    /** By hand: every error stays where it enters. dz = 1, 1, 1; dw = 111; dr = 0.5 + 3.5 + 30.5. */
    @Test
    void sliding_over_no_step() {
        assertScalar(new Truncation.Sliding(0), 111, 34.5, 0, 2, 2, 2);
    }

    /** By hand: dz₃ = 1, dz₂ = 1 + 3, dz₁ = 1 + 3; the first error flows on to h₀: dh₀ = 3. dr = 4·0.5 + 4·3.5 + 30.5. */
    @Test
    void sliding_over_one_step() {
        assertScalar(new Truncation.Sliding(1), 4 + 40 + 100, 46.5, 3, 8, 8, 2);
    }

    /** By hand: as without truncation, but the third error, 9 at step 1, does not flow on to h₀: dh₀ = 3 + 9. */
    @Test
    void sliding_over_two_steps() {
        assertScalar(new Truncation.Sliding(2), 153, 51, 12, 26, 8, 2);
    }

    /** By hand, chunks of steps 1, 2 and of step 3: dz = 4, 1, 1; dr = 4·0.5 + 3.5 + 30.5; dh₀ = 12. */
    @Test
    void chunks_of_two_steps() {
        assertScalar(new Truncation.Chunked(2), 4 + 10 + 100, 36, 12, 8, 2, 2);
    }

    static Stream<Arguments> layers() {
        Sequence start = Sequence.random(2, 2, 3, 24);
        return Stream.of(
                Arguments.of(
                        new LstmSpec("layer", 2, 3, Activation.TANH, Activation.SIGMOID, true),
                        Map.of("layer", State.of(start.at(1), start.at(2)))),
                Arguments.of(
                        new LstmSpec("layer", 2, 3, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                        Map.of("layer", State.of(start.at(1), start.at(2)))),
                Arguments.of(new SimpleRnnSpec("layer", 2, 3, Activation.TANH, Bias.TWO, true), Map.of()));
    }

    /** (T2) by its words: chunks are runs of their own, each from the state that the one before it ended in. */
    @ParameterizedTest
    @MethodSource("layers")
    void chunks_are_runs_of_their_own(RecurrentSpec layer, Map<String, State> initial) {
        NetworkSpec spec = NetworkSpec.of(layer);
        Network network = new Network(spec, Weights.random(spec, 21));
        Sequence x = Sequence.random(5, 2, 2, 22);
        Sequence dOutputs = Sequence.random(5, 2, 3, 23);
        Gradients whole = network.backward(
                network.forward(x, initial), new Objective.Upstream(dOutputs, Map.of()), new Truncation.Chunked(2));
        Map<ParameterKey, RowMajorMatrix> sums = new LinkedHashMap<>();
        Map<String, State> states = initial;
        for (int from = 1; from <= 5; from += 2) {
            int to = Math.min(5, from + 1);
            Trace trace = network.forward(x.steps(from, to), states);
            Gradients chunk = network.backward(trace, new Objective.Upstream(dOutputs.steps(from, to), Map.of()));
            chunk.weights()
                    .asMap()
                    .forEach((key, d) -> sums.merge(key, d, (sum, addend) -> {
                        sum.increment(addend);
                        return sum;
                    }));
            assertClose("dx", whole.dx().steps(from, to).allSteps(), chunk.dx().allSteps());
            if (from == 1) {
                State expected = chunk.dInitialStates().get("layer");
                State found = whole.dInitialStates().get("layer");
                assertClose("dh0", found.h(), expected.h());
                expected.c().ifPresent(c -> assertClose("dc0", found.c().orElseThrow(), c));
            }
            states = Map.of("layer", trace.finalState("layer").orElseThrow());
        }
        sums.forEach((key, sum) -> assertClose(key.toString(), whole.weights().get(key), sum));
        assertThat(sums.keySet()).isEqualTo(whole.weights().asMap().keySet());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 100})
    void windows_that_hold_everything_change_nothing(int steps) {
        NetworkSpec network = NetworkSpec.of(
                new LstmSpec("first", 2, 3, Activation.TANH, Activation.SIGMOID, true),
                new SimpleRnnSpec("second", 3, 2, Activation.TANH, Bias.TWO, true));
        Gradients whole = stacked(network, Truncation.NONE);
        for (Truncation truncation : new Truncation[] {new Truncation.Sliding(steps), new Truncation.Chunked(steps)}) {
            Gradients truncated = stacked(network, truncation);
            for (ParameterKey key : whole.weights().keys()) {
                assertClose(
                        key.toString(),
                        truncated.weights().get(key),
                        whole.weights().get(key));
            }
            assertClose("dx", truncated.dx().allSteps(), whole.dx().allSteps());
            assertClose("dh0", state(truncated).h(), state(whole).h());
            assertClose(
                    "dc0", state(truncated).c().orElseThrow(), state(whole).c().orElseThrow());
        }
    }

    private static State state(Gradients gradients) {
        return gradients.dInitialStates().get("first");
    }

    private static Gradients stacked(NetworkSpec spec, Truncation truncation) {
        Network network = new Network(spec, Weights.random(spec, 11));
        Sequence start = Sequence.random(2, 2, 3, 12);
        Trace trace =
                network.forward(Sequence.random(5, 2, 2, 13), Map.of("first", State.of(start.at(1), start.at(2))));
        Objective upstream = new Objective.Upstream(
                Sequence.random(5, 2, 2, 14),
                Map.of("second", State.of(Sequence.random(1, 2, 2, 15).at(1))));
        return network.backward(trace, upstream, truncation);
    }

    /** Windows add up in another order than one pass does. */
    private static void assertClose(String what, RowMajorMatrix found, RowMajorMatrix expected) {
        for (int k = 0; k < expected.toArray().length; k++) {
            assertThat(found.toArray()[k]).as(what).isCloseTo(expected.toArray()[k], within(1e-14));
        }
    }
}
