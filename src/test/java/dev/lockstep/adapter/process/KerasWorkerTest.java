package dev.lockstep.adapter.process;

import static dev.lockstep.adapter.process.PyTorchLive.BATCH;
import static dev.lockstep.adapter.process.PyTorchLive.SINGLE;
import static dev.lockstep.adapter.process.PyTorchLive.TIME;
import static dev.lockstep.adapter.process.PyTorchLive.fractions;
import static dev.lockstep.adapter.process.PyTorchLive.observable;
import static dev.lockstep.adapter.process.PyTorchLive.overflowing;
import static dev.lockstep.adapter.process.PyTorchLive.scenario;
import static dev.lockstep.adapter.process.PyTorchLive.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours against the Keras layers of TensorFlow.js live, in floats, under derived bounds, where a Node.js has it. */
class KerasWorkerTest {
    private static final ProcessFramework KERAS = (ProcessFramework) Frameworks.keras();

    @BeforeAll
    static void whereANodeHasIt() {
        Support available = KERAS.available();
        if (!available.yes()) {
            System.out.println("TensorFlow.js is not compared live, because " + available.because() + ".");
        }
        assumeTrue(available.yes(), "no Node.js with TensorFlow.js");
    }

    @AfterAll
    static void end() {
        KERAS.close();
    }

    static Stream<NetworkSpec> networks() {
        return cells().stream()
                .flatMap(cell -> Stream.of(
                        NetworkSpec.of(cell),
                        NetworkSpec.of(cell, new DenseSpec("top", 3, 2, Activation.SOFTSIGN)),
                        NetworkSpec.of(cell, new SimpleRnnSpec("second", 3, 4, Activation.TANH, Bias.NONE, false))));
    }

