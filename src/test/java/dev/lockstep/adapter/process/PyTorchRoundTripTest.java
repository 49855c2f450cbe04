package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.experiment.convert.Conversion;
import dev.lockstep.experiment.convert.Target;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What torch.nn drew itself, from PyTorch to ours, Deeplearning4j, ours and PyTorch, each step proven live. */
@Tag("slow")
class PyTorchRoundTripTest extends PyTorchLive {
    private static final String DRAWING = """
            import json, sys, torch
            from torch.nn import GRU, LSTM, Linear, RNN

            def array(t):
                return {"shape": list(t.shape), "values": t.detach().double().reshape(-1).tolist()}

            def draw(name, network, *modules):
                arrays = {str(i) + "." + k: array(v) for i, m in enumerate(modules) for k, v in m.state_dict().items()}
                case = {"format": 1, "name": name, "network": network, "weights": {"layout": "pytorch", "arrays": arrays},
                        "input": array(torch.rand(4, 2, 3) * 2 - 1), "observed": ["outputs"]}
                with open(sys.argv[1] + "/" + name + ".case.json", "w") as file:
                    json.dump(case, file)

            def layer(kind, bias):
                return {"kind": kind, "name": "a", "inputs": 3, "units": 4, "activation": "tanh", "bias": bias}

            def single(module):
                with torch.no_grad():
                    module.bias_hh_l0.zero_()
                return module

            torch.manual_seed(11)
            head = {"kind": "Dense", "name": "head", "inputs": 4, "outputs": 2, "activation": "identity"}
            last = {"kind": "LastStep", "name": "last", "inputs": 4}
            both = {"kind": "Bidirectional", "mode": "concat", "wrapped": layer("LSTM", "none")}
            torch.set_default_dtype(torch.float64)
            draw("lstm", [layer("LSTM", "one"), head], single(LSTM(3, 4)), Linear(4, 2))
            draw("lstm without bias", [layer("LSTM", "none"), last], LSTM(3, 4, bias=False))
            draw("rnn", [layer("SimpleRnn", "one"), last, head], single(RNN(3, 4)), Linear(4, 2))
            draw("two directions", [both], LSTM(3, 4, bias=False, bidirectional=True))
            draw("two biases", [layer("LSTM", "two"), head], LSTM(3, 4), Linear(4, 2))
            torch.set_default_dtype(torch.float32)
            draw("floats", [layer("LSTM", "one"), head], single(LSTM(3, 4)), Linear(4, 2))
            """;

    @TempDir
    private static Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void drawn() throws Exception {
        Process drawing = new ProcessBuilder(python().orElseThrow(), "-c", DRAWING, folder.toString())
                .inheritIO()
                .start();
        assertThat(drawing.waitFor(60, TimeUnit.SECONDS) && drawing.exitValue() == 0)
                .isTrue();
    }

    private Path convert(Path from, String name, String layout) {
        Target target = Target.of(folder.resolve(name), Optional.of(layout));
        boolean proven = new Conversion(List.of(Frameworks.deeplearning4j(), Frameworks.pyTorch()), said::add, 3)
                .of(from, target);
        assertThat(proven).as("%s", said).isTrue();
        return target.file();
    }

    private Map<String, Tensor> thereAndBack(String name) {
        Path ours = convert(folder.resolve(name + ".case.json"), name + " 1.case.json", "lockstep");
        Path theirs = convert(ours, name + " 2.case.json", "deeplearning4j");
        Path again = convert(theirs, name + " 3.case.json", "lockstep");
        return arrays(convert(again, name + " 4.case.json", "pytorch"));
    }

    private static Map<String, Tensor> arrays(Path file) {
        return CaseReader.read(file).arrays().orElseThrow().arrays();
    }

    /** Names are by layer afterwards; arrays are in the same order. */
    private static void expectSameBits(Map<String, Tensor> found, Map<String, Tensor> drawn) {
        List<Map.Entry<String, Tensor>> expected = List.copyOf(drawn.entrySet());
        assertThat(found).hasSameSizeAs(expected);
        int i = 0;
        for (Map.Entry<String, Tensor> array : found.entrySet()) {
            Map.Entry<String, Tensor> one = expected.get(i++);
            assertThat(array.getKey())
                    .endsWith(one.getKey().substring(one.getKey().indexOf('.')));
            assertThat(array.getValue().values())
                    .as(array.getKey())
                    .containsExactly(one.getValue().values());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "lstm without bias", "rnn", "two directions", "floats"})
    void noBitIsLost(String name) {
        expectSameBits(thereAndBack(name), arrays(folder.resolve(name + ".case.json")));
    }

    /** Deeplearning4j has one bias: what comes back are their sums, and zeros. */
    @Test
    void twoBiasesComeBackAsTheirSum() {
        Map<String, Tensor> drawn = arrays(folder.resolve("two biases.case.json"));
        Map<String, Tensor> found = thereAndBack("two biases");
        double[] first = drawn.get("0.bias_ih_l0").values();
        double[] second = drawn.get("0.bias_hh_l0").values();
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
            second[i] = 0;
        }
        expectSameBits(found, drawn);
        assertThat(said).anyMatch(line -> line.startsWith("two biases of LSTM \"a\" become one: their sum, "));
    }
}
