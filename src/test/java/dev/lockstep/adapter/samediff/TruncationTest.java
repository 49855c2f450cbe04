package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Truncated gradients against derivations by hand, and against sums of whole gradients of pieces of a sequence. */
class TruncationTest {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);

    static Stream<Arguments> truncations() {
        return Stream.of(
                Arguments.of(Truncation.NONE, new double[] {1.75, 1.5, 1}, 0.875),
                Arguments.of(new Truncation.Sliding(3), new double[] {1.75, 1.5, 1}, 0.875),
                // The error entering at step 3 reaches step 1, but not the initial state.
                Arguments.of(new Truncation.Sliding(2), new double[] {1.75, 1.5, 1}, 0.75),
                Arguments.of(new Truncation.Sliding(1), new double[] {1.5, 1.5, 1}, 0.5),
                Arguments.of(new Truncation.Sliding(0), new double[] {1, 1, 1}, 0),
                Arguments.of(new Truncation.Chunked(1), new double[] {1, 1, 1}, 0.5),
                Arguments.of(new Truncation.Chunked(2), new double[] {1.5, 1, 1}, 0.75),
                Arguments.of(new Truncation.Chunked(3), new double[] {1.75, 1.5, 1}, 0.875));
    }

    /**
     * By hand: h = 2·x + h′/2 from 4 over 1, 2, 3 is 4, 6, 9, and an error of 1 enters at every step; each step back halves it.
     * With the errors e at every step dW = Σ e·x, dRW = Σ e·h′, dx = 2·e; half of what gets to step 1 goes on to h₀ = 4.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("truncations")
    void should_follow_the_derivation_by_hand(Truncation truncation, double[] e, double dh0) {
        for (boolean trainable : new boolean[] {false, true}) {
            NetworkSpec network =
                    NetworkSpec.of(new SimpleRnnSpec("a", 1, 1, Activation.IDENTITY, Bias.ONE, trainable));
            Weights weights = trainable
                    ? Weights.of(
                            network,
                            new double[][] {{2}},
                            new double[][] {{0.5}},
                            new double[][] {{0}},
                            new double[][] {{4}})
                    : Weights.of(network, new double[][] {{2}}, new double[][] {{0.5}}, new double[][] {{0}});
            Map<String, State> start = trainable ? Map.of() : Map.of("a", State.of(RowMajorMatrix.row(4)));
            Observations found = Cases.observe(numbers(network, weights, start, Map.of(), truncation));

            assertThat(values(found, Quantity.outputs("a"))).containsExactly(4, 6, 9);
            assertThat(values(found, gradient("a", "W"))).containsExactly(e[0] + 2 * e[1] + 3 * e[2]);
            assertThat(values(found, gradient("a", "RW"))).containsExactly(4 * e[0] + 4 * e[1] + 6 * e[2]);
            assertThat(values(found, gradient("a", "b"))).containsExactly(e[0] + e[1] + e[2]);
            assertThat(values(found, Quantity.inputGradient())).containsExactly(2 * e[0], 2 * e[1], 2 * e[2]);
            Quantity start0 = trainable ? gradient("a", "h0") : Quantity.initialHiddenGradient("a");
            assertThat(values(found, start0)).containsExactly(dh0);
        }
    }

    /** By hand, as above, with an error of 1 arriving at the final state too: it enters at step 3, which has 2 then. */
    @Test
    void should_let_the_gradient_of_the_final_state_enter_at_the_last_step() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("a", 1, 1, Activation.IDENTITY, Bias.NONE, false));
        Weights weights = Weights.of(network, new double[][] {{2}}, new double[][] {{0.5}});
        Map<String, State> start = Map.of("a", State.of(RowMajorMatrix.row(4)));
        Map<String, State> end = Map.of("a", State.of(RowMajorMatrix.row(1)));

        Observations found = Cases.observe(numbers(network, weights, start, end, new Truncation.Sliding(1)));

        assertThat(values(found, Quantity.inputGradient())).containsExactly(3, 4, 4);
        assertThat(values(found, Quantity.finalHidden("a"))).containsExactly(9);
    }

    /**
     * By hand: above the layer of the first test one with W = 3, RW = 1/4. Over one step back, the upper layer has the errors
     * 1.25, 1.25, 1; it hands 3.75, 3.75, 3 down, and the lower layer has 3.75 + 3.75/2, 3.75 + 3/2, 3.
     */
    @Test
    void should_truncate_every_layer_by_itself() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("a", 1, 1, Activation.IDENTITY, Bias.NONE, false),
                new SimpleRnnSpec("b", 1, 1, Activation.IDENTITY, Bias.NONE, false));
        Weights weights = Weights.of(
                network, new double[][] {{2}}, new double[][] {{0.5}}, new double[][] {{3}}, new double[][] {{0.25}});

        Observations found = Cases.observe(numbers(network, weights, Map.of(), Map.of(), new Truncation.Sliding(1)));

        assertThat(values(found, Quantity.inputGradient())).containsExactly(11.25, 10.5, 6);
    }

    private static Case numbers(
            NetworkSpec network,
            Weights weights,
            Map<String, State> start,
            Map<String, State> end,
            Truncation truncation) {
        Sequence x = new Sequence(3, 1, 1, new double[] {1, 2, 3});
        Sequence ones = new Sequence(3, 1, 1, new double[] {1, 1, 1});
        return new Case(
                "by hand",
                network,
                weights,
                x,
                start,
                new Objective.Upstream(ones, end),
                truncation,
                Optional.empty(),
                EnumSet.of(
                        Kind.OUTPUTS,
                        Kind.FINAL_HIDDEN,
                        Kind.GRADIENT,
                        Kind.INPUT_GRADIENT,
                        Kind.INITIAL_HIDDEN_GRADIENT));
    }

    static Stream<Arguments> wholeTruncations() {
        return Cases.networks().entrySet().stream()
                .flatMap(entry -> Stream.of(
                                new Truncation.Sliding(4), new Truncation.Sliding(9), new Truncation.Chunked(4))
                        .map(truncation -> Arguments.of(entry.getKey(), entry.getValue(), truncation)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("wholeTruncations")
    void should_be_no_truncation_where_nothing_is_cut(String name, NetworkSpec network, Truncation truncation) {
        Case whole = Cases.upstream(network, 4, 2, 51);

        Observations found = Cases.observe(Cases.with(whole, truncation));

        Observations expected = Cases.observe(whole);
        for (Quantity quantity : expected.quantities()) {
            assertThat(values(found, quantity))
                    .as(quantity.toString())
                    .containsExactly(values(expected, quantity), within(1e-14));
        }
    }

    /** Chunks of 2 out of 5 steps, each run on its own from the states that the whole pass has there. */
    @Test
    void should_add_up_the_gradients_of_chunks() {
        NetworkSpec network = Cases.networks().get("deep");
        Case whole = Cases.upstream(network, 5, 2, 52);

        Observations found = Cases.observe(Cases.with(whole, new Truncation.Chunked(2)));

        assertSumOfPieces(whole, found, new int[][] {{1, 2}, {3, 4}, {5, 5}}, false);
    }

    /** One window for every step, where errors arrive at its last step alone. */
    @ParameterizedTest
    @MethodSource("singleLayers")
    void should_add_up_the_gradients_of_windows(NetworkSpec network) {
        Case whole = Cases.upstream(network, 5, 2, 53);

        Observations found = Cases.observe(Cases.with(whole, new Truncation.Sliding(2)));

        assertSumOfPieces(whole, found, new int[][] {{1, 1}, {1, 2}, {1, 3}, {2, 4}, {3, 5}}, true);
    }

    static Stream<NetworkSpec> singleLayers() {
        return Stream.of(
                NetworkSpec.of(new SimpleRnnSpec("a", 2, 3, Activation.TANH, Bias.TWO, false)),
                NetworkSpec.of(new LstmSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, true)));
    }

    private static void assertSumOfPieces(Case whole, Observations found, int[][] pieces, boolean lastStepOnly) {
        Objective.Upstream upstream = (Objective.Upstream) whole.objective();
        Map<ParameterKey, double[]> sums = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (int[] piece : pieces) {
            Sequence errors = upstream.outputs().steps(piece[0], piece[1]);
            for (int t = 1; t < errors.time() && lastStepOnly; t++) {
                errors.at(t).fill(0);
            }
            boolean last = piece[1] == whole.input().time();
            Case part = new Case(
                    "piece",
                    whole.network(),
                    whole.weights(),
                    whole.input().steps(piece[0], piece[1]),
                    statesBefore(whole, piece[0]),
                    new Objective.Upstream(errors, last ? upstream.finalStates() : Map.of()),
                    Optional.empty(),
                    Set.of(Kind.GRADIENT));
            Observations ofPart = Cases.observe(part);
            for (ParameterKey key : whole.weights().keys()) {
                double[] addend = values(ofPart, Quantity.gradient(key));
                double[] sum = sums.computeIfAbsent(key, same -> new double[addend.length]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += addend[i];
                }
            }
        }
        sums.forEach((key, sum) -> assertThat(values(found, Quantity.gradient(key)))
                .as(key.toString())
                .containsExactly(sum, within(1e-13)));
    }

    private static Map<String, State> statesBefore(Case whole, int step) {
        if (step == 1) {
            return whole.initialStates();
        }
        Case forward = Cases.with(whole, new Objective.None(), FORWARD);
        Observations found = Cases.observe(Cases.with(forward, whole.input().steps(1, step - 1)));
        Map<String, State> states = new TreeMap<>();
        whole.network().recurrent().forEach(layer -> {
            int batch = whole.input().batch();
            RowMajorMatrix h =
                    RowMajorMatrix.wrap(values(found, Quantity.finalHidden(layer.name())), batch, layer.units());
            states.put(
                    layer.name(),
                    layer.hasCell()
                            ? State.of(
                                    h,
                                    RowMajorMatrix.wrap(
                                            values(found, Quantity.finalCell(layer.name())), batch, layer.units()))
                            : State.of(h));
        });
        return states;
    }

    private static Quantity gradient(String layer, String symbol) {
        return new Quantity(Kind.GRADIENT, layer, symbol, 0);
    }

    private static double[] values(Observations observations, Quantity quantity) {
        return observations.get(quantity).values();
    }
}
