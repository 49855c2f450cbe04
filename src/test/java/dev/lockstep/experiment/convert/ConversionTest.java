package dev.lockstep.experiment.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.caseformat.WholeFile;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights from layout to layout, who proves them, and that what is not proven is not written. */
class ConversionTest {
    private static final NetworkSpec LSTM = Networks.under(Networks.lstm(Bias.ONE));
    private static final NetworkSpec TWO = Networks.under(Networks.lstm(Bias.TWO));

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private boolean convert(Path from, String to, String layout, Framework... frameworks) {
        return new Conversion(List.of(frameworks), said::add, 7)
                .of(from, Target.of(folder.resolve(to), Optional.ofNullable(layout)));
    }

    private Path given(Case scenario, Layout layout) {
        ForeignArrays arrays = ForeignArrays.of(layout, scenario.network(), scenario.weights());
        return given(new CaseFile(scenario, Optional.empty(), Optional.empty(), Optional.of(arrays)));
    }

    private Path given(CaseFile content) {
        Path file = folder.resolve("from.case.json");
        CaseWriter.write(content, file);
        return file;
    }

    private static void expectSameBits(Weights a, Weights b) {
        assertThat(a.keys()).containsExactlyElementsOf(b.keys());
        for (ParameterKey key : a.keys()) {
            assertThat(a.get(key).toArray())
                    .as("%s", key)
                    .containsExactly(b.get(key).toArray());
        }
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("from.case.json")).toList();
        }
    }

    static Stream<Arguments> allModels() {
        return Networks.of(Layout.DEEPLEARNING4J).stream()
                .map(network -> arguments(network.layers().get(0).toString(), network));
    }

    /** Two biases, two directions, peepholes, each once. */
    static Stream<Arguments> someModels() {
        List<Arguments> all = allModels().toList();
        return Stream.of(all.get(all.size() - 1), all.get(all.size() - 4), all.get(all.size() - 5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("someModels")
    void layersOfDeeplearning4jGoIntoAModelAndBack(String name, NetworkSpec network) {
        everyLayerOfDeeplearning4jGoesIntoAModelAndBack(name, network);
    }

    /** From our own layout into a model, which Deeplearning4j loads and runs, and back. */
    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("allModels")
    void everyLayerOfDeeplearning4jGoesIntoAModelAndBack(String name, NetworkSpec network) {
        Case scenario = Networks.scenario(network);
        assertThat(convert(given(CaseFile.of(scenario)), "to.zip", null, Frameworks.deeplearning4j()))
                .as("%s", said)
                .isTrue();
        assertThat(convert(folder.resolve("to.zip"), "back.case.json", null, Frameworks.deeplearning4j()))
                .as("%s", said)
                .isTrue();
        Case back = CaseReader.read(folder.resolve("back.case.json")).scenario();
        assertThat(back.network().layers().stream().map(layer -> layer.title()).toList())
                .isEqualTo(network.layers().stream().map(layer -> layer.title()).toList());
        // A layer of Deeplearning4j's always has one bias.
        Weights one = OneBias.in(
                        Layout.DEEPLEARNING4J,
                        network,
                        scenario.weights(),
                        back.execution().precision())
                .weights();
        Map<ParameterKey, RowMajorMatrix> found =
                new LinkedHashMap<>(back.weights().asMap());
        found.keySet().retainAll(one.keys());
        assertThat(found.keySet()).isEqualTo(one.keys());
        found.forEach((key, matrix) -> assertThat(matrix.toArray())
                .as("%s", key)
                .containsExactly(one.get(key).toArray()));
    }

    @Test
    void aModelKeepsItsPrecisionAndTheOrderOfItsSequences() {
        Execution floats = new Execution(Precision.SINGLE, SequenceFormat.NWC);
        Path from = given(CaseFile.of(Networks.scenario(LSTM).with(floats)));
        assertThat(convert(from, "to.zip", null, Frameworks.deeplearning4j()))
                .as("%s", said)
                .isTrue();
        assertThat(convert(folder.resolve("to.zip"), "back.case.json", null, Frameworks.deeplearning4j()))
                .isTrue();
        Case back = CaseReader.read(folder.resolve("back.case.json")).scenario();
        assertThat(back.execution()).isEqualTo(floats);
        expectSameBits(back.weights(), CaseReader.read(from).scenario().weights());
    }

    /** Every array that PyTorch has is the same bits after it has been ours, Deeplearning4j's and ours again. */
    @Test
    void theWayThroughDeeplearning4jAndBackLosesNoBit() {
        Case scenario = Networks.scenario(LSTM);
        Planted pytorch = Planted.honest(Layout.PYTORCH);
        Path from = given(scenario, Layout.PYTORCH);
        Framework dl4j = Frameworks.deeplearning4j();
        assertThat(convert(from, "1.case.json", "lockstep", pytorch)).isTrue();
        assertThat(convert(folder.resolve("1.case.json"), "2.case.json", "deeplearning4j", dl4j))
                .isTrue();
        assertThat(convert(folder.resolve("2.case.json"), "3.case.json", "lockstep", dl4j))
                .isTrue();
        assertThat(convert(folder.resolve("3.case.json"), "4.case.json", "pytorch", pytorch))
                .isTrue();
        Map<String, Tensor> first = CaseReader.read(from).arrays().orElseThrow().arrays();
        Map<String, Tensor> last = CaseReader.read(folder.resolve("4.case.json"))
                .arrays()
                .orElseThrow()
                .arrays();
        assertThat(last.keySet()).isEqualTo(first.keySet());
        last.forEach((name, array) -> assertThat(array.values())
                .as(name)
                .containsExactly(first.get(name).values()));
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(Layout.values())
                .flatMap(from -> Arrays.stream(Layout.values()).map(to -> arguments(from, to)));
    }

    /** Arrays alone are enough to tell: of every layout, from every other. */
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void everyLayoutGoesIntoEveryOther(Layout from, Layout to) {
        for (NetworkSpec network : Networks.of(from)) {
            boolean gru = network.layers().get(0) instanceof GruSpec;
            boolean peepholes = network.parts().stream()
                    .flatMap(part -> part.parameters().stream())
                    .anyMatch(spec -> spec.parameter() == Parameter.P);
            boolean there = to == Layout.DEEPLEARNING4J ? !gru : to == Layout.ONNX || !peepholes;
            if (!there) {
                continue;
            }
            Case scenario = Networks.scenario(network);
            Case held = scenario.withWeights(scenario.weights());
            OneBias source =
                    OneBias.in(from, network, held.weights(), held.execution().precision());
            ForeignArrays given = ForeignArrays.of(from, source.network(), source.weights());
            OneBias one = OneBias.in(
                    to,
                    source.network(),
                    given.weights(source.network()),
                    held.execution().precision());
            Case target = Networks.scenario(one.network()).withWeights(one.weights());
            for (Target.Form form : Target.Form.values()) {
                boolean model = form == Target.Form.MODEL;
                if (model && to != Layout.DEEPLEARNING4J || model && from != Layout.PYTORCH) {
                    continue;
                }
                Target asked = new Target(Path.of("to"), form, Optional.of(to));
                Side read = asked.read(asked.bytes(CaseFile.of(target)), target);
                expectSameBits(read.scenario().weights(), one.weights());
                assertThat(read.arrays().orElseThrow().layout()).isEqualTo(to);
            }
        }
    }

    @Test
    void ourOwnArraysAloneAreReadBack() {
        Case scenario = Networks.scenario(TWO);
        Target target = Target.of(folder.resolve("to.npz"), Optional.of("lockstep"));
        Side read = target.read(target.bytes(CaseFile.of(scenario)), scenario);
        expectSameBits(read.scenario().weights(), scenario.weights());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Layout.class)
    void aLayoutWhoseGatesStandOtherwiseIsFoundOutAndNothingIsWritten(Layout layout) throws IOException {
        Case scenario = Networks.scenario(LSTM);
        Path from = given(CaseFile.of(scenario));
        assertThat(convert(from, "to.npz", layout.word(), Planted.withGatesExchanged(layout)))
                .isFalse();
        assertThat(said).contains("not proven; nothing is written");
        assertThat(String.join("\n", said)).contains("outputs of \"a\"", "differs");
        assertThat(written()).isEmpty();
        assertThat(convert(from, "to.npz", layout.word(), Planted.honest(layout)))
                .isTrue();
        assertThat(written()).containsExactly(folder.resolve("to.npz"));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Layout.class)
    void aSourceWhoseGatesStandOtherwiseIsFoundOutAsWell(Layout layout) throws IOException {
        Path from = given(Networks.scenario(LSTM), layout);
        assertThat(convert(from, "to.case.json", null, Planted.withGatesExchanged(layout)))
                .isFalse();
        assertThat(written()).isEmpty();
    }

    @Test
    void whatWasThereStaysWhereNothingIsProven() throws IOException {
        Path there = Files.writeString(folder.resolve("to.npz"), "something of the user's");
        Path from = given(CaseFile.of(Networks.scenario(LSTM)));
        assertThat(convert(from, "to.npz", "keras", Planted.withGatesExchanged(Layout.KERAS)))
                .isFalse();
        assertThat(there).hasContent("something of the user's");
    }

    @Test
    void twoBiasesBecomeOneAndItIsSaid() {
        Case scenario = Networks.scenario(TWO);
        assertThat(convert(given(CaseFile.of(scenario)), "to.case.json", "deeplearning4j", Frameworks.deeplearning4j()))
                .isTrue();
        assertThat(said)
                .anyMatch(line ->
                        line.matches("two biases of LSTM \"a\" become one: their sum, (exact|rounded in \\d of 8)"));
        Case written = CaseReader.read(folder.resolve("to.case.json")).scenario();
        RowMajorMatrix sums = written.weights().get("a", Parameter.B);
        for (int i = 0; i < 8; i++) {
            double exact = scenario.weights().get("a", Parameter.B).getEntry(0, i)
                    + scenario.weights().get("a", Parameter.RB).getEntry(0, i);
            assertThat(sums.getEntry(0, i)).isEqualTo(exact);
        }
    }

    /** 1 + 2⁻⁶⁰ is no double, 1 + 2⁻⁵² is one; both are no floats. */
    @Test
    void sumsThatAreNotExactAreCounted() {
        NetworkSpec network = NetworkSpec.of(Networks.lstm(Bias.TWO));
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(Weights.random(network, 1).asMap());
        matrices.put(new ParameterKey("a", Parameter.B), RowMajorMatrix.of(new double[][] {{1, 1, 0, 0, 0, 0, 0, 0}}));
        matrices.put(
                new ParameterKey("a", Parameter.RB),
                RowMajorMatrix.of(new double[][] {{0x1p-60, 0x1p-52, 0, 0, 0, 0, 0, 0}}));
        Weights weights = new Weights(network, matrices);
        assertThat(OneBias.in(Layout.KERAS, network, weights, Precision.DOUBLE).said())
                .containsExactly("two biases of LSTM \"a\" become one: their sum, rounded in 1 of 8");
        assertThat(OneBias.in(Layout.KERAS, network, weights, Precision.SINGLE).said())
                .containsExactly("two biases of LSTM \"a\" become one: their sum, rounded in 2 of 8");
        assertThat(OneBias.in(Layout.ONNX, network, weights, Precision.DOUBLE).said())
                .isEmpty();
    }

    @Test
    void aFrameworkThatIsNotHereIsSaidAndOurLayersTakeItsPlace() {
        Path from = given(Networks.scenario(LSTM), Layout.PYTORCH);
        Planted absent = Planted.absent(Layout.PYTORCH, "python3 has no torch");
        assertThat(convert(from, "to.zip", null, absent, Frameworks.deeplearning4j()))
                .isTrue();
        assertThat(said).contains("not run by PyTorch, because python3 has no torch; our own layers take its place");
    }

    @Test
    void whereNoFrameworkCanTellNothingIsWritten() throws IOException {
        Path from = given(Networks.scenario(LSTM), Layout.PYTORCH);
        Planted absent = Planted.absent(Layout.PYTORCH, "python3 has no torch");
        assertThatThrownBy(() -> convert(from, "to.case.json", "onnx", absent))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("proof: a framework that runs its own arrays expected, none found: not run by PyTorch,"
                        + " because python3 has no torch; not run by ONNX, because nothing here runs its arrays");
        assertThat(written()).isEmpty();
    }

    @Test
    void aRecordingTellsWhereItsFrameworkIsNotHere() throws IOException {
        Case scenario = Networks.scenario(LSTM);
        Planted absent = Planted.absent(Layout.PYTORCH, "python3 has no torch");
        for (boolean right : List.of(true, false)) {
            Case computed = right ? scenario : scenario.withWeights(Weights.random(LSTM, 4));
            CaseFile recorded = new CaseFile(
                    scenario,
                    Optional.of(Frameworks.ours().observe(computed)),
                    Optional.of(new Provenance("PyTorch", "2.0", "float64", Map.of())),
                    Optional.of(ForeignArrays.of(Layout.PYTORCH, LSTM, scenario.weights())));
            assertThat(convert(given(recorded), "to.case.json", null, absent)).isEqualTo(right);
            assertThat(Files.deleteIfExists(folder.resolve("to.case.json"))).isEqualTo(right);
        }
    }

    /** In a file whose first group is the upper layer's, each group goes to the layer of its name, and the recording agrees. */
    @Test
    void groupsGoToTheLayersOfTheirNames() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("enc", 4, 4), LstmSpec.plain("dec", 4, 4));
        Case scenario = Networks.scenario(network);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        Map<String, Tensor> inOrder = Layout.PYTORCH.write(network, scenario.weights());
        for (String module : List.of("dec.", "enc.")) {
            inOrder.forEach((name, array) -> {
                if (name.startsWith(module)) {
                    arrays.put(name, array);
                }
            });
        }
        assertThat(List.copyOf(arrays.keySet())).isNotEqualTo(List.copyOf(inOrder.keySet()));
        CaseFile recorded = new CaseFile(
                scenario,
                Optional.of(Frameworks.ours().observe(scenario)),
                Optional.of(new Provenance("PyTorch", "2.0", "float64", Map.of())),
                Optional.of(new ForeignArrays(Layout.PYTORCH, arrays, Map.of())));
        assertThat(convert(given(recorded), "to.case.json", null, Planted.honest(Layout.PYTORCH)))
                .as("%s", said)
                .isTrue();
        assertThat(said).contains("PyTorch's layout: \"enc.l0\" is LSTM \"enc\", \"dec.l0\" is LSTM \"dec\"");
        expectSameBits(
                CaseReader.read(folder.resolve("to.case.json")).scenario().weights(), scenario.weights());
    }

    @Test
    void aRecordingTellsWhereItsFrameworkIsHere() {
        Case scenario = Networks.scenario(LSTM);
        for (boolean right : List.of(true, false)) {
            Case computed = right ? scenario : scenario.withWeights(Weights.random(LSTM, 4));
            CaseFile recorded = new CaseFile(
                    scenario,
                    Optional.of(Frameworks.ours().observe(computed)),
                    Optional.of(new Provenance("PyTorch", "2.0", "float64", Map.of())),
                    Optional.of(ForeignArrays.of(Layout.PYTORCH, LSTM, scenario.weights())));
            assertThat(convert(given(recorded), "to.case.json", null, Planted.honest(Layout.PYTORCH)))
                    .isEqualTo(right);
            assertThat(folder.resolve("to.case.json").toFile().delete()).isEqualTo(right);
        }
    }

    /** What was recorded is of a network that the target has no place for. */
    @Test
    void aRecordingOfTwoBiasesTellsOfALayoutOfOne() {
        NetworkSpec two = NetworkSpec.of(
                new LstmSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                new DenseSpec("top", 2, 2, Activation.IDENTITY));
        Case scenario = Networks.scenario(two);
        CaseFile recorded = new CaseFile(
                scenario,
                Optional.of(Frameworks.ours().observe(scenario)),
                Optional.of(new Provenance("PyTorch", "2.0", "float64", Map.of())),
                Optional.of(ForeignArrays.of(Layout.PYTORCH, two, scenario.weights())));
        assertThat(convert(
                        given(recorded),
                        "to.npz",
                        "keras",
                        Planted.honest(Layout.PYTORCH),
                        Planted.honest(Layout.KERAS)))
                .isTrue();
        assertThat(said).anyMatch(line -> line.startsWith("the recording of PyTorch 2.0"));
    }

    /** Its numbers came through our reading of the layout, so that they would be as wrong as that. */
    @Test
    void whatAnotherFrameworkRecordedIsNoWitness() throws IOException {
        Case scenario = Networks.scenario(LSTM);
        CaseFile recorded = new CaseFile(
                scenario,
                Optional.of(Frameworks.ours().observe(scenario)),
                Optional.of(new Provenance("Lockstep", "0.1.0", "float64", Map.of())),
                Optional.of(ForeignArrays.of(Layout.PYTORCH, LSTM, scenario.weights())));
        Planted absent = Planted.absent(Layout.PYTORCH, "python3 has no torch");
        assertThatThrownBy(() -> convert(given(recorded), "to.case.json", null, absent))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("proof: a framework that runs its own arrays expected, none found");
        assertThat(written()).isEmpty();
    }

    @Test
    void itsOwnArraysAreNotOverwritten() throws IOException {
        Case scenario = Networks.scenario(LSTM);
        Path from = given(scenario, Layout.PYTORCH);
        String text = Files.readString(from).replaceFirst("\\{", "{\"arrays\": \"to.npz\",");
        Files.writeString(from, text);
        assertThat(convert(given(scenario, Layout.PYTORCH), "to.npz", "pytorch", Planted.honest(Layout.PYTORCH)))
                .isTrue();
        byte[] before = Files.readAllBytes(folder.resolve("to.npz"));
        Files.writeString(from, text);
        assertThatThrownBy(() -> convert(from, "to.npz", "onnx", Planted.honest(Layout.PYTORCH)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("TO: another file than the arrays of FROM expected");
        assertThat(folder.resolve("to.npz")).hasBinaryContent(before);
    }

    @Test
    void outputsOfNothingButZerosProveNothing() throws IOException {
        NetworkSpec network = NetworkSpec.of(Networks.lstm(Bias.NONE));
        Map<ParameterKey, RowMajorMatrix> tiny =
                new LinkedHashMap<>(Weights.random(network, 1).asMap());
        tiny.values().forEach(matrix -> matrix.fill(0));
        Case scenario = Networks.scenario(network).withWeights(new Weights(network, tiny));
        assertThat(convert(given(scenario, Layout.PYTORCH), "to.npz", "pytorch", Planted.honest(Layout.PYTORCH)))
                .as("%s", said)
                .isFalse();
        assertThat(written()).isEmpty();
    }

    /** Numbers near 1 saturate every unit, so does a sixteenth of them, a 256th does not. */
    @Test
    void whereDrawnInputSaturatesSmallerOneIsDrawn() {
        NetworkSpec network = NetworkSpec.of(Networks.lstm(Bias.NONE));
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(Weights.random(network, 1).asMap());
        RowMajorMatrix great = new RowMajorMatrix(3, 8);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 8; c++) {
                great.setEntry(r, c, 4000 + 100 * c + 10 * r * (c % 3));
            }
        }
        matrices.put(new ParameterKey("a", Parameter.W), great);
        Case scenario = Networks.scenario(network).withWeights(new Weights(network, matrices));
        assertThat(convert(given(CaseFile.of(scenario)), "to.npz", "keras", Planted.honest(Layout.KERAS)))
                .as("%s", said)
                .isTrue();
        assertThat(said).anyMatch(line -> line.endsWith("on input drawn from seed 7, at most 0.00390625:"));
    }

    @Test
    void aModelOfUnitsThatNothingTellsApartIsNotProven() throws IOException {
        Case scenario = Networks.scenario(LSTM);
        Map<ParameterKey, RowMajorMatrix> zeros = new LinkedHashMap<>();
        scenario.weights()
                .asMap()
                .forEach((key, matrix) ->
                        zeros.put(key, new RowMajorMatrix(matrix.getRowDimension(), matrix.getColumnDimension())));
        Path from = given(CaseFile.of(scenario.withWeights(new Weights(LSTM, zeros))));
        assertThat(convert(from, "to.zip", null, Frameworks.deeplearning4j())).isFalse();
        assertThat(String.join("\n", said)).contains("inconclusive");
        assertThat(written()).isEmpty();
    }

    /** Of two relu units the second has a bias of −1000, and is off whatever is drawn. */
    @Test
    void aUnitThatIsNeverOnIsNotSaidToBeProven() {
        assertThat(converted(-1000)).isTrue();
        String reason = "not proven, only read back, as nothing that was compared depends on them: ";
        assertThat(said)
                .filteredOn(line -> line.startsWith("not proven"))
                .containsExactly(
                        reason + "W of SimpleRnn \"a\": 3 of 6",
                        reason + "RW of SimpleRnn \"a\": 3 of 4",
                        reason + "b of SimpleRnn \"a\": 1 of 2",
                        reason + "W of Dense \"top\": 2 of 4");
        assertThat(said).last().asString().endsWith("; 9 numbers are not proven");
    }

    /** A bias of −8 is more than the drawn input brings up, and less than 64 times as much. */
    @Test
    void largerInputIsDrawnForAUnitThatIsSeldomOn() {
        assertThat(converted(-8)).isTrue();
        assertThat(said)
                .noneMatch(line -> line.startsWith("not proven"))
                .anyMatch(line -> line.matches(".* on input drawn from seed \\d+, at most (4|16|64)\\.0:"));
        assertThat(said).last().asString().startsWith("written: ").doesNotContain("not proven");
    }

    /** Cubes of cubes of 64 times the input are beyond any double within four steps. */
    @Test
    void noInputIsDrawnThatOverflows() {
        assertThat(converted(Activation.CUBE, Activation.RELU, "top", -1e300)).isTrue();
        assertThat(said).noneMatch(line -> line.contains("at most 64")).anyMatch(line -> line.startsWith("not proven"));
    }

    private boolean converted(double bias) {
        return converted(Activation.RELU, Activation.IDENTITY, "a", bias);
    }

    private boolean converted(Activation below, Activation top, String biased, double bias) {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("a", 3, 2, below), new DenseSpec("top", 2, 2, top));
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(Weights.random(network, 1).asMap());
        matrices.put(new ParameterKey(biased, Parameter.B), RowMajorMatrix.of(new double[][] {{0.5, bias}}));
        Case scenario = Networks.scenario(network).withWeights(new Weights(network, matrices));
        return convert(given(CaseFile.of(scenario)), "to.npz", "keras", Planted.honest(Layout.KERAS));
    }

    @Test
    void aModelWithNaNIsRefusedByTheNameOfItsFile() {
        Case scenario = Networks.scenario(LSTM);
        Map<String, Tensor> arrays =
                new LinkedHashMap<>(ForeignArrays.of(Layout.DEEPLEARNING4J, LSTM, scenario.weights())
                        .arrays());
        arrays.get("0_W").values()[3] = Double.NaN;
        Path file = folder.resolve("nan.zip");
        WholeFile.write("test", file, Frameworks.store(scenario, arrays));
        assertThatThrownBy(() -> convert(file, "to.case.json", null, Frameworks.deeplearning4j()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining("NaN");
    }
}
