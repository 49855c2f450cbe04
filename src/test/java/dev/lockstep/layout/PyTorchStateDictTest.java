package dev.lockstep.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written in PyTorch's layout is loaded by PyTorch itself, every name and no other, and computes what ours computes. */
class PyTorchStateDictTest {
    private static final int TIME = 4;
    private static final int BATCH = 2;

    /** Numbers are hexadecimal both ways, so that none is rounded. */
    private static final String SCRIPT = """
            import json, sys, torch
            def tensor(array):
                values = [float.fromhex(number) for number in array["values"]]
                return torch.tensor(values, dtype=torch.float64).reshape(array["shape"])
            class Net(torch.nn.Module):
                def __init__(self, case):
                    super().__init__()
                    nn = torch.nn
                    self.encoder = eval(case["encoder"])
                    self.head = nn.Linear(case["width"], 2, bias=case["bias"])
                def forward(self, x):
                    return torch.tanh(self.head(self.encoder(x)[0]))
            for case in json.load(open(sys.argv[1])):
                net = Net(case).double()
                net.load_state_dict({name: tensor(array) for name, array in case["arrays"].items()}, strict=True)
                print(" ".join(number.hex() for number in net(tensor(case["input"])).reshape(-1).tolist()))
            """;

    private static final List<Module> MODULES = List.of(
            new Module("nn.LSTM(3, 5)", LstmSpec.plain("encoder", 3, 5), false),
            new Module("nn.LSTM(3, 5, bidirectional=True)", LstmSpec.plain("encoder", 3, 5), true),
            new Module("nn.GRU(3, 5)", gru(Bias.TWO), false),
            new Module("nn.GRU(3, 5)", gru(Bias.ONE), false),
            new Module("nn.GRU(3, 5, bias=False)", gru(Bias.NONE), false),
            new Module("nn.GRU(3, 5, bidirectional=True)", gru(Bias.TWO), true),
            new Module("nn.RNN(3, 5)", rnn(Bias.TWO), false),
            new Module("nn.RNN(3, 5, bias=False)", rnn(Bias.NONE), false));

    private static String python;

    @TempDir
    private Path folder;

    /** @param module how torch.nn has it */
    private record Module(String module, RecurrentSpec layer, boolean both) {
        NetworkSpec network() {
            return both
                    ? NetworkSpec.of(
                            BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, layer),
                            new DenseSpec("head", 10, 2, Activation.TANH, Bias.NONE))
                    : NetworkSpec.of(layer, new DenseSpec("head", 5, 2, Activation.TANH));
        }

        String json(Sequence input, Map<String, Tensor> arrays) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("encoder", "\"" + module + "\"");
            fields.put("width", both ? "10" : "5");
            fields.put("bias", both ? "false" : "true");
            fields.put("input", array(List.of(TIME, BATCH, 3), input.values()));
            Map<String, String> texts = new LinkedHashMap<>();
            arrays.forEach((name, array) ->
                    texts.put(name, array(array.axes().stream().map(Axis::size).toList(), array.values())));
            fields.put("arrays", object(texts));
            return object(fields);
        }
    }

    @BeforeAll
    static void whereAPythonHasIt() throws Exception {
        String chosen = System.getenv().getOrDefault("LOCKSTEP_PYTHON", "");
        for (String candidate : chosen.isEmpty() ? List.of("python3", "/usr/bin/python3") : List.of(chosen)) {
            if (python == null && run(List.of(candidate, "-c", "import torch")).isPresent()) {
                python = candidate;
            }
        }
        if (python == null) {
            System.out.println("What is written in PyTorch's layout is not loaded live, because no Python has torch.");
        }
        assumeTrue(python != null, "no Python with PyTorch");
    }

    /** Standard output, where there is such a program and it ends well. */
    private static Optional<String> run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean well = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
            return well ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private static GruSpec gru(Bias bias) {
        return new GruSpec("encoder", 3, 5, Activation.TANH, Activation.SIGMOID, Reset.AFTER_PRODUCT, bias);
    }

    private static SimpleRnnSpec rnn(Bias bias) {
        return new SimpleRnnSpec("encoder", 3, 5, Activation.TANH, bias, false);
    }

    /** Some ten roundings of numbers below 1 on either side: 1e-14. All in one Python, which takes seconds to start. */
    @Test
    void loadsAndAgrees() throws Exception {
        Sequence input = Sequence.random(TIME, BATCH, 3, 6);
        List<String> cases = new ArrayList<>();
        List<double[]> ours = new ArrayList<>();
        for (Module module : MODULES) {
            NetworkSpec network = module.network();
            Weights weights = Weights.random(network, 5);
            cases.add(module.json(input, Layout.PYTORCH.write(network, weights)));
            ours.add(outputs(network, weights, input));
        }
        Path script = Files.writeString(folder.resolve("load.py"), SCRIPT);
        Path file = Files.writeString(folder.resolve("cases.json"), cases.toString());

        String said = run(List.of(python, script.toString(), file.toString())).orElse("PyTorch refused it");

        List<String> lines = said.lines().toList();
        assertThat(lines).as(said).hasSameSizeAs(MODULES);
        for (int i = 0; i < lines.size(); i++) {
            double[] theirs = Arrays.stream(lines.get(i).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(theirs).as(MODULES.get(i).module()).containsExactly(ours.get(i), within(1e-14));
        }
    }

    private static double[] outputs(NetworkSpec network, Weights weights, Sequence input) {
        Case scenario = new Case(
                "live",
                network,
                weights,
                input,
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
        return new OursFramework()
                .observe(scenario)
                .get(Quantity.outputs("head"))
                .values();
    }

    private static String array(List<Integer> shape, double[] values) {
        String numbers = Arrays.stream(values)
                .mapToObj(number -> "\"" + Double.toHexString(number) + "\"")
                .collect(Collectors.joining(", "));
        return "{\"shape\": " + shape + ", \"values\": [" + numbers + "]}";
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
