package dev.lockstep.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which array is which layer's, what is refused, and that what was written is read back bit for bit. */
class LayoutNamesTest {
    private static final LayerSpec DENSE = new DenseSpec("head", 1, 1, Activation.TANH);
    private static final NetworkSpec TWO = NetworkSpec.of(rnn("lower", Bias.ONE), rnn("upper", Bias.ONE), DENSE);

    private static SimpleRnnSpec rnn(String name, Bias bias) {
        return new SimpleRnnSpec(name, 1, 1, Activation.TANH, bias, false);
    }

    /** Arrays of one number each, 1, 2, 3 … */
    private static Map<String, Tensor> counted(String... namesAndShapes) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (String one : namesAndShapes) {
            List<Integer> shape =
                    new ArrayList<>(Collections.nCopies(one.indexOf(' ') < 0 ? 1 : one.length() - one.indexOf(' '), 1));
            arrays.put(one.replace(" ", "").replace("*", ""), LayoutPlacementTest.array(shape, arrays.size() + 1));
        }
        return arrays;
    }

    private static double number(Weights weights, String layer, Parameter parameter) {
        return weights.get(layer, parameter).getEntry(0, 0);
    }

    private static void expect(Weights weights, double lower, double upper, double head) {
        assertThat(number(weights, "lower", Parameter.W)).isEqualTo(lower);
        assertThat(number(weights, "upper", Parameter.W)).isEqualTo(upper);
        assertThat(number(weights, "head", Parameter.W)).isEqualTo(head);
    }

    /** A star is an axis. */
    @Test
    void pytorchGroupsByWhatSurroundsTheStem() {
        Map<String, Tensor> arrays = counted(
                "rnn.weight_ih_l0 *",
                "rnn.weight_hh_l0 *",
                "rnn.bias_ih_l0",
                "rnn.weight_ih_l1 *",
                "rnn.weight_hh_l1 *",
                "rnn.bias_ih_l1",
                "fc.weight *",
                "fc.bias");
        expect(Layout.PYTORCH.read(TWO, arrays, Map.of()), 1, 4, 7);
        expect(Layout.PYTORCH.read(TWO, arrays, Map.of("lower", "rnn.l1")), 4, 1, 7);
        expect(Layout.PYTORCH.read(TWO, arrays, Map.of("lower", "rnn.l1", "upper", "rnn.l0", "head", "fc")), 4, 1, 7);
    }

    @Test
    void pytorchReadsModulesOfTheirOwn() {
        Weights bare = Layout.PYTORCH.read(
                NetworkSpec.of(rnn("a", Bias.NONE)), counted("weight_ih_l0 *", "weight_hh_l0 *"), Map.of("a", "l0"));
        assertThat(number(bare, "a", Parameter.RW)).isEqualTo(2);
        Weights cell = Layout.PYTORCH.read(
                NetworkSpec.of(rnn("a", Bias.NONE)),
                counted("net.cell.weight_ih *", "net.cell.weight_hh *"),
                Map.of("a", "net.cell"));
        assertThat(number(cell, "a", Parameter.RW)).isEqualTo(2);
        Weights linear = Layout.PYTORCH.read(NetworkSpec.of(DENSE), counted("weight *", "bias"), Map.of("head", ""));
        assertThat(number(linear, "head", Parameter.B)).isEqualTo(2);
    }

    private static final NetworkSpec LAYERS = NetworkSpec.of(rnn("lower", Bias.NONE), rnn("upper", Bias.NONE));

    private static void expectLower(double lower, String... namesAndShapes) {
        Weights read = Layout.PYTORCH.read(LAYERS, counted(namesAndShapes), Map.of());
        assertThat(number(read, "lower", Parameter.W)).isEqualTo(lower);
        assertThat(number(read, "upper", Parameter.W)).isEqualTo(4 - lower);
    }

    @Test
    void aGroupGoesToTheLayerOfItsName() {
        expectLower(3, "upper.weight_ih_l0 *", "upper.weight_hh_l0 *", "lower.weight_ih_l0 *", "lower.weight_hh_l0 *");
        expectLower(3, "upper.weight_ih *", "upper.weight_hh *", "x.weight_ih_l0 *", "x.weight_hh_l0 *");
        expectLower(3, "m.upper.weight_ih_l0 *", "m.upper.weight_hh_l0 *", "x.weight_ih *", "x.weight_hh *");
        Map<String, Tensor> keras = counted(
                "upper/kernel *",
                "upper/recurrent_kernel *",
                "m/lower/simple_rnn_cell/kernel:0 *",
                "m/lower/simple_rnn_cell/recurrent_kernel:0 *");
        assertThat(number(Layout.KERAS.read(LAYERS, keras, Map.of()), "lower", Parameter.W))
                .isEqualTo(3);
        assertThat(number(
                        Layout.KERAS.read(LAYERS, keras, Map.of("lower", "upper", "upper", "m/lower")),
                        "lower",
                        Parameter.W))
                .isEqualTo(1);
    }

    /** Two groups that end in a layer's name say nothing. */
    @Test
    void namesThatAreAmbiguousLeaveTheOrderOfTheFile() {
        expectLower(1, "x.upper.weight_ih *", "x.upper.weight_hh *", "y.upper.weight_ih *", "y.upper.weight_hh *");
    }

    @Test
    void layersOfOneModuleGoByTheirNumber() {
        expectLower(3, "weight_ih_l1 *", "weight_hh_l1 *", "weight_ih_l0 *", "weight_hh_l0 *");
        expectLower(3, "x.weight_ih_l10 *", "x.weight_hh_l10 *", "x.weight_ih_l9 *", "x.weight_hh_l9 *");
        expectLower(3, "lower.weight_ih_l1 *", "lower.weight_hh_l1 *", "lower.weight_ih_l0 *", "lower.weight_hh_l0 *");
    }

    @Test
    void aNameAgainstTheNumbersIsRefused() {
        Map<String, Tensor> arrays =
                counted("upper.weight_ih_l0 *", "upper.weight_hh_l0 *", "upper.weight_ih_l1 *", "upper.weight_hh_l1 *");
        assertThatThrownBy(() -> Layout.PYTORCH.read(LAYERS, arrays, Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("groups in PyTorch's layout: \"upper.l0\" below \"upper.l1\" expected, \"upper.l1\" is"
                        + " SimpleRnn \"lower\", \"upper.l0\" is SimpleRnn \"upper\" found"
                        + " (\"names\" may say otherwise)");
    }

    @Test
    void kerasGroupsByPath() {
        Map<String, Tensor> arrays = counted(
                "model/simple_rnn/simple_rnn_cell/kernel:0 *",
                "model/simple_rnn/simple_rnn_cell/recurrent_kernel:0 *",
                "model/simple_rnn/simple_rnn_cell/bias:0",
                "simple_rnn_1/kernel *",
                "simple_rnn_1/recurrent_kernel *",
                "simple_rnn_1/bias",
                "dense/kernel:0 *",
                "dense/bias:0");
        expect(Layout.KERAS.read(TWO, arrays, Map.of()), 1, 4, 7);
        expect(Layout.KERAS.read(TWO, arrays, Map.of("upper", "model/simple_rnn")), 4, 1, 7);
    }

    /** What {@code numpy.savez(*model.get_weights())} writes, in whatever order it is read. */
    @Test
    void kerasReadsByPosition() {
        Map<String, Tensor> arrays =
                counted("arr_0 *", "arr_1 *", "arr_2", "arr_3 *", "arr_4 *", "arr_5", "arr_6 *", "arr_7");
        expect(Layout.KERAS.read(TWO, arrays, Map.of()), 1, 4, 7);
        List<String> backwards = new ArrayList<>(arrays.keySet());
        Collections.reverse(backwards);
        Map<String, Tensor> reversed = new LinkedHashMap<>();
        backwards.forEach(name -> reversed.put(name, arrays.get(name)));
        expect(Layout.KERAS.read(TWO, reversed, Map.of()), 1, 4, 7);
    }

    /** Without a layer in the other direction, forward_ is only how a layer is called. */
    @Test
    void kerasKnowsDirectionsByTheOther() {
        Weights one = Layout.KERAS.read(
                NetworkSpec.of(rnn("a", Bias.NONE)),
                counted("forward_rnn/kernel *", "forward_rnn/recurrent_kernel *"),
                Map.of("a", "forward_rnn"));
        assertThat(number(one, "a", Parameter.RW)).isEqualTo(2);
        Weights both = Layout.KERAS.read(
                NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, rnn("a", Bias.NONE))),
                counted(
                        "forward_rnn/simple_rnn_cell_1/kernel *", "forward_rnn/simple_rnn_cell_1/recurrent_kernel *",
                        "backward_rnn/simple_rnn_cell_2/kernel *", "backward_rnn/simple_rnn_cell_2/recurrent_kernel *"),
                Map.of("a", "rnn"));
        assertThat(number(both, "a.reverse", Parameter.W)).isEqualTo(3);
    }

    @Test
    void onnxGroupsByPrefix() {
        Map<String, Tensor> arrays = counted("x_W **", "x_R **", "y/W **", "y/R **", "z.B *");
        NetworkSpec network = NetworkSpec.of(
                rnn("lower", Bias.NONE),
                rnn("upper", Bias.NONE),
                new DenseSpec("head", 1, 1, Activation.TANH, Bias.NONE));
        expect(Layout.ONNX.read(network, arrays, Map.of()), 1, 3, 5);
        expect(Layout.ONNX.read(network, arrays, Map.of("lower", "y")), 3, 1, 5);
        Weights bare = Layout.ONNX.read(NetworkSpec.of(rnn("a", Bias.NONE)), counted("W **", "R **"), Map.of("a", ""));
        assertThat(number(bare, "a", Parameter.RW)).isEqualTo(2);
    }

    /** Gradients come from the output to the input, and biases are rows before 1.0.0-M2. */
    @Test
    void deeplearning4jGoesByNumber() {
        Map<String, Tensor> arrays = counted("10_W *", "10_b *", "2_W *", "2_RW *", "2_b", "0_W *", "0_RW *", "0_b *");
        expect(Layout.DEEPLEARNING4J.read(TWO, arrays, Map.of()), 6, 3, 1);
        Map<String, Tensor> graph = counted("out_W *", "out_b", "b_W *", "b_RW *", "b_b", "a_W *", "a_RW *", "a_b");
        expect(Layout.DEEPLEARNING4J.read(TWO, graph, Map.of("lower", "a", "upper", "b")), 6, 3, 1);
    }

    /** A last step has no number of its own in Deeplearning4j, an activation has. */
    @Test
    void deeplearning4jNumbersLayers() {
        NetworkSpec network = NetworkSpec.of(
                new ActivationSpec("relu", 1, Activation.RELU), rnn("a", Bias.ONE), new LastStepSpec("last", 1), DENSE);
        assertThat(Layout.DEEPLEARNING4J.write(network, Weights.random(network, 1)))
                .containsOnlyKeys("1_W", "1_RW", "1_b", "2_W", "2_b");
    }

    static Stream<Arguments> expressible() {
        List<Arguments> all = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            for (LayerSpec layer : layers(layout)) {
                all.add(arguments(layout, layer));
            }
        }
        return all.stream();
    }

    private static List<LayerSpec> layers(Layout layout) {
        List<LayerSpec> layers = new ArrayList<>();
        boolean two = layout == Layout.PYTORCH || layout == Layout.ONNX;
        for (Bias bias : Bias.values()) {
            if (bias != Bias.TWO || two) {
                layers.add(new SimpleRnnSpec("a", 3, 2, Activation.TANH, bias, false));
            }
            if (bias != Bias.TWO) {
                layers.add(new DenseSpec("a", 3, 2, Activation.TANH, bias));
            }
            for (Reset reset : Reset.values()) {
                boolean has = two || bias != Bias.TWO || reset == Reset.AFTER_PRODUCT;
                if (layout != Layout.DEEPLEARNING4J && has) {
                    layers.add(new GruSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, reset, bias));
                }
            }
        }
        layers.add(LstmSpec.plain("a", 3, 2));
        if (layout == Layout.ONNX || layout == Layout.DEEPLEARNING4J) {
            LstmSpec peepholes = new LstmSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, true);
            layers.add(peepholes);
            layers.add(BidirectionalSpec.of(Mode.ADD, Form.GRAVES, peepholes));
        }
        if (layout == Layout.DEEPLEARNING4J) {
            layers.add(
                    new SimpleRnnSpec("a", 3, 2, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false));
        }
        layers.add(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, LstmSpec.plain("a", 3, 2)));
        layers.add(new MaskZeroSpec(LstmSpec.plain("a", 3, 2), 0, MaskRule.RESET));
        return layers;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("expressible")
    void whatWasWrittenIsReadBackBitForBit(Layout layout, LayerSpec layer) {
        NetworkSpec network = NetworkSpec.of(layer, new DenseSpec("b", 2, 2, Activation.TANH), again(layer));
        Weights weights = Weights.random(network, 20260704);
        Map<String, Tensor> arrays = layout.write(network, weights);
        Weights read = layout.read(network, arrays, Map.of());
        assertThat(read.keys()).containsExactlyElementsOf(weights.keys());
        for (ParameterKey key : weights.keys()) {
            assertThat(read.get(key).toArray())
                    .as("%s", key)
                    .containsExactly(weights.get(key).toArray());
        }
        arrays.forEach((name, array) ->
                assertThat(layout.write(network, read).get(name).values()).containsExactly(array.values()));
    }

    /** The same layer on top, so that groups are told apart by their order. */
    private static LayerSpec again(LayerSpec layer) {
        if (layer instanceof DenseSpec dense) {
            return new DenseSpec("c", 2, 2, dense.activation(), dense.bias());
        }
        if (layer instanceof BidirectionalSpec both && both.forward() instanceof LstmSpec lstm) {
            return BidirectionalSpec.of(
                    both.mode(),
                    both.form(),
                    new LstmSpec("c", 2, 2, lstm.activation(), lstm.gateActivation(), lstm.peepholes()));
        }
        return LstmSpec.plain("c", 2, 2);
    }

    static Stream<Arguments> refusals() {
        LayerSpec lstm = LstmSpec.plain("encoder", 1, 1);
        LayerSpec rnn = rnn("encoder", Bias.ONE);
        LayerSpec bare = rnn("encoder", Bias.NONE);
        LayerSpec peepholes = new LstmSpec("encoder", 1, 1, Activation.TANH, Activation.SIGMOID, true);
        LayerSpec gru = GruSpec.plain("encoder", 1, 1);
        LayerSpec before =
                new GruSpec("encoder", 1, 1, Activation.TANH, Activation.SIGMOID, Reset.BEFORE_PRODUCT, Bias.TWO);
        LayerSpec start = new SimpleRnnSpec("encoder", 1, 1, Activation.TANH, Bias.ONE, true);
        LayerSpec norm =
                new SimpleRnnSpec("encoder", 1, 1, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false);
        return Stream.of(
                // Shapes and what is missing or too much.
                arguments(
                        Layout.PYTORCH,
                        lstm,
                        counted("weight_ih_l0 *", "weight_hh_l0 *", "bias_ih_l0"),
                        "weight_ih_l0 of LSTM \"encoder\" in PyTorch's layout: 4×1 expected, 1×1 found"),
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted("weight_ih_l0 *", "bias_ih_l0"),
                        "weight_hh of SimpleRnn \"encoder\" in PyTorch's layout: 1×1 expected, none found"),
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted("x.weight_ih_l0 *", "x.weight_hr_l0 *"),
                        "\"x.weight_hr_l0\" in PyTorch's layout: a name that ends in weight_ih_l0, weight_hh_l0,"
                                + " bias_ih_l0, bias_hh_l0, one of these and _reverse, weight or bias expected"),
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted("weight_ih_l0 *", "weight_ih_l0_reverse *"),
                        "weight_ih_l0_reverse of SimpleRnn \"encoder\" in PyTorch's layout: one of weight_ih, weight_hh,"
                                + " bias_ih, bias_hh expected, weight_ih_reverse found"),
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted("a.weight *", "b.weight *"),
                        "arrays in PyTorch's layout: one group for each of encoder expected, a, b found"),
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted(),
                        "arrays in PyTorch's layout: one group for each of encoder expected, none found"),
                arguments(
                        Layout.KERAS,
                        rnn,
                        counted("a/kernel *", "a/kernel:0 *"),
                        "\"a/kernel:0\" in Keras' layout: one kernel of \"a\" expected, \"a/kernel\" found too"),
                arguments(
                        Layout.KERAS,
                        rnn,
                        counted("arr_0 *", "arr_1 *"),
                        "arrays in Keras' layout: arr_0 to arr_2 expected, for kernel, recurrent_kernel, bias,"
                                + " arr_0, arr_1 found"),
                arguments(
                        Layout.ONNX,
                        rnn,
                        counted("W **", "R **", "B *", "P *"),
                        "P of SimpleRnn \"encoder\" in ONNX's layout: one of W, R, B expected, P found"),
                arguments(
                        Layout.DEEPLEARNING4J,
                        rnn,
                        counted("0_W *", "0_RW *", "0_b", "0_g"),
                        "0_g of SimpleRnn \"encoder\" in Deeplearning4j's layout: one of W, RW, b expected, g found"),
                // Numbers that no parameter stands for.
                arguments(
                        Layout.PYTORCH,
                        rnn,
                        counted("weight_ih_l0 *", "weight_hh_l0 *", "bias_ih_l0", "bias_hh_l0"),
                        "bias_hh_l0 of SimpleRnn \"encoder\" in PyTorch's layout: zeros expected, since the layer has no"
                                + " second bias (\"bias\": \"two\" gives it two), 4.0 found"),
                arguments(
                        Layout.PYTORCH,
                        bare,
                        counted("weight_ih_l0 *", "weight_hh_l0 *", "bias_ih_l0"),
                        "bias_ih_l0 of SimpleRnn \"encoder\" in PyTorch's layout: zeros expected, since the layer has no"
                                + " bias (\"bias\": \"one\" gives it one), 3.0 found"),
                arguments(
                        Layout.DEEPLEARNING4J,
                        bare,
                        counted("0_W *", "0_RW *", "0_b"),
                        "0_b of SimpleRnn \"encoder\" in Deeplearning4j's layout: zeros expected, since the layer has no"
                                + " bias (\"bias\": \"one\" gives it one), 3.0 found"),
                // What a layout has no place for.
                arguments(
                        Layout.PYTORCH,
                        peepholes,
                        counted(),
                        "LSTM \"encoder\" in PyTorch's layout: a layer without peepholes expected, p found"),
                arguments(
                        Layout.KERAS,
                        peepholes,
                        counted(),
                        "LSTM \"encoder\" in Keras' layout: a layer without peepholes expected, p found"),
                arguments(
                        Layout.KERAS,
                        before,
                        counted(),
                        "GRU \"encoder\" in Keras' layout: a layer without a second bias expected, rb found"),
                arguments(
                        Layout.DEEPLEARNING4J,
                        gru,
                        counted(),
                        "GRU \"encoder\" in Deeplearning4j's layout: SimpleRnn, LSTM or Dense expected, GRU found"),
                arguments(
                        Layout.DEEPLEARNING4J,
                        rnn("encoder", Bias.TWO),
                        counted(),
                        "SimpleRnn \"encoder\" in Deeplearning4j's layout: a layer without a second bias expected, rb found"),
                arguments(
                        Layout.PYTORCH,
                        start,
                        counted(),
                        "SimpleRnn \"encoder\" in PyTorch's layout: a layer without a trained initial state expected,"
                                + " h0 found"),
                arguments(
                        Layout.ONNX,
                        norm,
                        counted(),
                        "SimpleRnn \"encoder\" in ONNX's layout: a layer without gains of layer normalisation expected,"
                                + " g found"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("refusals")
    void whatDoesNotFitIsRefused(Layout layout, LayerSpec layer, Map<String, Tensor> arrays, String sentence) {
        NetworkSpec network = NetworkSpec.of(layer);
        assertThatThrownBy(() -> layout.read(network, arrays, Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(sentence);
        if (arrays.isEmpty() && !sentence.startsWith("arrays")) {
            assertThatThrownBy(() -> layout.write(network, Weights.random(network, 1)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage(sentence);
        }
    }

    /** One W, one R of 4 gates, both biases 0, peepholes that the layer does not have. */
    @Test
    void peepholesThatTheLayerDoesNotHaveAreRefused() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("W", LayoutPlacementTest.array(List.of(1, 4, 1), 1, 2, 3, 4));
        arrays.put("R", LayoutPlacementTest.array(List.of(1, 4, 1), 1, 2, 3, 4));
        arrays.put("B", LayoutPlacementTest.array(List.of(1, 8), 0, 0, 0, 0, 0, 0, 0, 0));
        arrays.put("P", LayoutPlacementTest.array(List.of(1, 3), 0, 0, 5));
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("encoder", 1, 1));
        assertThatThrownBy(() -> Layout.ONNX.read(network, arrays, Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("P of LSTM \"encoder\" in ONNX's layout: zeros expected, since the layer has no peepholes"
                        + " (\"peepholes\": true gives it some), 5.0 found");
    }

    @Test
    void namesThatAreNotThereAreRefused() {
        Map<String, Tensor> arrays = counted("fc.weight *", "fc.bias");
        NetworkSpec network = NetworkSpec.of(DENSE);
        assertThatThrownBy(() -> Layout.PYTORCH.read(network, arrays, Map.of("tail", "fc")))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("names in PyTorch's layout: layers with parameters, head, expected, \"tail\" found");
        assertThatThrownBy(() -> Layout.PYTORCH.read(network, arrays, Map.of("head", "cf")))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("group of \"head\" in PyTorch's layout: one of fc, each once, expected, \"cf\" found");
        assertThatThrownBy(() -> Layout.KERAS.read(network, counted("arr_0 *", "arr_1"), Map.of("head", "fc")))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("names in Keras' layout: none expected for arrays by position, \"head\" found");
    }
}
