package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Positions worked out by hand, and held against the arrays that DL4J names. */
class ParameterLayoutTest {
    @BeforeAll
    static void startNd4j() {
        Nd4jRuntime.start();
    }

    /** One unit, two inputs: W is 2×4 in columns i f g o, DL4J's columns are g f o i, then RW g f o i pf po pi, then b. */
    @Test
    void should_place_gates_and_peepholes_of_one_unit() {
        NetworkSpec network = NetworkSpec.of(Cases.peepholes("a", 2, 1));
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("a", Parameter.W),
                        RowMajorMatrix.of(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}),
                        new ParameterKey("a", Parameter.RW),
                        RowMajorMatrix.row(11, 12, 13, 14),
                        new ParameterKey("a", Parameter.B),
                        RowMajorMatrix.row(21, 22, 23, 24),
                        new ParameterKey("a", Parameter.P),
                        RowMajorMatrix.of(new double[][] {{31}, {32}, {33}})));

        double[] flat = new ParameterLayout(network).flatten(weights);

        assertThat(flat).containsExactly(3, 7, 2, 6, 4, 8, 1, 5, 13, 12, 14, 11, 32, 33, 31, 23, 22, 24, 21);
    }

    /** Two layers of one unit and one input: W, RW and a bias each; of b = 3 and rb = 4 DL4J knows the sum. */
    @Test
    void should_place_what_stands_for_no_bias_and_for_two() {
        NetworkSpec network = NetworkSpec.of(Cases.rnn("a", 1, 1, Bias.NONE), Cases.rnn("b", 1, 1, Bias.TWO));
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("a", Parameter.W), RowMajorMatrix.row(1),
                        new ParameterKey("a", Parameter.RW), RowMajorMatrix.row(2),
                        new ParameterKey("b", Parameter.W), RowMajorMatrix.row(5),
                        new ParameterKey("b", Parameter.RW), RowMajorMatrix.row(6),
                        new ParameterKey("b", Parameter.B), RowMajorMatrix.row(3),
                        new ParameterKey("b", Parameter.RB), RowMajorMatrix.row(4)));
        ParameterLayout layout = new ParameterLayout(network);

        Weights gradients = layout.unflatten(new double[] {11, 12, 13, 14, 15, 16});

        assertThat(layout.flatten(weights)).containsExactly(1, 2, 0, 5, 6, 7);
        assertThat(gradients.get("a", Parameter.RW).getEntry(0, 0)).isEqualTo(12);
        assertThat(gradients.get("b", Parameter.W).getEntry(0, 0)).isEqualTo(14);
        assertThat(gradients.get("b", Parameter.B).getEntry(0, 0)).isEqualTo(16);
        assertThat(gradients.get("b", Parameter.RB).getEntry(0, 0)).isEqualTo(16);
    }

    /** One unit and one input: W and RW of i f g o, which are blocks g f o i there, columns for f, o, i; four zeros for b. */
    @Test
    void should_place_what_stands_for_no_bias_of_an_lstm() {
        NetworkSpec network = NetworkSpec.of(Cases.lstm("a", 1, 1, true, Bias.NONE), Cases.rnn("b", 1, 1));
        Weights weights = Weights.of(
                network,
                new double[][] {{1, 2, 3, 4}},
                new double[][] {{5, 6, 7, 8}},
                new double[][] {{9}, {10}, {11}},
                new double[][] {{12}},
                new double[][] {{13}},
                new double[][] {{14}});

        assertThat(new ParameterLayout(network).flatten(weights))
                .containsExactly(3, 2, 4, 1, 7, 6, 8, 5, 10, 11, 9, 0, 0, 0, 0, 12, 13, 14);
    }

    /** Two units, one input: W, RW in columns, b, then the gains of x·W and those of h′·RW, the other direction after that. */
    @Test
    void should_place_gains_and_both_directions() {
        SimpleRnnSpec rnn =
                new SimpleRnnSpec("a", 1, 2, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false);
        NetworkSpec network = NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, rnn));
        Weights weights = Weights.of(
                network,
                new double[][] {{1, 2}},
                new double[][] {{3, 4}, {5, 6}},
                new double[][] {{7, 8}},
                new double[][] {{9, 10}, {11, 12}},
                new double[][] {{21, 22}},
                new double[][] {{23, 24}, {25, 26}},
                new double[][] {{27, 28}},
                new double[][] {{29, 30}, {31, 32}});
        MultiLayerNetwork theirs =
                new NetworkTranslation(network, new ArrayTranslation(Execution.STANDARD)).withoutLoss(weights);

        assertThat(new ParameterLayout(network).flatten(weights))
                .containsExactly(1, 2, 3, 5, 4, 6, 7, 8, 9, 10, 11, 12, 21, 22, 23, 25, 24, 26, 27, 28, 29, 30, 31, 32);
        assertThat(theirs.paramTable().get("0_fg").toDoubleVector()).containsExactly(9, 10, 11, 12);
        assertThat(theirs.paramTable().get("0_bRW").toDoubleMatrix()).isEqualTo(new double[][] {{23, 24}, {25, 26}});
    }

    @Test
    void should_return_the_weights_it_was_given() {
        for (NetworkSpec network : Cases.networks().values()) {
            if (network.layers().stream()
                    .anyMatch(layer -> layer instanceof SimpleRnnSpec rnn && rnn.bias() != Bias.ONE
                            || layer instanceof LstmSpec lstm && lstm.bias() != Bias.ONE)) {
                continue;
            }
            ParameterLayout layout = new ParameterLayout(network);
            Weights weights = Weights.random(network, 3);

            Weights returned = layout.unflatten(layout.flatten(weights));

            assertThat(layout.size()).isEqualTo(network.parameterCount());
            assertThat(returned.asMap()).isEqualTo(weights.asMap());
        }
    }

    @Test
    void should_fill_the_arrays_that_deeplearning4j_names() {
        NetworkSpec network = NetworkSpec.of(
                Cases.rnn("a", 2, 3),
                Cases.peepholes("b", 3, 2),
                LstmSpec.plain("c", 2, 3),
                Cases.dense("d", 3, 2, Activation.TANH),
                Cases.dense("e", 2, 2, Activation.SIGMOID));
        Weights weights = Weights.random(network, 7);

        MultiLayerNetwork built = new NetworkTranslation(network, new ArrayTranslation(Execution.STANDARD))
                .withLoss(weights, Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH), 1);

        assertThat(built.numParams()).isEqualTo(network.parameterCount());
        assertThat(built.params().dataType()).isEqualTo(DataType.DOUBLE);
        assertEntry(built, "0_W", 1, 2, weights, "a", Parameter.W, 1, 2);
        assertEntry(built, "0_RW", 0, 1, weights, "a", Parameter.RW, 0, 1);
        // DL4J's blocks of two units: g at 0, f at 2, o at 4, i at 6, then the peepholes to f, o, i.
        assertEntry(built, "1_W", 2, 0, weights, "b", Parameter.W, 2, 4);
        assertEntry(built, "1_RW", 1, 7, weights, "b", Parameter.RW, 1, 1);
        assertEntry(built, "1_RW", 1, 8, weights, "b", Parameter.P, 1, 1);
        assertEntry(built, "1_RW", 0, 9, weights, "b", Parameter.P, 2, 0);
        assertEntry(built, "1_RW", 1, 10, weights, "b", Parameter.P, 0, 1);
        assertEntry(built, "2_RW", 2, 8, weights, "c", Parameter.RW, 2, 11);
        assertThat(built.getParam("2_b").getDouble(3))
                .isEqualTo(weights.get("c", Parameter.B).getEntry(0, 3));
        assertEntry(built, "3_W", 2, 1, weights, "d", Parameter.W, 2, 1);
        assertEntry(built, "4_W", 1, 0, weights, "e", Parameter.W, 1, 0);
    }

    private static void assertEntry(
            MultiLayerNetwork network,
            String theirs,
            int theirRow,
            int theirColumn,
            Weights weights,
            String layer,
            Parameter parameter,
            int row,
            int column) {
        INDArray array = network.getParam(theirs);
        assertThat(array.getDouble(theirRow, theirColumn))
                .as(theirs)
                .isEqualTo(weights.get(layer, parameter).getEntry(row, column));
    }
}
