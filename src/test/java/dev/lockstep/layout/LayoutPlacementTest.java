package dev.lockstep.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Where every number stands, written out by hand. A number of W is 100·gate + 10·input + unit, of RW 1000 more, of b 10·gate + unit,
 * of rb 50 more, of p 91 to 96; gates are counted 1 2 3 4 in our orders i f g o and r z n. The frameworks' orders are those of
 *
 * <ul>
 *   <li>PyTorch: {@code torch.nn.LSTM}, "Variables": {@code (W_ii|W_if|W_ig|W_io)} of shape (4·hidden_size, input_size);
 *       {@code torch.nn.GRU}: {@code (W_ir|W_iz|W_in)}; {@code torch.nn.Linear}: weight (out_features, in_features)
 *   <li>Keras: {@code keras/src/layers/rnn/lstm.py}, {@code LSTMCell.call}: kernel (input_dim, 4·units) split into k_i, k_f, k_c,
 *       k_o; {@code gru.py}, {@code GRUCell.build}: bias (2, 3·units) where reset_after, else (3·units,), kernel split z, r, h
 *   <li>ONNX: {@code docs/Operators.md}, LSTM: "W[iofc]" of shape [num_directions, 4·hidden_size, input_size], "B … [Wb[iofc],
 *       Rb[iofc]]", "P[iof]"; GRU: "W[zrh]"; Gemm: B of shape (K, N)
 *   <li>Deeplearning4j 1.0.0-M2.1: {@code LSTMHelpers.activateHelper}: block 0 goes through the layer's activation (our g), then
 *       forget gate, output gate, and the "input modulation gate" (our i); {@code GravesLSTMParamInitializer}: RW (H, 4·H + 3), its
 *       last columns wFF, wOO, wGG
 * </ul>
 */
class LayoutPlacementTest {
    private static final double[][] W = {
        {111, 112, 211, 212, 311, 312, 411, 412},
        {121, 122, 221, 222, 321, 322, 421, 422}
    };
    private static final double[][] RW = {
        {1111, 1112, 1211, 1212, 1311, 1312, 1411, 1412},
        {1121, 1122, 1221, 1222, 1321, 1322, 1421, 1422}
    };
    private static final double[][] B = {{11, 12, 21, 22, 31, 32, 41, 42}};
    private static final double[][] P = {{91, 92}, {93, 94}, {95, 96}};

    private static final double[][] GRU_W = {{111, 112, 211, 212, 311, 312}, {121, 122, 221, 222, 321, 322}};
    private static final double[][] GRU_RW = {{1111, 1112, 1211, 1212, 1311, 1312}, {1121, 1122, 1221, 1222, 1321, 1322}
    };
    private static final double[][] GRU_B = {{11, 12, 21, 22, 31, 32}};
    private static final double[][] GRU_RB = {{61, 62, 71, 72, 81, 82}};

    private static final double[][] DENSE_W = {{11, 12, 13}, {21, 22, 23}};
    private static final double[][] DENSE_B = {{1, 2, 3}};

    private final Map<String, Tensor> arrays = new LinkedHashMap<>();

    private void given(String name, List<Integer> shape, double... values) {
        arrays.put(name, array(shape, values));
    }

    static Tensor array(List<Integer> shape, double... values) {
        List<Axis> axes = new ArrayList<>();
        shape.forEach(size -> axes.add(Axis.counted("axis", size)));
        return new Tensor(axes, values);
    }

    private void expectSame(Layout layout, LayerSpec layer, double[][]... ours) {
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = Weights.of(network, ours);
        assertThat(layout.read(network, arrays, Map.of()).asMap()).isEqualTo(weights.asMap());
        Map<String, Tensor> written = layout.write(network, weights);
        assertThat(written.keySet()).containsExactlyElementsOf(arrays.keySet());
        arrays.forEach((name, array) -> {
            assertThat(written.get(name).shape()).as(name).isEqualTo(array.shape());
            assertThat(written.get(name).values()).as(name).containsExactly(array.values());
        });
    }

    private static LstmSpec lstm(boolean peepholes) {
        return new LstmSpec("a", 2, 2, Activation.TANH, Activation.SIGMOID, peepholes);
    }

    private static GruSpec gru(Reset reset, Bias bias) {
        return new GruSpec("a", 2, 2, Activation.TANH, Activation.SIGMOID, reset, bias);
    }

    /** One unit, one input: W 1, RW 2, b 3 and, if there are two, rb 4. */
    private static SimpleRnnSpec rnn(Bias bias) {
        return new SimpleRnnSpec("a", 1, 1, Activation.TANH, bias, false);
    }

