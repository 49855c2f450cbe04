package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.layout.Layout;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases whose arrays are another framework's: its names and shapes, its axes, its file. {@code case.npz} was written by NumPy
 * 1.24.2:
 *
 * <pre>{@code
 * import numpy as np
 * kernel, recurrent, bias = np.array([[0.5, -0.25]]), np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([0.0, 0.001])
 * weights = [kernel, recurrent, bias, np.array([[2.0], [3.0]]), np.array([0.25])]
 * np.savez("case.npz", input=np.array([[[1.0], [2.0]], [[3.0], [4.0]], [[5.0], [6.0]]]),
 *          **{f"keras/arr_{i}": array for i, array in enumerate(weights)})
 * }</pre>
 */
class LayoutInCasesTest {
    /** Three rows of two steps, as Keras has them; ours are two steps of three rows. */
    static final String CASE = """
            {"format": 1, "name": "keras", "arrays": "case.npz",
             "network": [
               {"kind": "SimpleRnn", "name": "rnn", "inputs": 1, "units": 2, "activation": "tanh"},
               {"kind": "Dense", "name": "head", "inputs": 2, "outputs": 1, "activation": "tanh"}],
             "weights": {"layout": "keras", "arrays": {"npz": "keras/"}},
             "input": {"axes": "batch time features", "npz": "input"},
             "objective": {"kind": "upstream", "outputs":
               {"axes": "features batch time", "shape": [1, 3, 2], "values": [1, 2, 3, 4, 5, 6]}},
             "observed": ["outputs"],
             "observations": [
               {"kind": "outputs", "layer": "rnn", "axes": "batch time features", "shape": [3, 2, 2],
                "values": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}]}
            """;

    /** b of torch's first bias, rb of its second; rows of two units. */
    static final String TORCH = """
            {"format": 1, "name": "torch",
             "network": [{"kind": "SimpleRnn", "name": "rnn", "inputs": 1, "units": 2, "activation": "tanh", "bias": "two"}],
             "weights": {"layout": "pytorch", "names": {"rnn": "net.l0"}, "arrays": {
               "net.weight_ih_l0": {"shape": [2, 1], "values": [1, 2]},
               "net.weight_hh_l0": {"shape": [2, 2], "values": [3, 4, 5, 6]},
               "net.bias_ih_l0": {"shape": [2], "values": [7, 8]},
               "net.bias_hh_l0": {"shape": [2], "values": [9, 10]}}},
             "input": {"shape": [1, 1, 1], "values": [1]},
             "objective": {"kind": "upstream", "outputs": {"shape": [1, 1, 2], "values": [1, 1]}},
             "observed": ["gradient"],
             "observations": [
               {"kind": "gradient", "layout": "pytorch", "name": "net.weight_hh_l0", "shape": [2, 2], "values": [13, 14, 15, 16]},
               {"kind": "gradient", "layer": "rnn", "part": "b", "shape": [1, 2], "values": [17, 18]}]}
            """;

    @TempDir
    private Path folder;

    private CaseFile read(String text) throws IOException {
        Files.write(folder.resolve("case.npz"), NpzFileTest.resource("case.npz"));
        return CaseReader.read(Files.writeString(folder.resolve("x.case.json"), text));
    }

    @Test
    void kerasCasesAreReadAsTheyCome() throws IOException {
        CaseFile file = read(CASE);

        Case scenario = file.scenario();
        assertThat(scenario.input().time()).isEqualTo(2);
        assertThat(scenario.input().batch()).isEqualTo(3);
        assertThat(scenario.input().values()).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(weight(scenario, "rnn", Parameter.W)).containsExactly(0.5, -0.25);
        assertThat(weight(scenario, "rnn", Parameter.RW)).containsExactly(0.1, 0.2, 0.3, 0.4);
        assertThat(weight(scenario, "rnn", Parameter.B)).containsExactly(0, 0.001);
        assertThat(weight(scenario, "head", Parameter.W)).containsExactly(2, 3);
        assertThat(weight(scenario, "head", Parameter.B)).containsExactly(0.25);
        assertThat(file.observations()
                        .orElseThrow()
                        .get(Quantity.outputs("rnn"))
                        .values())
                .containsExactly(1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12);
        assertThat(CaseWriter.text(CaseFile.of(scenario))).doesNotContain("npz", "layout", "axes");
        String again = CaseWriter.text(file);
        assertThat(again).contains("\"layout\" : \"keras\"").doesNotContain("npz", "axes");
        CaseFile readAgain = CaseReader.read(again.getBytes(StandardCharsets.UTF_8));
        assertThat(CaseWriter.text(readAgain)).isEqualTo(again);
        assertThat(readAgain.scenario().weights()).isEqualTo(scenario.weights());
    }

