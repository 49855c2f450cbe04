package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.FiftyDigits;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SimpleRnn and LSTM against 50 digits, and the LSTM against a table agreed with Deeplearning4j 1.0.0-M2.1. */
class RecurrentLayerTest {
    private static final int TIME = 3;
    private static final int BATCH = 2;

    /** Deeplearning4j reproduces these hidden states; each of the 23 wrong gate orders moves every one of them. */
    @Test
    void lstm_reproduces_the_table_agreed_with_deeplearning4j() {
        NetworkSpec spec = NetworkSpec.of(LstmSpec.plain("lstm", 1, 2));
        double[][] w = {{0.5, -0.3, 0.2, 0.4, 0.7, -0.4, -0.6, 0.1}};
        double[][] rw = {{0.1, 0.4, -0.5, 0.3, 0.6, -0.4, 0.2, -0.1}, {-0.2, 0.3, 0.6, -0.1, -0.3, 0.8, 0.5, 0.2}};
        double[][] b = {{0, 0.1, 1, 1, 0.2, 0, 0, -0.1}};
        Weights weights = new Weights(
                spec,
                Map.of(
                        new ParameterKey("lstm", Parameter.W), RowMajorMatrix.of(w),
                        new ParameterKey("lstm", Parameter.RW), RowMajorMatrix.of(rw),
                        new ParameterKey("lstm", Parameter.B), RowMajorMatrix.of(b)));
        Sequence x = new Sequence(3, 1, 1, new double[] {1, -0.5, 2});
        double[] h = new Network(spec, weights).forward(x, Map.of()).outputs().values();
        double[] table = {
            0.148291126592, -0.084695742426, 0.160867169572, -0.035574076368, 0.169454348842, -0.172759067324
        };
        assertThat(h).containsExactly(table, within(5.1e-13));
    }