    private static BidirectionalSpec both(RecurrentSpec like) {
        return BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, like);
    }

    private static double[][] one(double number) {
        return new double[][] {{number}};
    }

    @Test
    void pytorchLstm() {
        given(
                "a.weight_ih_l0",
                List.of(8, 2),
                111,
                121,
                112,
                122,
                211,
                221,
                212,
                222,
                311,
                321,
                312,
                322,
                411,
                421,
                412,
                422);
        given(
                "a.weight_hh_l0",
                List.of(8, 2),
                1111,
                1121,
                1112,
                1122,
                1211,
                1221,
                1212,
                1222,
                1311,
                1321,
                1312,
                1322,
                1411,
                1421,
                1412,
                1422);
        given("a.bias_ih_l0", List.of(8), 11, 12, 21, 22, 31, 32, 41, 42);
        given("a.bias_hh_l0", List.of(8), 0, 0, 0, 0, 0, 0, 0, 0);
        expectSame(Layout.PYTORCH, lstm(false), W, RW, B);
    }

    @Test
    void pytorchGru() {
        given("a.weight_ih_l0", List.of(6, 2), 111, 121, 112, 122, 211, 221, 212, 222, 311, 321, 312, 322);
        given("a.weight_hh_l0", List.of(6, 2), 1111, 1121, 1112, 1122, 1211, 1221, 1212, 1222, 1311, 1321, 1312, 1322);
        given("a.bias_ih_l0", List.of(6), 11, 12, 21, 22, 31, 32);
        given("a.bias_hh_l0", List.of(6), 61, 62, 71, 72, 81, 82);
        expectSame(Layout.PYTORCH, gru(Reset.AFTER_PRODUCT, Bias.TWO), GRU_W, GRU_RW, GRU_B, GRU_RB);
    }

    @Test
    void pytorchBidirectional() {
        given("a.weight_ih_l0", List.of(1, 1), 1);
        given("a.weight_hh_l0", List.of(1, 1), 2);
        given("a.bias_ih_l0", List.of(1), 3);
        given("a.bias_hh_l0", List.of(1), 4);
        given("a.weight_ih_l0_reverse", List.of(1, 1), 11);
        given("a.weight_hh_l0_reverse", List.of(1, 1), 12);
        given("a.bias_ih_l0_reverse", List.of(1), 13);
        given("a.bias_hh_l0_reverse", List.of(1), 14);
        expectSame(
                Layout.PYTORCH,
                both(rnn(Bias.TWO)),
                one(1),
                one(2),
                one(3),
                one(4),
                one(11),
                one(12),
                one(13),
                one(14));
    }

    @Test
    void pytorchLinear() {
        given("a.weight", List.of(3, 2), 11, 21, 12, 22, 13, 23);
        given("a.bias", List.of(3), 1, 2, 3);
        expectSame(Layout.PYTORCH, new DenseSpec("a", 2, 3, Activation.TANH), DENSE_W, DENSE_B);
    }

    @Test
    void pytorchWithoutBias() {
        given("a.weight_ih_l0", List.of(1, 1), 1);
        given("a.weight_hh_l0", List.of(1, 1), 2);
        expectSame(Layout.PYTORCH, rnn(Bias.NONE), one(1), one(2));
    }

    @Test
    void kerasLstm() {
        given(
                "a/lstm_cell/kernel",
                List.of(2, 8),
                111,
                112,
                211,
                212,
                311,
                312,
                411,
                412,
                121,
                122,
                221,
                222,
                321,
                322,
                421,
                422);
        given(
                "a/lstm_cell/recurrent_kernel",
                List.of(2, 8),
                1111,
                1112,
                1211,
                1212,
                1311,
                1312,
                1411,
                1412,
                1121,
                1122,
                1221,
                1222,
                1321,
                1322,
                1421,
                1422);
        given("a/lstm_cell/bias", List.of(8), 11, 12, 21, 22, 31, 32, 41, 42);
        expectSame(Layout.KERAS, lstm(false), W, RW, B);
    }

    @Test
    void kerasGruWithResetAfter() {
        given("a/gru_cell/kernel", List.of(2, 6), 211, 212, 111, 112, 311, 312, 221, 222, 121, 122, 321, 322);
        given(
                "a/gru_cell/recurrent_kernel",
                List.of(2, 6),
                1211,
                1212,
                1111,
                1112,
                1311,
                1312,
                1221,
                1222,
                1121,
                1122,
                1321,
                1322);
        given("a/gru_cell/bias", List.of(2, 6), 21, 22, 11, 12, 31, 32, 71, 72, 61, 62, 81, 82);
        expectSame(Layout.KERAS, gru(Reset.AFTER_PRODUCT, Bias.TWO), GRU_W, GRU_RW, GRU_B, GRU_RB);
    }

    @Test
    void kerasGruWithoutResetAfter() {
        given("a/gru_cell/kernel", List.of(2, 6), 211, 212, 111, 112, 311, 312, 221, 222, 121, 122, 321, 322);
        given(
                "a/gru_cell/recurrent_kernel",
                List.of(2, 6),
                1211,
                1212,
                1111,
                1112,
                1311,
                1312,
                1221,
                1222,
                1121,
                1122,
                1321,
                1322);
        given("a/gru_cell/bias", List.of(6), 21, 22, 11, 12, 31, 32);
        expectSame(Layout.KERAS, gru(Reset.BEFORE_PRODUCT, Bias.ONE), GRU_W, GRU_RW, GRU_B);
    }

    @Test
    void kerasBidirectional() {
        given("a/forward_a/simple_rnn_cell/kernel", List.of(1, 1), 1);
        given("a/forward_a/simple_rnn_cell/recurrent_kernel", List.of(1, 1), 2);
        given("a/forward_a/simple_rnn_cell/bias", List.of(1), 3);
        given("a/backward_a/simple_rnn_cell/kernel", List.of(1, 1), 11);
        given("a/backward_a/simple_rnn_cell/recurrent_kernel", List.of(1, 1), 12);
        given("a/backward_a/simple_rnn_cell/bias", List.of(1), 13);
        expectSame(Layout.KERAS, both(rnn(Bias.ONE)), one(1), one(2), one(3), one(11), one(12), one(13));
    }

    @Test
    void kerasDense() {
        given("a/kernel", List.of(2, 3), 11, 12, 13, 21, 22, 23);
        given("a/bias", List.of(3), 1, 2, 3);
        expectSame(Layout.KERAS, new DenseSpec("a", 2, 3, Activation.TANH), DENSE_W, DENSE_B);
    }

    @Test
    void onnxLstm() {
        given("a.W", List.of(1, 8, 2), 111, 121, 112, 122, 411, 421, 412, 422, 211, 221, 212, 222, 311, 321, 312, 322);
        given(
                "a.R",
                List.of(1, 8, 2),
                1111,
                1121,
                1112,
                1122,
                1411,
                1421,
                1412,
                1422,
                1211,
                1221,
                1212,
                1222,
                1311,
                1321,
                1312,
                1322);
        given("a.B", List.of(1, 16), 11, 12, 41, 42, 21, 22, 31, 32, 0, 0, 0, 0, 0, 0, 0, 0);
        given("a.P", List.of(1, 6), 91, 92, 95, 96, 93, 94);
        expectSame(Layout.ONNX, lstm(true), W, RW, B, P);
    }

    @Test
    void onnxGru() {
        given("a.W", List.of(1, 6, 2), 211, 221, 212, 222, 111, 121, 112, 122, 311, 321, 312, 322);
        given("a.R", List.of(1, 6, 2), 1211, 1221, 1212, 1222, 1111, 1121, 1112, 1122, 1311, 1321, 1312, 1322);
        given("a.B", List.of(1, 12), 21, 22, 11, 12, 31, 32, 71, 72, 61, 62, 81, 82);
        expectSame(Layout.ONNX, gru(Reset.AFTER_PRODUCT, Bias.TWO), GRU_W, GRU_RW, GRU_B, GRU_RB);
    }

    @Test
    void onnxBidirectional() {
        given("a.W", List.of(2, 1, 1), 1, 11);
        given("a.R", List.of(2, 1, 1), 2, 12);
        given("a.B", List.of(2, 2), 3, 4, 13, 14);
        expectSame(
                Layout.ONNX, both(rnn(Bias.TWO)), one(1), one(2), one(3), one(4), one(11), one(12), one(13), one(14));
    }

    /** One unit, one input: gates i f g o are 1 2 3 4, of the other direction 11 and so on. */
    @Test
    void onnxBidirectionalPeepholes() {
        given("a.W", List.of(2, 4, 1), 1, 4, 2, 3, 11, 14, 12, 13);
        given("a.R", List.of(2, 4, 1), 21, 24, 22, 23, 31, 34, 32, 33);
        given("a.B", List.of(2, 8), 41, 44, 42, 43, 0, 0, 0, 0, 51, 54, 52, 53, 0, 0, 0, 0);
        given("a.P", List.of(2, 3), 61, 63, 62, 71, 73, 72);
        expectSame(
                Layout.ONNX,
                both(new LstmSpec("a", 1, 1, Activation.TANH, Activation.SIGMOID, true)),
                new double[][] {{1, 2, 3, 4}},
                new double[][] {{21, 22, 23, 24}},
                new double[][] {{41, 42, 43, 44}},
                new double[][] {{61}, {62}, {63}},
                new double[][] {{11, 12, 13, 14}},
                new double[][] {{31, 32, 33, 34}},
                new double[][] {{51, 52, 53, 54}},
                new double[][] {{71}, {72}, {73}});
    }

    @Test
    void onnxGemm() {
        given("a.B", List.of(2, 3), 11, 12, 13, 21, 22, 23);
        given("a.C", List.of(3), 1, 2, 3);
        expectSame(Layout.ONNX, new DenseSpec("a", 2, 3, Activation.TANH), DENSE_W, DENSE_B);
    }

    @Test
    void deeplearning4jLstm() {
        given("0_W", List.of(2, 8), 311, 312, 211, 212, 411, 412, 111, 112, 321, 322, 221, 222, 421, 422, 121, 122);
        given(
                "0_RW",
                List.of(2, 8),
                1311,
                1312,
                1211,
                1212,
                1411,
                1412,
                1111,
                1112,
                1321,
                1322,
                1221,
                1222,
                1421,
                1422,
                1121,
                1122);
        given("0_b", List.of(8), 31, 32, 21, 22, 41, 42, 11, 12);
        expectSame(Layout.DEEPLEARNING4J, lstm(false), W, RW, B);
    }

    @Test
    void deeplearning4jPeepholes() {
        given("0_W", List.of(2, 8), 311, 312, 211, 212, 411, 412, 111, 112, 321, 322, 221, 222, 421, 422, 121, 122);
        given(
                "0_RW",
                List.of(2, 11),
                1311,
                1312,
                1211,
                1212,
                1411,
                1412,
                1111,
                1112,
                93,
                95,
                91,
                1321,
                1322,
                1221,
                1222,
                1421,
                1422,
                1121,
                1122,
                94,
                96,
                92);
        given("0_b", List.of(8), 31, 32, 21, 22, 41, 42, 11, 12);
        expectSame(Layout.DEEPLEARNING4J, lstm(true), W, RW, B, P);
    }

    @Test
    void deeplearning4jBidirectional() {
        given("0_fW", List.of(1, 1), 1);
        given("0_fRW", List.of(1, 1), 2);
        given("0_fb", List.of(1), 3);
        given("0_bW", List.of(1, 1), 11);
        given("0_bRW", List.of(1, 1), 12);
        given("0_bb", List.of(1), 13);
        expectSame(Layout.DEEPLEARNING4J, both(rnn(Bias.ONE)), one(1), one(2), one(3), one(11), one(12), one(13));
    }

    @Test
    void deeplearning4jGravesBidirectional() {
        given("0_WF", List.of(1, 4), 3, 2, 4, 1);
        given("0_RWF", List.of(1, 7), 23, 22, 24, 21, 62, 63, 61);
        given("0_bF", List.of(4), 43, 42, 44, 41);
        given("0_WB", List.of(1, 4), 13, 12, 14, 11);
        given("0_RWB", List.of(1, 7), 33, 32, 34, 31, 72, 73, 71);
        given("0_bB", List.of(4), 53, 52, 54, 51);
        expectSame(
                Layout.DEEPLEARNING4J,
                BidirectionalSpec.of(
                        Mode.ADD, Form.GRAVES, new LstmSpec("a", 1, 1, Activation.TANH, Activation.SIGMOID, true)),
                new double[][] {{1, 2, 3, 4}},
                new double[][] {{21, 22, 23, 24}},
                new double[][] {{41, 42, 43, 44}},
                new double[][] {{61}, {62}, {63}},
                new double[][] {{11, 12, 13, 14}},
                new double[][] {{31, 32, 33, 34}},
                new double[][] {{51, 52, 53, 54}},
                new double[][] {{71}, {72}, {73}});
    }

    /** It always has a bias, and with layer normalisation the gains of x·W, then those of h′·RW. */
    @Test
    void deeplearning4jGains() {
        given("0_W", List.of(1, 2), 1, 2);
        given("0_RW", List.of(2, 2), 3, 4, 5, 6);
        given("0_b", List.of(2), 0, 0);
        given("0_g", List.of(4), 7, 8, 9, 10);
        expectSame(
                Layout.DEEPLEARNING4J,
                new SimpleRnnSpec("a", 1, 2, Activation.TANH, Bias.NONE, Optional.of(new LayerNorm(1e-5)), false),
                new double[][] {{1, 2}},
                new double[][] {{3, 4}, {5, 6}},
                new double[][] {{7, 8}, {9, 10}});
    }

    @Test
    void deeplearning4jDense() {
        given("0_W", List.of(2, 3), 11, 12, 13, 21, 22, 23);
        given("0_b", List.of(3), 1, 2, 3);
        expectSame(Layout.DEEPLEARNING4J, new DenseSpec("a", 2, 3, Activation.TANH), DENSE_W, DENSE_B);
    }
}