    private static double[] weight(Case scenario, String layer, Parameter parameter) {
        return scenario.weights().get(layer, parameter).toArray();
    }

    @Test
    void pytorchCasesAreReadAsTheyCome() throws IOException {
        CaseFile file = read(TORCH);

        Case scenario = file.scenario();
        assertThat(weight(scenario, "rnn", Parameter.W)).containsExactly(1, 2);
        assertThat(weight(scenario, "rnn", Parameter.RW)).containsExactly(3, 5, 4, 6);
        assertThat(weight(scenario, "rnn", Parameter.B)).containsExactly(7, 8);
        assertThat(weight(scenario, "rnn", Parameter.RB)).containsExactly(9, 10);
        Observations observed = file.observations().orElseThrow();
        assertThat(observed.get(Quantity.gradient(new ParameterKey("rnn", Parameter.RW)))
                        .values())
                .containsExactly(13, 15, 14, 16);
        assertThat(observed.get(Quantity.gradient(new ParameterKey("rnn", Parameter.B)))
                        .values())
                .containsExactly(17, 18);
    }

    /** One step of Adam on two units, m of PyTorch's second matrix [to, from] as it has it. */
    static final String TRAINED = TORCH.replace(
                    "\"kind\": \"upstream\", \"outputs\": {",
                    "\"kind\": \"targets\", \"loss\": {\"function\": \"MSE\", \"reduction\": \"sum\"}, \"targets\": {")
            .replace("\"observed\": [\"gradient\"]", """
                    "training": {
                      "optimizer": {"kind": "Adam", "rate": 1, "beta1": 0, "beta2": 0, "epsilon": 1, "form": "algorithm 1"},
                      "minibatches": [{"input": {"shape": [1, 1, 1], "values": [1]},
                                       "targets": {"shape": [1, 1, 2], "values": [1, 1]}}], "order": [1]},
                    "observed": ["optimizer state"]""")
            .replace("\"kind\": \"gradient\", \"layer\"", "\"kind\": \"parameter\", \"step\": 1, \"layer\"")
            .replace("\"kind\": \"gradient\"", "\"kind\": \"optimizer state\", \"part\": \"m\", \"step\": 1");

    @Test
    void optimizerStateGoesByNamesOfTheWeightsAndItsSlot() throws IOException {
        Observations observed = read(TRAINED).observations().orElseThrow();
        ParameterKey matrix = new ParameterKey("rnn", Parameter.RW);
        assertThat(observed.get(Quantity.optimizerState(matrix, "m", 1)).values())
                .containsExactly(13, 15, 14, 16);
        assertThat(observed.get(Quantity.parameter(new ParameterKey("rnn", Parameter.B), 1))
                        .values())
                .containsExactly(17, 18);
        assertThat(observed.quantities()).hasSize(2);
    }

    /** Whatever a layout writes of the networks that tests of this format have is read from a case, bit for bit. */
    @Test
    void everyLayoutIsReadFromCases() {
        int read = 0;
        for (Case scenario : Cases.all()) {
            String own = CaseWriter.text(CaseFile.of(scenario));
            for (Layout layout : Layout.values()) {
                Map<String, Tensor> arrays;
                try {
                    arrays = layout.write(scenario.network(), scenario.weights());
                } catch (InvalidInput hasNoPlace) {
                    continue;
                }
                Case back = CaseReader.read(withWeights(own, layout, arrays).getBytes(StandardCharsets.UTF_8))
                        .scenario();
                read++;
                Weights expected = scenario.weights();
                expected.keys()
                        .forEach(key -> assertThat(back.weights().get(key).toArray())
                                .as("%s of %s in %s", key, scenario.name(), layout)
                                .containsExactly(expected.get(key).toArray()));
            }
        }
        assertThat(read).isGreaterThan(20);
    }

