package dev.lockstep.adapter.libtorch;

import static dev.lockstep.adapter.libtorch.LibTorchCases.ALL_BUT_STEPS;
import static dev.lockstep.adapter.libtorch.LibTorchCases.BATCH;
import static dev.lockstep.adapter.libtorch.LibTorchCases.LIBTORCH;
import static dev.lockstep.adapter.libtorch.LibTorchCases.TIME;
import static dev.lockstep.adapter.libtorch.LibTorchCases.both;
import static dev.lockstep.adapter.libtorch.LibTorchCases.dense;
import static dev.lockstep.adapter.libtorch.LibTorchCases.expectAgreement;
import static dev.lockstep.adapter.libtorch.LibTorchCases.fromZero;
import static dev.lockstep.adapter.libtorch.LibTorchCases.gru;
import static dev.lockstep.adapter.libtorch.LibTorchCases.lengths;
import static dev.lockstep.adapter.libtorch.LibTorchCases.lstm;
import static dev.lockstep.adapter.libtorch.LibTorchCases.rnn;
import static dev.lockstep.adapter.libtorch.LibTorchCases.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Lockstep;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** LibTorch held against our layers, under derived bounds, in this JVM beside ND4J; and against what PyTorch in Python recorded. */
class LibTorchTest {
    static Stream<Arguments> networks() {
        return inBothPrecisions(
                List.of(rnn(Activation.TANH, Bias.TWO), dense(3)),
                List.of(rnn(Activation.RELU, Bias.ONE), dense(3)),
                List.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true), lstm("lstm", 3, 2, Bias.TWO)),
                List.of(lstm("lstm", 2, 3, Bias.TWO), lstm("above", 3, 2, Bias.NONE)),
                List.of(lstm("lstm", 2, 3, Bias.ONE), new LastStepSpec("last", 3), dense(3)),
                List.of(gru(Bias.TWO), dense(3)),
                List.of(gru(Bias.ONE), dense(3)),
                List.of(both(BidirectionalSpec.Mode.CONCAT, lstm("both", 2, 3, Bias.TWO)), dense(6)),
                List.of(both(BidirectionalSpec.Mode.MUL, gru(Bias.TWO)), dense(3)),
                List.of(both(BidirectionalSpec.Mode.AVERAGE, lstm("both", 2, 3, Bias.ONE)), dense(3)));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Stream<Arguments> inBothPrecisions(List<LayerSpec>... networks) {
        return Stream.of(networks)
                .flatMap(layers -> Stream.of(Precision.values()).map(precision -> Arguments.of(layers, precision)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void computes_the_same_as_ours(List<LayerSpec> layers, Precision precision) {
        expectAgreement(scenario(layers, LossFunction.L2, ALL_BUT_STEPS).with(in(precision)));
    }

    @Test
    void clips_no_pre_activations() {
        for (RecurrentSpec layer : List.of(lstm("lstm", 2, 3, Bias.TWO), gru(Bias.TWO))) {
            Case scenario =
                    scenario(List.of(layer.clippingPreActivationsAt(3), dense(3)), LossFunction.L2, ALL_BUT_STEPS);
            assertThat(LIBTORCH.supports(scenario).because())
                    .isEqualTo("its " + layer.kind() + " clips no pre-activations");
        }
    }

    private static Execution in(Precision precision) {
        return new Execution(precision, SequenceFormat.NCW);
    }

    static Stream<Arguments> maskedNetworks() {
        return inBothPrecisions(
                List.of(rnn(Activation.TANH, Bias.TWO), dense(3)),
                List.of(rnn(Activation.RELU, Bias.NONE), new LastStepSpec("last", 3), dense(3)),
                List.of(lstm("lstm", 2, 3, Bias.TWO), lstm("above", 3, 2, Bias.ONE), dense(2)),
                List.of(lstm("lstm", 2, 2, Bias.ONE), new LastStepSpec("last", 2), gru(Bias.ONE), dense(3)),
                List.of(gru(Bias.TWO), dense(3)),
                List.of(both(BidirectionalSpec.Mode.CONCAT, lstm("both", 2, 3, Bias.TWO)), dense(6)),
                List.of(both(BidirectionalSpec.Mode.ADD, gru(Bias.ONE)), new LastStepSpec("last", 3), dense(3)));
    }

    @ParameterizedTest
    @MethodSource("maskedNetworks")
    void packs_rows_whose_states_are_carried(List<LayerSpec> layers, Precision precision) {
        Case scenario = scenario(layers, LossFunction.L2, ALL_BUT_STEPS).with(in(precision));
        expectAgreement(scenario.with(lengths(MaskRule.CARRY, 2, 5, 1, 4)));
    }

    /** Without what packing does not know, see the refusals. */
    @ParameterizedTest
    @MethodSource("maskedNetworks")
    void packs_rows_whose_states_are_reset(List<LayerSpec> layers, Precision precision) {
        boolean both = layers.stream().anyMatch(BidirectionalSpec.class::isInstance);
        Case scenario = scenario(
                        layers,
                        LossFunction.L2,
                        both
                                ? EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT)
                                : EnumSet.of(
                                        Kind.OUTPUTS,
                                        Kind.SCORE,
                                        Kind.GRADIENT,
                                        Kind.INPUT_GRADIENT,
                                        Kind.INITIAL_HIDDEN_GRADIENT,
                                        Kind.INITIAL_CELL_GRADIENT))
                .with(in(precision));
        Case masked = scenario.with(lengths(MaskRule.RESET, 2, 5, 1, 4));
        expectAgreement(both ? fromZero(masked) : masked);
    }

    @Test
    void computes_whole_sequences_under_a_mask_that_leaves_nothing_out() {
        Case scenario = scenario(List.of(gru(Bias.TWO), dense(3)), LossFunction.L2, ALL_BUT_STEPS);
        expectAgreement(scenario.with(lengths(MaskRule.RESET, 5, 5, 5, 5)));
    }

    @Test
    void keeps_states_between_the_pieces_of_a_sequence() {
        List<LayerSpec> layers =
                List.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true), lstm("lstm", 3, 3, Bias.TWO));
        expectAgreement(scenario(layers, LossFunction.L2, EnumSet.of(Kind.STREAMED, Kind.FINAL_HIDDEN)));
    }

    static Stream<Arguments> losses() {
        return Stream.of(LossFunction.values())
                .flatMap(function -> function.clippings().stream()
                        .filter(rule -> rule != Clipping.Rule.CLAMPED && rule != Clipping.Rule.CLAMPED_IN_SCORE)
                        .map(rule -> new Clipping(rule, rule == Clipping.Rule.NONE ? 0 : 0.125))
                        .map(clipping -> Arguments.of(function, clipping)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void has_every_loss_weighed_by_step_and_by_output(LossFunction function, Clipping clipping) {
        for (Activation last : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
            Case scenario =
                    scenario(List.of(gru(Bias.TWO), new DenseSpec("dense", 3, 2, last)), function, ALL_BUT_STEPS);
            expectAgreement(scenario.with(weighed(function, Reduction.MEAN_OVER_BATCH, clipping)));
            expectAgreement(
                    scenario.with(weighed(function, Reduction.SUM, clipping)).with(Masks.ofLabels(weights(1))));
            expectAgreement(scenario.with(weighed(function, Reduction.MEAN_OVER_BATCH_AND_TIME, clipping))
                    .with(Masks.ofLabels(weights(2))));
        }
    }

    private static Objective weighed(LossFunction function, Reduction reduction, Clipping clipping) {
        return new Objective.Targets(
                new Loss(function, reduction, clipping, List.of(0.5, 3.0)),
                positive(Sequence.random(TIME, BATCH, 2, 3)));
    }

    /** Within (0, 1), as probabilities and what logarithms are taken of. */
    private static Sequence positive(Sequence sequence) {
        double[] values = Arrays.stream(sequence.values())
                .map(value -> 0.5 + 0.4 * Math.tanh(value))
                .toArray();
        return new Sequence(sequence.time(), sequence.batch(), sequence.features(), values);
    }

    /** The first is 0. */
    private static Sequence weights(int features) {
        double[] values = positive(Sequence.random(TIME, BATCH, features, 6)).values();
        values[0] = 0;
        return new Sequence(TIME, BATCH, features, values);
    }

    @ParameterizedTest
    @EnumSource(
            value = LossFunction.class,
            names = {"MCXENT", "XENT", "POISSON", "MAPE", "COSINE_PROXIMITY"})
    void leaves_out_costs_without_weight(LossFunction function) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("dense", 2, 2, Activation.RELU));
        Sequence zeros = Sequence.zeros(TIME, BATCH, 2);
        Case scenario = scenario(network.layers(), function, EnumSet.of(Kind.SCORE))
                .withWeights(Weights.random(network, 1, 0))
                .with(new Objective.Targets(Loss.of(function, Reduction.SUM), zeros));
        assertThat(score(scenario)).isNaN();
        assertThat(score(scenario.with(Masks.ofLabels(zeros)))).isZero();
    }

    private static double score(Case scenario) {
        return Math.abs(LIBTORCH.observe(scenario).get(Quantity.score()).values()[0]);
    }

    @Test
    void agrees_with_what_pytorch_in_python_recorded(@TempDir Path folder) throws IOException {
        assertThat(Lockstep.run(
                        "check", "reference/pytorch", "--frameworks", "libtorch", "--report", folder.toString()))
                .isZero();
        JsonNode check = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("check.json")))
                .get("cases");
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode recorded : check) {
            JsonNode answer = recorded.get("frameworks").get(0);
            String because = answer.get("reason").asString();
            outcomes.put(
                    Path.of(recorded.get("file").asString())
                            .getFileName()
                            .toString()
                            .replace(".case.json", ""),
                    answer.get("outcome").asString()
                            + because.replaceFirst(".*because ", " ")
                            + (answer.get("without").isEmpty() ? "" : " without " + answer.get("without")));
        }
        assertThat(outcomes).hasSize(38);
        outcomes.values().removeIf("AGREE"::equals);
        assertThat(outcomes)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "lstm-adadelta",
                        "UNSUPPORTED its library in C++ has no AdaDelta",
                        "rnn-adamax-lengths",
                        "UNSUPPORTED its library in C++ has no AdaMax"));
    }

    /** The scenarios in which features have PyTorch in Python compute, with LibTorch in its place. */
    @Test
    void stands_in_for_pytorch_in_its_features(@TempDir Path folder) throws IOException {
        for (String feature : List.of("pytorch/layers", "conventions/masks", "conventions/optimizers")) {
            Path copy = folder.resolve(feature + ".feature");
            Files.createDirectories(copy.getParent());
            Files.writeString(
                    copy,
                    Files.readString(Path.of("features", feature + ".feature"))
                            .replaceAll("(Then|And) PyTorch ", "$1 LibTorch ")
                            .replace("adapter of PyTorch", "adapter of LibTorch"));
        }
        Path report = folder.resolve("report");
        assertThat(Lockstep.run("run", folder.toString(), "--tags", "@pytorch", "--report", report.toString()))
                .isZero();
        JsonNode totals = JsonMapper.shared()
                .readTree(Files.readString(report.resolve("report.json")))
                .get("totals");
        assertThat(totals.get("agree").asInt()).isEqualTo(27);
        assertThat(totals.get("skipped").asInt()).as("AdaMax and AdaDelta").isEqualTo(2);
    }
}
