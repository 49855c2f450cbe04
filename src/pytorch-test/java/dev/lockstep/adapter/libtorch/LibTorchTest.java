package dev.lockstep.adapter.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Lockstep;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** LibTorch held against our layers, under derived bounds, in this JVM beside ND4J; and against what PyTorch in Python recorded. */
class LibTorchTest {
    private static final Framework LIBTORCH = new LibTorchFramework();
    private static final Set<Kind> ALL_BUT_STEPS = EnumSet.of(
            Kind.OUTPUTS,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.SCORE,
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT);

    static Stream<Arguments> networks() {
        return Stream.of(
                        List.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.TWO, false), dense(3)),
                        List.of(new SimpleRnnSpec("rnn", 2, 3, Activation.RELU, Bias.ONE, false), dense(3)),
                        List.of(lstm("lstm", 2, 3, Bias.TWO), lstm("above", 3, 2, Bias.NONE)),
                        List.of(lstm("lstm", 2, 3, Bias.ONE), new LastStepSpec("last", 3), dense(3)),
                        List.of(gru(Bias.TWO), dense(3)),
                        List.of(gru(Bias.ONE), dense(3)),
                        List.of(both(BidirectionalSpec.Mode.CONCAT, lstm("both", 2, 3, Bias.TWO)), dense(6)),
                        List.of(both(BidirectionalSpec.Mode.MUL, gru(Bias.TWO)), dense(3)),
                        List.of(both(BidirectionalSpec.Mode.AVERAGE, lstm("both", 2, 3, Bias.ONE)), dense(3)))
                .flatMap(layers -> Stream.of(Precision.values()).map(precision -> Arguments.of(layers, precision)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void computes_the_same_as_ours(List<LayerSpec> layers, Precision precision) {
        Case scenario = scenario(new NetworkSpec(layers), LossFunction.L2, Optional.empty(), ALL_BUT_STEPS);
        expectAgreement(scenario.with(new Execution(precision, SequenceFormat.NCW)));
    }

    @Test
    void clips_no_pre_activations() {
        for (RecurrentSpec layer : List.of(lstm("lstm", 2, 3, Bias.TWO), gru(Bias.TWO))) {
            NetworkSpec network = NetworkSpec.of(layer.clippingPreActivationsAt(3), dense(3));
            Case scenario = scenario(network, LossFunction.L2, Optional.empty(), ALL_BUT_STEPS);
            assertThat(LIBTORCH.supports(scenario).because())
                    .isEqualTo("its " + layer.kind() + " clips no pre-activations");
        }
    }

    static Stream<OptimizerSpec> optimizers() {
        return Stream.of(
                new OptimizerSpec.Sgd(0.1),
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED),
                new OptimizerSpec.Adam(0.1, 0.8, 0.95, 0.01, OptimizerSpec.Adam.Form.ALGORITHM_1),
                new OptimizerSpec.RmsProp(0.1, 0.9, 0.01, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.ZERO),
                new OptimizerSpec.AdaGrad(0.1, 0.01, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.EPSILON));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void takes_the_same_steps_as_ours(OptimizerSpec optimizer) {
        NetworkSpec network = NetworkSpec.of(lstm("lstm", 2, 3, Bias.TWO), dense(3));
        List<Minibatch> minibatches = Stream.of(7L, 8L, 9L)
                .map(seed -> new Minibatch(Sequence.random(5, 4, 2, seed), Sequence.random(5, 4, 2, seed + 10)))
                .toList();
        Training training = new Training(optimizer, OptimizerState.initial(optimizer, network), minibatches);
        expectAgreement(
                scenario(network, LossFunction.MSE, Optional.of(training), EnumSet.of(Kind.PARAMETER, Kind.SCORE)));
    }

    private static void expectAgreement(Case scenario) {
        assertThat(LIBTORCH.supports(scenario).because()).isEmpty();
        Comparison comparison = Comparison.between(Frameworks.ours(), LIBTORCH, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.sentence()).isEqualTo(Outcome.AGREE);
    }

    @Test
    void agrees_with_what_pytorch_in_python_recorded(@TempDir Path folder) throws IOException {
        assertThat(Lockstep.run(
                        "check", "reference/pytorch", "--frameworks", "libtorch", "--report", folder.toString()))
                .isZero();
        assertThat(Files.readString(folder.resolve("check.json")))
                .containsPattern("\"agree\" : [1-9][0-9]")
                .contains("\"unexpected\" : 0");
    }

    private static DenseSpec dense(int inputs) {
        return new DenseSpec("dense", inputs, 2, Activation.SIGMOID);
    }

    private static LstmSpec lstm(String name, int inputs, int units, Bias bias) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, false, bias);
    }

    private static GruSpec gru(Bias bias) {
        return new GruSpec("gru", 2, 3, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, bias);
    }

    private static BidirectionalSpec both(BidirectionalSpec.Mode mode, RecurrentSpec like) {
        return BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, like);
    }

    private static Case scenario(
            NetworkSpec network, LossFunction function, Optional<Training> training, Set<Kind> observed) {
        int time = network.layers().stream().anyMatch(LastStepSpec.class::isInstance) ? 1 : 5;
        Map<String, State> states = new HashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            State state = State.zero(layer, 4);
            state.h().assign(Sequence.random(1, 4, layer.units(), 4).at(1));
            state.c()
                    .ifPresent(c ->
                            c.assign(Sequence.random(1, 4, layer.units(), 5).at(1)));
            states.put(layer.name(), state);
        }
        return new Case(
                "LibTorch",
                network,
                Weights.random(network, 1),
                Sequence.random(5, 4, 2, 2),
                states,
                new Objective.Targets(
                        Loss.of(function, Reduction.MEAN_OVER_BATCH), Sequence.random(time, 4, network.outputs(), 3)),
                training,
                observed);
    }
}
