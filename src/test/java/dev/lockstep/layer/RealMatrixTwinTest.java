package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link RecurrentRun} against {@link RealMatrixTwin}: two implementations of the same equations differ by no more than twice
 * what {@link Rounded} allows each of them.
 */
class RealMatrixTwinTest {
    /** What is allowed is far below what a wrong equation does. */
    private static final double USEFUL = 1e-8;

    static Stream<Arguments> layers() {
        Stream.Builder<Arguments> layers = Stream.builder();
        SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < 12; k++) {
            add(layers, LstmSpec.plain("lstm", size(random), size(random)), k);
            add(layers, new SimpleRnnSpec("rnn", size(random), size(random), Activation.TANH), k);
        }
        for (Activation phi : Activation.values()) {
            int k = phi.ordinal();
            add(layers, new LstmSpec("lstm", size(random), size(random), phi, Activation.SIGMOID, k % 2 == 0), k);
            add(layers, new LstmSpec("lstm", size(random), size(random), Activation.TANH, phi, k % 2 == 1), k);
            Bias bias = Bias.values()[k % Bias.values().length];
            add(layers, new SimpleRnnSpec("rnn", size(random), size(random), phi, bias, false), k);
        }
        for (int k = 0; k < 6; k++) {
            add(layers, new LstmSpec("lstm", size(random), size(random), Activation.TANH, Activation.SIGMOID, true), k);
        }
        for (Activation sigma : List.of(Activation.SIGMOID, Activation.HARD_SIGMOID)) {
            for (int k = 0; k < 2 * Bias.values().length; k++) {
                Bias bias = Bias.values()[k % Bias.values().length];
                boolean peepholes = k >= Bias.values().length;
                add(
                        layers,
                        new LstmSpec("lstm", size(random), size(random), Activation.TANH, sigma, peepholes, bias),
                        k);
            }
        }
        return layers.build();
    }

    private static int size(SplittableRandom random) {
        return 1 + random.nextInt(random.nextBoolean() ? 8 : 40);
    }

    private static void add(Stream.Builder<Arguments> layers, RecurrentSpec layer, int k) {
        SplittableRandom random = new SplittableRandom(100L * layer.inputs() + layer.units() + k);
        layers.add(Arguments.of(layer, 1 + random.nextInt(12), 1 + random.nextInt(33), 1 + k % 3, k % 4 != 0));
    }

    @ParameterizedTest(name = "{0}, T {1}, B {2}, {3} threads, gradient of the final state {4}")
    @MethodSource("layers")
    void no_number_is_further_from_the_twin_than_rounding_allows(
            RecurrentSpec layer, int time, int batch, int threads, boolean hasFinal) {
        Weights weights =
                // Small, so that |RW|ᵀ does not swell what is allowed, and smaller where gates may exceed 1.
                Weights.random(NetworkSpec.of(layer), 1, isGatedWithoutBound(layer) ? 0.05 : 0.5);
        Sequence x = Sequence.random(time, batch, layer.inputs(), 2);
        State start = state(layer, batch, 3);
        Sequence dOutputs = Sequence.random(time, batch, layer.units(), 5);
        Optional<State> dFinal = hasFinal ? Optional.of(state(layer, batch, 6)) : Optional.empty();
        Map<String, Rounded> twin = new RealMatrixTwin(layer, weights, x).run(start, dOutputs, dFinal);
        Map<String, RealMatrix> ours = ours(layer, weights, x, start, dOutputs, dFinal, threads);
        for (ParameterSpec parameter : layer.parameters()) {
            assertThat(ours).containsKey("d" + parameter.parameter().symbol() + " 0");
        }
        for (Map.Entry<String, RealMatrix> entry : ours.entrySet()) {
            // (R8), (L24) drb = db
            assertNear(entry.getKey(), entry.getValue(), twin.get(entry.getKey().replace("drb", "db")));
        }
    }

    private static boolean isGatedWithoutBound(RecurrentSpec layer) {
        return layer instanceof LstmSpec lstm && lstm.gateActivation().ordinal() > Activation.SOFTMAX.ordinal();
    }

    private static State state(RecurrentSpec layer, int batch, long seed) {
        RowMajorMatrix h = Sequence.random(1, batch, layer.units(), seed).at(1);
        RowMajorMatrix c = Sequence.random(1, batch, layer.units(), seed + 100).at(1);
        return layer.hasCell() ? State.of(h, c) : State.of(h);
    }

    /** Named as the twin's results. */
    private static Map<String, RealMatrix> ours(
            RecurrentSpec layer,
            Weights weights,
            Sequence x,
            State start,
            Sequence dOutputs,
            Optional<State> dFinal,
            int threads) {
        Map<String, RealMatrix> ours = new LinkedHashMap<>();
        try (Team team = new Team(threads)) {
            RecurrentRun run = layer instanceof LstmSpec lstm
                    ? new Lstm(lstm, weights).runs(x.time(), x.batch(), team)
                    : new SimpleRnn((SimpleRnnSpec) layer, weights).runs(x.time(), x.batch(), team);
            Sequence h = run.forward(x, start);
            LayerGradients gradients = run.backward(dOutputs, dFinal);
            for (int t = 1; t <= x.time(); t++) {
                ours.put("h " + t, h.at(t));
                ours.put("dx " + t, gradients.dx().at(t));
            }
            State dStart = gradients.dInitial().get(layer.name());
            ours.put("dh0", dStart.h());
            dStart.c().ifPresent(dc -> ours.put("dc0", dc));
            run.finalState().c().ifPresent(c -> ours.put("c " + x.time(), c));
            putBlocks(
                    ours,
                    "dW ",
                    gradients.parameters().get(new ParameterKey(layer.name(), Parameter.W)),
                    layer.units());
            putBlocks(
                    ours,
                    "dRW ",
                    gradients.parameters().get(new ParameterKey(layer.name(), Parameter.RW)),
                    layer.units());
            putBlocks(
                    ours,
                    "db ",
                    gradients.parameters().get(new ParameterKey(layer.name(), Parameter.B)),
                    layer.units());
            putBlocks(
                    ours,
                    "drb ",
                    gradients.parameters().get(new ParameterKey(layer.name(), Parameter.RB)),
                    layer.units());
            RowMajorMatrix dp = gradients.parameters().get(new ParameterKey(layer.name(), Parameter.P));
            for (int k = 0; dp != null && k < 3; k++) {
                ours.put("dp " + k, dp.rows(k, k + 1));
            }
        }
        return ours;
    }

    private static void putBlocks(Map<String, RealMatrix> ours, String name, RowMajorMatrix matrix, int units) {
        for (int gate = 0; matrix != null && gate < matrix.getColumnDimension() / units; gate++) {
            int rows = matrix.getRowDimension();
            ours.put(name + gate, matrix.getSubMatrix(0, rows - 1, gate * units, (gate + 1) * units - 1));
        }
    }

    private static void assertNear(String name, RealMatrix ours, Rounded twin) {
        assertThat(ours.getRowDimension()).isEqualTo(twin.value().getRowDimension());
        assertThat(ours.getColumnDimension()).isEqualTo(twin.value().getColumnDimension());
        for (int row = 0; row < ours.getRowDimension(); row++) {
            for (int column = 0; column < ours.getColumnDimension(); column++) {
                double allowed = 2 * twin.error().getEntry(row, column);
                double expected = twin.value().getEntry(row, column);
                double difference = Math.abs(ours.getEntry(row, column) - expected);
                if (!(difference <= allowed && allowed <= USEFUL * (1 + Math.abs(expected)))) {
                    assertThat(difference)
                            .as("%s (%s, %s), expected %s", name, row, column, expected)
                            .isLessThanOrEqualTo(allowed);
                    assertThat(allowed)
                            .as("allowed of %s (%s, %s), expected %s", name, row, column, expected)
                            .isLessThanOrEqualTo(USEFUL * (1 + Math.abs(expected)));
                }
            }
        }
    }
}