    static Stream<RecurrentSpec> layers() {
        return Stream.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH),
                new SimpleRnnSpec("rnn", 2, 3, Activation.SOFTMAX),
                new SimpleRnnSpec("rnn", 2, 3, Activation.SOFTSIGN),
                LstmSpec.plain("lstm", 2, 2),
                new LstmSpec("lstm", 2, 2, Activation.TANH, Activation.SIGMOID, true),
                new LstmSpec("lstm", 2, 3, Activation.SOFTSIGN, Activation.SOFTMAX, true),
                new LstmSpec("lstm", 1, 2, Activation.SOFTMAX, Activation.TANH, false));
    }

    /** Everything drawn from seeds; the initial states are not zero. */
    private record Drawn(RecurrentSpec layer, NetworkSpec network, Weights weights, Sequence x, State initial) {
        static Drawn of(RecurrentSpec layer) {
            NetworkSpec network = NetworkSpec.of(layer);
            RowMajorMatrix h0 = Sequence.random(1, BATCH, layer.units(), 3).at(1);
            RowMajorMatrix c0 = Sequence.random(1, BATCH, layer.units(), 4).at(1);
            State initial = layer.hasCell() ? State.of(h0, c0) : State.of(h0);
            Sequence x = Sequence.random(TIME, BATCH, layer.inputs(), 2);
            return new Drawn(layer, network, Weights.random(network, 1, 1.5), x, initial);
        }

        Objective.Upstream upstream() {
            RowMajorMatrix dh = Sequence.random(1, BATCH, layer.units(), 5).at(1);
            RowMajorMatrix dc = Sequence.random(1, BATCH, layer.units(), 6).at(1);
            State dFinal = layer.hasCell() ? State.of(dh, dc) : State.of(dh);
            return new Objective.Upstream(Sequence.random(TIME, BATCH, layer.units(), 7), Map.of(layer.name(), dFinal));
        }

        Dfp[][] x(int row) {
            Dfp[][] steps = new Dfp[TIME][];
            for (int t = 0; t < TIME; t++) {
                steps[t] = FiftyDigits.of(x.at(t + 1).getRow(row));
            }
            return steps;
        }

        Dfp[] h0(int row) {
            return FiftyDigits.of(initial.h().getRow(row));
        }

        Dfp[] c0(int row) {
            return initial.c().map(c -> FiftyDigits.of(c.getRow(row))).orElse(null);
        }
    }

    /** 2.2e-16 is one unit in the last place of 1; a handful of roundings stand behind every number. */
    @ParameterizedTest
    @MethodSource("layers")
    void forward_is_within_2_ulps_of_1_of_50_digits(RecurrentSpec layer) {
        Drawn drawn = Drawn.of(layer);
        Trace trace =
                new Network(drawn.network(), drawn.weights()).forward(drawn.x(), Map.of(layer.name(), drawn.initial()));
        FiftyDigitTwin twin = new FiftyDigitTwin(layer, drawn.weights());
        State last = trace.finalState(layer.name()).orElseThrow();
        for (int row = 0; row < BATCH; row++) {
            FiftyDigitTwin.Run exact = twin.run(drawn.x(row), drawn.h0(row), drawn.c0(row));
            for (int j = 0; j < layer.units(); j++) {
                for (int t = 0; t < TIME; t++) {
                    assertThat(FiftyDigits.error(trace.outputs().get(t + 1, row, j), exact.h()[t][j]))
                            .isLessThanOrEqualTo(2 * Math.ulp(1.0));
                }
                assertThat(last.h().getEntry(row, j)).isEqualTo(trace.outputs().get(TIME, row, j));
                assertThat(last.c().isPresent()).isEqualTo(exact.c() != null);
                if (exact.c() != null) {
                    assertThat(FiftyDigits.error(last.c().orElseThrow().getEntry(row, j), exact.c()[j]))
                            .isLessThanOrEqualTo(2 * Math.ulp(1.0));
                }
            }
        }
    }

    /**
     * The twin's L = Σ dOutputs ⊙ h + Σ dFinal ⊙ (h, c) at a parameter moved by ±1e-15 and in 50 digits gives the gradient to
     * some 30 digits.
     */
    @ParameterizedTest
    @MethodSource("layers")
    void gradient_is_within_4_ulps_of_1_of_50_digits(RecurrentSpec layer) {
        Drawn drawn = Drawn.of(layer);
        Objective.Upstream upstream = drawn.upstream();
        Network network = new Network(drawn.network(), drawn.weights());
        Gradients gradients =
                network.backward(network.forward(drawn.x(), Map.of(layer.name(), drawn.initial())), upstream);
        FiftyDigitTwin twin = new FiftyDigitTwin(layer, drawn.weights());
        assertGradient(drawn, upstream, twin, twin.w, gradients.weights().get(layer.name(), Parameter.W));
        assertGradient(drawn, upstream, twin, twin.rw, gradients.weights().get(layer.name(), Parameter.RW));
        assertGradient(drawn, upstream, twin, twin.b, gradients.weights().get(layer.name(), Parameter.B));
        if (twin.p != null) {
            assertGradient(drawn, upstream, twin, twin.p, gradients.weights().get(layer.name(), Parameter.P));
        }
    }

    private static void assertGradient(
            Drawn drawn, Objective.Upstream upstream, FiftyDigitTwin twin, Dfp[] parameter, RowMajorMatrix gradient) {
        Dfp step = FiftyDigits.of("1e-15");
        double[] actual = gradient.toArray();
        assertThat(actual).hasSameSizeAs(parameter);
        for (int k = 0; k < parameter.length; k++) {
            Dfp kept = parameter[k];
            parameter[k] = kept.add(step);
            Dfp up = loss(drawn, upstream, twin);
            parameter[k] = kept.subtract(step);
            Dfp down = loss(drawn, upstream, twin);
            parameter[k] = kept;
            Dfp exact = up.subtract(down).divide(step.multiply(2));
            assertThat(FiftyDigits.error(actual[k], exact)).isLessThanOrEqualTo(4 * Math.ulp(1.0));
        }
    }

    private static Dfp loss(Drawn drawn, Objective.Upstream upstream, FiftyDigitTwin twin) {
        State dFinal = upstream.finalStates().get(drawn.layer().name());
        Dfp sum = FiftyDigits.of(0);
        for (int row = 0; row < BATCH; row++) {
            FiftyDigitTwin.Run run = twin.run(drawn.x(row), drawn.h0(row), drawn.c0(row));
            for (int j = 0; j < drawn.layer().units(); j++) {
                for (int t = 0; t < TIME; t++) {
                    sum = sum.add(run.h()[t][j].multiply(
                            FiftyDigits.of(upstream.outputs().get(t + 1, row, j))));
                }
                sum = sum.add(
                        run.h()[TIME - 1][j].multiply(FiftyDigits.of(dFinal.h().getEntry(row, j))));
                if (run.c() != null) {
                    double dc = dFinal.c().orElseThrow().getEntry(row, j);
                    sum = sum.add(run.c()[j].multiply(FiftyDigits.of(dc)));
                }
            }
        }
        return sum;
    }
}