    static List<RecurrentSpec> cells() {
        return List.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, false),
                new SimpleRnnSpec("rnn", 2, 3, Activation.SOFTSIGN, Bias.NONE, false),
                LstmSpec.plain("lstm", 2, 3),
                gru(Activation.SIGMOID),
                gru(Activation.HARD_SIGMOID));
    }

    private static GruSpec gru(Activation gates) {
        return new GruSpec("gru", 2, 3, Activation.TANH, gates, GruSpec.Reset.BEFORE_PRODUCT, Bias.ONE);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void outputs_states_and_gradients(NetworkSpec network) {
        Kind[] kinds = Stream.of(observable(network))
                .filter(kind -> kind != Kind.STREAMED)
                .toArray(Kind[]::new);
        expectAgreement(scenario(network, upstream(network), kinds));
    }

    static Stream<NetworkSpec> arranged() {
        return Stream.concat(
                networks(),
                cells().stream()
                        .map(cell -> NetworkSpec.of(BidirectionalSpec.of(
                                BidirectionalSpec.Mode.CONCAT, BidirectionalSpec.Form.WRAPPER, cell))));
    }

    /** Variables that are set as they come, whatever weights the case has. */
    @ParameterizedTest
    @MethodSource("arranged")
    void its_own_arrays_are_the_parameters_that_the_layout_says_they_are(NetworkSpec network) {
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS, Kind.GRADIENT)
                .with(SINGLE);
        Framework given = KERAS.given(Layout.KERAS.write(network, scenario.weights()));
        Observations found = given.observe(scenario.withWeights(Weights.random(network, 77)));
        Observations expected = KERAS.observe(scenario);
        assertThat(found.quantities()).containsExactlyElementsOf(expected.quantities());
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as("%s", quantity)
                    .containsExactly(expected.get(quantity).values());
        }
    }

    @Test
    void variables_that_a_layer_needs_are_asked_for() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 2, 3));
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS).with(SINGLE);
        Map<String, Tensor> arrays = new LinkedHashMap<>(Layout.KERAS.write(network, scenario.weights()));
        arrays.remove("lstm/lstm_cell/recurrent_kernel");
        assertThat(KERAS.given(arrays).supports(scenario).because())
                .isEqualTo("its lstm needs one lstm/…/recurrent_kernel");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void masks_carry_states(RecurrentSpec cell) {
        NetworkSpec network = NetworkSpec.of(cell);
        Case scenario = scenario(network, upstream(network), Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.GRADIENT);
        expectAgreement(scenario.with(PyTorchLive.first(MaskRule.CARRY, 4, 2, 1)));
    }

    @ParameterizedTest
    @EnumSource(BidirectionalSpec.Mode.class)
    void both_directions(BidirectionalSpec.Mode mode) {
        for (RecurrentSpec cell : cells()) {
            NetworkSpec network = NetworkSpec.of(BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, cell));
            expectAgreement(scenario(
                    network,
                    upstream(network),
                    Kind.OUTPUTS,
                    Kind.FINAL_HIDDEN,
                    Kind.GRADIENT,
                    Kind.INPUT_GRADIENT,
                    Kind.INITIAL_HIDDEN_GRADIENT));
        }
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                arguments(LossFunction.MSE, Activation.TANH),
                arguments(LossFunction.L2, Activation.IDENTITY),
                arguments(LossFunction.L1, Activation.SELU),
                arguments(LossFunction.MAE, Activation.ELU),
                arguments(LossFunction.MCXENT, Activation.SOFTMAX),
                arguments(LossFunction.XENT, Activation.SIGMOID));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void losses_and_their_gradients(LossFunction function, Activation top) {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 2, 3), new DenseSpec("top", 3, 2, top));
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN_OVER_BATCH)) {
            Loss loss = Loss.of(function, reduction);
            Objective objective = new Objective.Targets(loss, fractions(TIME, 2, 8));
            expectAgreement(scenario(network, objective, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT));
        }
    }

    static Stream<OptimizerSpec> optimizers() {
        return Stream.of(
                new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-3, OptimizerSpec.Adam.Form.ALGORITHM_1),
                new OptimizerSpec.AdaMax(0.01, 0.9, 0.999, 1e-3, OptimizerSpec.AdaMax.Form.BESIDE_GREATEST),
                new OptimizerSpec.RmsProp(0.01, 0.9, 1e-3, OptimizerSpec.Epsilon.INSIDE_ROOT, OptimizerSpec.Start.ZERO),
                new OptimizerSpec.AdaGrad(0.01, 1e-7, OptimizerSpec.Epsilon.INSIDE_ROOT, OptimizerSpec.Start.ZERO));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizer_steps(OptimizerSpec optimizer) {
        expectAgreement(trained(optimizer, Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }

    @Test
    void sgd_steps() {
        expectAgreement(trained(new OptimizerSpec.Sgd(0.1), Kind.SCORE, Kind.PARAMETER));
    }

    @Test
    void nesterov_parameters_without_its_velocity() {
        OptimizerSpec nesterov = new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);
        expectAgreement(trained(nesterov, Kind.SCORE, Kind.PARAMETER));
        assertThat(KERAS.supports(trained(nesterov, Kind.OPTIMIZER_STATE).with(SINGLE)))
                .isEqualTo(Support.no("its velocity has another sign and is without the rate"));
    }

    static Stream<Arguments> refusals() {
        GruSpec after =
                new GruSpec("gru", 2, 3, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, Bias.ONE);
        return Stream.of(
                arguments(after, "its GRU resets before the product with RW only (reset_after is refused)"),
                arguments(
                        new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.TWO, false),
                        "its layers have one bias or none"),
                arguments(
                        new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true),
                        "its layers start from given states or zeros"),
                arguments(
                        LstmSpec.plain("lstm", 2, 3).clippingPreActivationsAt(3), "its LSTM clips no pre-activations"),
                arguments(new SimpleRnnSpec("rnn", 2, 3, Activation.CUBE, Bias.ONE, false), "its worker has no cube"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_it_cannot_compute(RecurrentSpec layer, String because) {
        Case scenario = scenario(NetworkSpec.of(layer), new Objective.None(), Kind.OUTPUTS);
        assertThat(KERAS.supports(scenario.with(SINGLE))).isEqualTo(Support.no(because));
    }

    @Test
    void doubles_are_refused_and_so_are_masks_that_reset() {
        Case scenario = scenario(NetworkSpec.of(LstmSpec.plain("lstm", 2, 3)), new Objective.None(), Kind.OUTPUTS);
        assertThat(KERAS.supports(scenario)).isEqualTo(Support.no("TensorFlow.js computes in single precision only"));
        assertThat(KERAS.supports(scenario.with(PyTorchLive.first(MaskRule.RESET, 4, 2, 1))
                        .with(SINGLE)))
                .isEqualTo(Support.no("its masks carry states over steps that do not count"));
    }

    private static Case trained(OptimizerSpec optimizer, Kind... kinds) {
        NetworkSpec network = NetworkSpec.of(gru(Activation.SIGMOID), new DenseSpec("top", 3, 2, Activation.TANH));
        List<Minibatch> minibatches = List.of(
                new Minibatch(Sequence.random(TIME, BATCH, 2, 20), fractions(TIME, 2, 21)),
                new Minibatch(Sequence.random(TIME, BATCH, 2, 22), fractions(TIME, 2, 23)),
                new Minibatch(Sequence.random(TIME, BATCH, 2, 24), fractions(TIME, 2, 25)));
        Training training = new Training(optimizer, OptimizerState.initial(optimizer, network), minibatches);
        Loss loss = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
        return scenario(
                network,
                new Objective.Targets(loss, fractions(TIME, 2, 26)),
                Optional.of(training),
                EnumSet.of(kinds[0], kinds));
    }

    private static void expectAgreement(Case doubles) {
        Case scenario = doubles.with(SINGLE);
        Comparison comparison = Comparison.between(new OursFramework(), KERAS, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        Set<Kind> compared = EnumSet.noneOf(Kind.class);
        for (ArrayComparison array : comparison.arrays()) {
            compared.add(array.quantity().kind());
        }
        assertThat(compared).isEqualTo(scenario.observed());
    }

    @Test
    void numbers_beyond_floats_are_a_failure() {
        assertThatThrownBy(() -> KERAS.observe(overflowing())).hasMessage("computed a number that is not finite");
    }
}
