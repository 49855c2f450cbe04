package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.NodeWorker;
import dev.lockstep.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * W, R, B and P in ONNX' layout: what ours computes with the weights that Lockstep reads in them is what ONNX Runtime computes whose
 * nodes are given these very arrays.
 */
class OnnxLayoutTest extends OnnxLive {
    private static Worker worker;

    @BeforeAll
    static void start() {
        worker = new Worker(
                NodeWorker.commands(
                                "onnx.cjs",
                                System.getenv(),
                                "case_fields.cjs",
                                "onnx_case.cjs",
                                "onnx_layers.cjs",
                                "onnx_model.cjs")
                        .get(0),
                Limits.STANDARD);
    }

    @AfterAll
    static void close() {
        if (worker != null) {
            worker.close();
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void arrays_as_they_come(RecurrentSpec cell) {
        expectAgreement(line(both(BidirectionalSpec.Mode.CONCAT, cell), "encoder"));
    }

    @Test
    void arrays_of_many_layers_go_by_names_or_by_their_order() {
        NetworkSpec network = NetworkSpec.of(
                gru(Activation.TANH, Activation.SIGMOID, Reset.AFTER_PRODUCT, Bias.TWO),
                new DenseSpec("top", 3, 2, Activation.SOFTSIGN));
        String line = line(network, "");
        expectAgreement(line);
        int from = line.indexOf("\"arrays\":{") + 10;
        int top = line.indexOf(",\"top.");
        int end = line.indexOf("}}", top) + 1;
        expectAgreement(line.substring(0, from) + line.substring(top + 1, end) + "," + line.substring(from, top)
                + line.substring(end));
        expectAgreement(line.replace("\"gru.", "\"one.").replace("\"top.", "\"two."));
        String exchanged = line.replace("\"gru.", "\"one.").replace("\"top.", "\"gru.");
        expectAgreement(exchanged.replace("\"arrays\":", "\"names\":{\"top\":\"gru\"},\"arrays\":"));
    }

    @Test
    void what_it_does_not_know_of_them_is_refused() {
        String line = line(NetworkSpec.of(rnn(Activation.TANH, Bias.ONE)), "");
        assertThat(answer(line.replace("\"onnx\"", "\"onnx 2\"")))
                .isEqualTo("{\"unsupported\":\"its worker does not know the layout onnx 2\"}");
        assertThat(answer(line.replace("\"layout\":", "\"order\":\"ifgo\",\"layout\":")))
                .isEqualTo("{\"unsupported\":\"its worker does not know the order of a set of weights in a layout\"}");
        assertThat(answer(line.replace("\"arrays\":{", "\"arrays\":{\"other.W\":{\"shape\":[1],\"values\":[1]},")))
                .isEqualTo("{\"unsupported\":\"its worker finds no layer of other\"}");
    }

    /** Of arrays whose numbers are all distinct; ours reads its weights in the line that the worker is given. */
    private static void expectAgreement(String line) {
        Case read = CaseReader.read(line.getBytes(StandardCharsets.UTF_8)).scenario();
        expectAgreement(
                new FrameworkLike(ONNX) {
                    @Override
                    public Support supports(Case scenario) {
                        return Support.YES;
                    }

                    @Override
                    public Observations observe(Case scenario) {
                        return CaseReader.readAnswer(worker.ask(line), scenario)
                                .observations()
                                .orElseThrow();
                    }
                },
                read);
    }

    private static String answer(String line) {
        return new String(worker.ask(line), StandardCharsets.UTF_8);
    }

    private static String line(NetworkSpec network, String group) {
        Case scenario = forward(network);
        String line = CaseWriter.line(scenario);
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Tensor> arrays = Layout.ONNX.write(network, scenario.weights());
        String ours = line.substring(line.indexOf("\"weights\":"), line.indexOf(",\"input\":"));
        return line.replace(
                ours,
                "\"weights\":{\"layout\":\"onnx\",\"arrays\":{"
                        + arrays.entrySet().stream()
                                .map(array -> "\""
                                        + (group.isEmpty()
                                                ? array.getKey()
                                                : group
                                                        + array.getKey()
                                                                .substring(array.getKey()
                                                                        .lastIndexOf('.')))
                                        + "\":" + json(array.getValue(), random))
                                .collect(Collectors.joining(","))
                        + "}}");
    }

    private static String json(Tensor array, SplittableRandom random) {
        double[] values = Arrays.stream(array.values())
                .map(old -> old == 0 ? 0 : Math.rint(random.nextDouble(-1, 1) * 1024) / 1024)
                .toArray();
        return "{\"shape\":" + array.axes().stream().map(Axis::size).toList() + ",\"values\":" + Arrays.toString(values)
                + "}";
    }
}