    static String withWeights(String own, Layout layout, Map<String, Tensor> arrays) {
        String foreign = arrays.entrySet().stream()
                .map(array -> "\"" + array.getKey() + "\": {\"shape\": "
                        + array.getValue().axes().stream()
                                .map(axis -> axis.size())
                                .toList()
                        + ", \"values\": "
                        + Arrays.stream(array.getValue().values())
                                .mapToObj(number -> "\"" + Double.toHexString(number) + "\"")
                                .toList()
                        + "}")
                .collect(Collectors.joining(", "));
        int from = own.indexOf("\"weights\"");
        int to = own.indexOf("\"input\"");
        return own.substring(0, from) + "\"weights\": {\"layout\": \"" + layout.word() + "\", \"arrays\": {" + foreign
                + "}},\n" + own.substring(to);
    }

    /** A layer may be called layout. */
    @Test
    void aLayerCalledLayoutIsALayer() throws IOException {
        String text = CaseWriter.text(read(TORCH)).replace("\"rnn\"", "\"layout\"");
        assertThat(weight(read(text).scenario(), "layout", Parameter.W)).containsExactly(1, 2);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(CASE, "\"case.npz\"", "\"../case.npz\"", plain("../case.npz")),
                arguments(CASE, "\"case.npz\"", "\"/tmp/case.npz\"", plain("/tmp/case.npz")),
                arguments(CASE, "\"case.npz\"", "\"a\\\\case.npz\"", plain("a\\case.npz")),
                arguments(CASE, "\"case.npz\"", "\"case.zip\"", plain("case.zip")),
                arguments(CASE, "\"case.npz\"", "\"..npz\"", plain("..npz")),
                arguments(
                        CASE,
                        "\"case.npz\"",
                        "\"nowhere.npz\"",
                        "arrays: a file beside the case expected, \"nowhere.npz\" found, which is not there"),
                arguments(
                        CASE,
                        "\"arrays\": \"case.npz\",",
                        "",
                        "weights.arrays.npz: an array beside the case expected, which takes \"arrays\": \"NAME.npz\", none found"),
                arguments(
                        CASE,
                        "\"npz\": \"input\"",
                        "\"npz\": \"output\"",
                        "input.npz: the name of an array beside the case expected, \"output\" found"),
                arguments(
                        CASE,
                        "\"npz\": \"keras/\"",
                        "\"npz\": \"torch/\"",
                        "weights.arrays.npz: the beginning of names of arrays beside the case expected, \"torch/\" found"),
                arguments(
                        CASE,
                        "\"npz\": \"input\"",
                        "\"npz\": \"input\", \"shape\": [1, 1, 1]",
                        "input: either shape and values or npz expected, both found"),
                arguments(
                        CASE,
                        "\"npz\": \"input\"",
                        "\"npz\": \"keras/arr_0\"",
                        "input.shape: 3 sizes expected, 2 found"),
                arguments(
                        CASE,
                        "\"batch time features\", \"npz\"",
                        "\"batch time time\", \"npz\"",
                        "input.axes: the words time, batch and features in some order expected, \"batch time time\" found"),
                arguments(CASE, "[1, 3, 2]", "[3, 1, 2]", "objective.outputs: 1×3×2 expected, 3×1×2 found"),
                arguments(
                        CASE,
                        "\"layout\": \"keras\"",
                        "\"layout\": \"tensorflow\"",
                        "weights.layout: one of pytorch, keras, onnx, deeplearning4j expected, \"tensorflow\" found"),
                arguments(
                        CASE,
                        "\"npz\": \"keras/\"",
                        "\"npz\": \"\"",
                        "weights: \"input\" in Keras' layout: a path that ends in kernel, recurrent_kernel or bias, or arr_0,"
                                + " arr_1 … throughout, expected"),
                arguments(
                        TORCH,
                        "\"shape\": [2, 1], \"values\": [1, 2]",
                        "\"shape\": [1, 2], \"values\": [1, 2]",
                        "weights: net.weight_ih_l0 of SimpleRnn \"rnn\" in PyTorch's layout: 2×1 expected, 1×2 found"),
                arguments(
                        TORCH,
                        "\"net.bias_hh_l0\"",
                        "\"net.b\\u0000\"",
                        "weights.arrays: names of at most 200 ASCII characters expected, \"net.b?\" found"),
                arguments(
                        TORCH,
                        "\"bias\": \"two\"",
                        "\"bias\": \"one\"",
                        "weights: net.bias_hh_l0 of SimpleRnn \"rnn\" in PyTorch's layout: zeros expected, since the layer has"
                                + " no second bias (\"bias\": \"two\" gives it two), 9.0 found"),
                arguments(
                        TORCH,
                        "\"layout\": \"pytorch\", \"name\"",
                        "\"layout\": \"keras\", \"name\"",
                        "observations[0].layout: the layout of the weights, pytorch, expected, \"keras\" found"),
                arguments(
                        TORCH,
                        "\"name\": \"net.weight_hh_l0\"",
                        "\"name\": \"net.weight_xx_l0\"",
                        "observations[0]: array in PyTorch's layout: one of net.weight_ih_l0, net.weight_hh_l0,"
                                + " net.bias_ih_l0, net.bias_hh_l0 expected, \"net.weight_xx_l0\" found"),
                arguments(
                        TRAINED,
                        "\"part\": \"m\"",
                        "\"part\": \"exp_avg\"",
                        "observations[0].part: one of m, v expected, \"exp_avg\" found"),
                arguments(TRAINED, "\"part\": \"m\", ", "", "observations[0].part: a value expected, none found"),
                arguments(
                        TRAINED,
                        "\"part\": \"m\", \"step\": 1",
                        "\"part\": \"m\", \"step\": 2",
                        "observations[0]: step of optimizer state: 1 to 1 expected, 2 found"),
                arguments(
                        TORCH,
                        "\"kind\": \"gradient\", \"layout\"",
                        "\"kind\": \"optimizer state\", \"part\": \"m\", \"layout\"",
                        "observations[0].part: an optimizer that keeps state expected, \"m\" found"),
                arguments(
                        TORCH,
                        "\"kind\": \"gradient\", \"layout\"",
                        "\"kind\": \"gradient\", \"part\": \"m\", \"layout\"",
                        "observations[0]: only the fields shape, values, kind, layout, name, step expected, \"part\" found"),
                arguments(
                        TORCH,
                        "\"name\": \"net.weight_hh_l0\", \"shape\": [2, 2]",
                        "\"name\": \"net.bias_ih_l0\", \"shape\": [4]",
                        "observations[0]: net.bias_ih_l0 of SimpleRnn \"rnn\" in PyTorch's layout: 2 expected, 4 found"),
                arguments(
                        TORCH,
                        "\"name\": \"net.weight_hh_l0\", \"shape\": [2, 2], \"values\": [13, 14, 15, 16]",
                        "\"name\": \"net.bias_ih_l0\", \"shape\": [2], \"values\": [13, 14]",
                        "observations[1]: every quantity once expected, db of \"rnn\" found again"));
    }

    private static String plain(String found) {
        return "arrays: the name of a file beside the case, NAME.npz, expected, \"" + found + "\" found";
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("refusals")
    void whatDoesNotFitIsRefused(String good, String part, String bad, String sentence) {
        assertThat(good).containsOnlyOnce(part);
        assertThatThrownBy(() -> read(good.replace(part, bad)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(folder.resolve("x.case.json") + ": " + sentence);
    }

    @Test
    void noFolderNoArrays() {
        assertThatThrownBy(() -> CaseReader.read(CASE.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("arrays: a case with all its numbers in it expected, as there is no folder, one with arrays"
                        + " beside it found");
    }

    @Test
    void linksThatLeadElsewhereAreRefused() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.write(folder.resolve("case.npz"), NpzFileTest.resource("case.npz"));
        Files.createSymbolicLink(inside.resolve("case.npz"), folder.resolve("case.npz"));
        Path file = Files.writeString(inside.resolve("x.case.json"), CASE);
        assertThatThrownBy(() -> CaseReader.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        file + ": arrays: a file beside the case expected, \"case.npz\" found, which leads elsewhere");
    }

    /** Each array may be referred to more than once, and is then counted again. */
    @Test
    void arraysAreSharedByNobody() throws IOException {
        String twice = CASE.replace(
                "\"observed\"",
                "\"masks\": {\"features\": {\"axes\": \"batch time features\", \"npz\": \"input\"}}, \"observed\"");
        assertThatThrownBy(() -> read(twice)).isInstanceOf(InvalidInput.class).hasMessageContaining("mask");
        NpzFile file = NpzFile.read("case.npz", NpzFileTest.resource("case.npz"), 20);
        Node place = new Node("input.npz", "input", new Attachment());
        double[] first = file.values(place, "input");
        assertThatThrownBy(() -> file.values(place, "input"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("input.npz: at most 8000000 numbers in the case and beside it expected, more found");
        assertThat(first).containsExactly(1, 2, 3, 4, 5, 6);
    }
}
