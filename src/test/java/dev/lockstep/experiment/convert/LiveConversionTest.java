package dev.lockstep.experiment.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.OwnArrays;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversions that TensorFlow.js and ONNX Runtime prove live, from their own arrays, where a Node.js has them. */
class LiveConversionTest {
    private static final LstmSpec LSTM = Networks.lstm(Bias.ONE);
    private static final LayerSpec RESET_BEFORE =
            new GruSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, Reset.BEFORE_PRODUCT, Bias.ONE);
    private static final LstmSpec PEEPHOLES = new LstmSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, true);

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    static Stream<Arguments> cells() {
        return Stream.of(
                arguments(Layout.KERAS, Frameworks.keras(), RESET_BEFORE),
                arguments(Layout.ONNX, Frameworks.onnx(), RESET_BEFORE));
    }

    static Stream<Arguments> directions() {
        return Stream.of(
                arguments(Layout.KERAS, Frameworks.keras(), BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, LSTM)),
                arguments(Layout.ONNX, Frameworks.onnx(), BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, PEEPHOLES)));
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("directions")
    void both_directions_from_ours_into_its_layout_and_back(Layout layout, Framework live, LayerSpec layer) {
        from_ours_into_its_layout_and_back(layout, live, layer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void from_ours_into_its_layout_and_back(Layout layout, Framework live, LayerSpec layer) {
        assumeHere(live);
        NetworkSpec network = Networks.under(layer);
        Path from = folder.resolve("from.case.json");
        CaseWriter.write(CaseFile.of(Networks.scenario(network)), from);
        Path there = folder.resolve("there.case.json");
        Path back = folder.resolve("back.case.json");
        assertThat(convert(live, from, there, layout.word())).as("%s", said).isTrue();
        assertThat(convert(live, there, back, Target.OURS)).as("%s", said).isTrue();
        assertThat(said)
                .contains("written: " + there, "written: " + back)
                .noneMatch(line -> line.startsWith("not run by"))
                .filteredOn(line -> line.startsWith(live.title() + " " + live.version() + " from "))
                .isNotEmpty();
        Weights weights = CaseReader.read(back).scenario().weights();
        Weights given = CaseReader.read(from).scenario().weights();
        given.asMap()
                .forEach((key, matrix) -> assertThat(weights.get(key).toArray()).containsExactly(matrix.toArray()));
    }

    /** What it is handed is as if {@link Layout} had its first two gates in the wrong order. */
    @Test
    void gates_in_the_wrong_order_are_noticed_and_nothing_is_written() throws IOException {
        noticed(Layout.ONNX, Frameworks.onnx(), RESET_BEFORE);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource({"cells", "directions"})
    void by_every_framework(Layout layout, Framework live, LayerSpec layer) throws IOException {
        noticed(layout, live, layer);
    }

    private void noticed(Layout layout, Framework live, LayerSpec layer) throws IOException {
        assumeHere(live);
        NetworkSpec network = Networks.under(layer);
        Path from = folder.resolve("from.case.json");
        CaseWriter.write(CaseFile.of(Networks.scenario(network)), from);
        Path there = folder.resolve("there.case.json");
        assertThat(convert(new Misread(live, layout, network), from, there, layout.word()))
                .as("%s", said)
                .isFalse();
        assertThat(said).contains("not proven; nothing is written");
        assertThat(Files.exists(there)).isFalse();
    }

    private boolean convert(Framework framework, Path from, Path to, String layout) {
        return new Conversion(List.of(framework), said::add, 7).of(from, Target.of(to, Optional.of(layout)));
    }

    private static void assumeHere(Framework live) {
        Support available = live.available();
        if (!available.yes()) {
            System.out.println(
                    "Nothing is converted beside " + live.title() + ", because " + available.because() + ".");
        }
        assumeTrue(available.yes(), "no " + live.title());
    }

    /** A live framework that is handed arrays whose first two gates were exchanged. */
    private static final class Misread extends FrameworkLike implements OwnArrays {
        private final OwnArrays live;
        private final Layout layout;
        private final NetworkSpec network;

        Misread(Framework live, Layout layout, NetworkSpec network) {
            super(live);
            this.live = (OwnArrays) live;
            this.layout = layout;
            this.network = network;
        }

        @Override
        public Framework given(Map<String, Tensor> arrays) {
            Weights read = new ForeignArrays(layout, arrays, Map.of()).weights(network);
            Weights other = Planted.exchanged(network, read);
            return live.given(ForeignArrays.of(layout, network, other).byLayer(network));
        }
    }
}
