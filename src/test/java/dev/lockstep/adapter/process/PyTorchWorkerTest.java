package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Start;
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
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.PythonWorker;
import dev.lockstep.worker.WorkerCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours against PyTorch live, where a Python has it: forward passes, gradients and optimizer steps under derived bounds. */
class PyTorchWorkerTest {
    private static final ProcessFramework PYTORCH = new ProcessFramework(
            "pytorch", "PyTorch", () -> PythonWorker.commands("pytorch.py", System.getenv()), Limits.STANDARD);
    private static final int TIME = 4;
    private static final int BATCH = 3;
    private static final NetworkSpec RNN = rnn(Activation.TANH, Bias.TWO, false);

    @BeforeAll
    static void whereAPythonHasIt() throws Exception {
        boolean imports = imports();
        if (imports) {
            assertThat(PYTORCH.available()).isEqualTo(Support.YES);
        } else {
            System.out.println("PyTorch is not compared live, because "
                    + PYTORCH.available().because() + ".");
        }
        assumeTrue(imports, "no Python with PyTorch");
    }

    @AfterAll
    static void end() {
        PYTORCH.close();
    }

    static List<NetworkSpec> networks() {
        List<NetworkSpec> networks = new ArrayList<>();
        for (Bias bias : Bias.values()) {
            networks.add(rnn(Activation.TANH, bias, false));
            networks.add(rnn(Activation.RELU, bias, bias == Bias.TWO));
        }
        LayerSpec rnn = RNN.layers().get(0);
        for (Activation activation : List.of(
                Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.RELU, Activation.SOFTMAX)) {
            networks.add(NetworkSpec.of(rnn, new DenseSpec("dense", 3, 2, activation)));
        }
        networks.add(NetworkSpec.of(rnn, new DenseSpec("bias-free", 3, 2, Activation.SIGMOID, Bias.NONE)));
        networks.add(NetworkSpec.of(rnn, new LastStepSpec("last", 3), new DenseSpec("dense", 3, 2, Activation.TANH)));
        networks.add(NetworkSpec.of(
                new DenseSpec("before", 2, 2, Activation.TANH),
                rnn,
                new SimpleRnnSpec("above", 3, 2, Activation.TANH, Bias.ONE, false)));
        return networks;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void outputsStatesAndGradientsAgree(NetworkSpec network) {
        Sequence outputs = Sequence.random(network.outputTime(TIME), BATCH, network.outputs(), 3);
        Objective upstream = new Objective.Upstream(outputs, states(network, 4, true));
        Set<Kind> kinds = EnumSet.of(
                Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT);
        if (network.recurrent().stream().allMatch(RecurrentSpec::trainableStart)) {
            kinds.remove(Kind.INITIAL_HIDDEN_GRADIENT);
        }
        expectAgreement(scenario(network, upstream, Optional.empty(), kinds));
    }

    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (LossFunction function : List.of(
                LossFunction.MSE, LossFunction.L2, LossFunction.MCXENT, LossFunction.XENT, LossFunction.WASSERSTEIN)) {
            for (Reduction reduction : Reduction.values()) {
                losses.add(Loss.of(function, reduction));
            }
        }
        losses.add(new Loss(LossFunction.XENT, Reduction.SUM, Clipping.added(1e-3)));
        losses.add(new Loss(LossFunction.MCXENT, Reduction.SUM, Clipping.added(1e-3)));
        return losses;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAndTheirGradientsAgree(Loss loss) {
        for (Activation activation : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
            NetworkSpec network = NetworkSpec.of(RNN.layers().get(0), new DenseSpec("dense", 3, 2, activation));
            expectAgreement(scenario(
                    network,
                    targets(network, loss),
                    Optional.empty(),
                    EnumSet.of(Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT)));
        }
    }

    static List<OptimizerSpec> optimizers() {
        return List.of(
                new OptimizerSpec.Sgd(0.1),
                new OptimizerSpec.Adam(0.01, 0.9, 0.99, 1e-6, OptimizerSpec.Adam.Form.ALGORITHM_1),
                new OptimizerSpec.RmsProp(0.01, 0.9, 1e-6, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                new OptimizerSpec.AdaGrad(0.1, 1e-6, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                new OptimizerSpec.AdaGrad(0.1, 1e-6, Epsilon.OUTSIDE_ROOT, Start.EPSILON));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizerStepsAgreeAlsoFromAStateInTheMiddle(OptimizerSpec optimizer) {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.TWO, true),
                new DenseSpec("dense", 3, 2, Activation.IDENTITY));
        Map<String, Weights> slots = new LinkedHashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, positive(network, slot.charAt(0))));
        OptimizerState middle = new OptimizerState(3, slots);
        for (OptimizerState start : List.of(OptimizerState.initial(optimizer, network), middle)) {
            expectAgreement(training(network, optimizer, new GradientClip.Elementwise(0.02), start));
        }
    }

    @Test
    void whatItDoesNotComputeItRefusesWithTheReason() {
        expectRefusal(
                scenario(NetworkSpec.of(LstmSpec.plain("a", 2, 3)), new Objective.None(), Optional.empty(), outputs()),
                "its worker computes nn.RNN, nn.GRU and nn.Linear, not LSTM");
        expectRefusal(
                scenario(rnn(Activation.SIGMOID, Bias.ONE, false), new Objective.None(), Optional.empty(), outputs()),
                "its RNN has tanh and relu only, not sigmoid");
        expectRefusal(
                gru(Activation.TANH, Activation.SIGMOID, Reset.BEFORE_PRODUCT),
                "its GRU resets after the product with RW only");
        expectRefusal(gru(Activation.RELU, Activation.SIGMOID, Reset.AFTER_PRODUCT), "its GRU has tanh only, not relu");
        expectRefusal(
                gru(Activation.TANH, Activation.HARD_SIGMOID, Reset.AFTER_PRODUCT),
                "its GRU has sigmoid gates only, not hard sigmoid");
        NetworkSpec elu = NetworkSpec.of(new DenseSpec("a", 2, 2, Activation.ELU));
        expectRefusal(scenario(elu, new Objective.None(), Optional.empty(), outputs()), "its worker has no elu");
        Objective upstream = new Objective.Upstream(Sequence.random(TIME, BATCH, 3, 1), Map.of());
        expectRefusal(
                scenario(RNN, upstream, Optional.empty(), EnumSet.of(Kind.SCORE)),
                "a score needs targets and a loss, and an upstream gradient has neither");
        expectRefusal(
                truncated(scenario(RNN, upstream, Optional.empty(), EnumSet.of(Kind.GRADIENT))),
                "its errors flow back through the whole sequence");
        NetworkSpec sigmoid = NetworkSpec.of(new DenseSpec("a", 2, 2, Activation.SIGMOID));
        Loss clamped = new Loss(LossFunction.XENT, Reduction.SUM, Clipping.clamped(1e-5));
        expectRefusal(
                scenario(sigmoid, targets(sigmoid, clamped), Optional.empty(), EnumSet.of(Kind.SCORE)),
                "the slope of its clamp is 0 where ours counts as 1");
        expectRefusal(
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED),
                GradientClip.NONE,
                "its worker has no Nesterov");
        expectRefusal(
                new OptimizerSpec.Adam(0.1, 0.9, 0.99, 1e-8, OptimizerSpec.Adam.Form.INSIDE_ROOT),
                GradientClip.NONE,
                "its Adam adds ε to √v̂");
        expectRefusal(
                new OptimizerSpec.RmsProp(0.1, 0.9, 1e-8, Epsilon.OUTSIDE_ROOT, Start.EPSILON),
                GradientClip.NONE,
                "its RMSprop starts from s = 0");
        expectRefusal(
                new OptimizerSpec.AdaGrad(0.1, 1e-8, Epsilon.INSIDE_ROOT, Start.ZERO),
                GradientClip.NONE,
                "its AdaGrad adds ε to the root");
        expectRefusal(
                new OptimizerSpec.Sgd(0.1),
                new GradientClip.GlobalNorm(1),
                "its clip by norm divides by the norm plus 1e-6");
    }

    /** Fields that the worker does not know would change the numbers, were they overlooked. */
    @Test
    void whatItDoesNotKnowItRefuses() {
        Case plain = scenario(RNN, targets(RNN, Loss.of(LossFunction.MSE, Reduction.SUM)), Optional.empty(), outputs());
        Masks masks = Masks.ofFeatures(new Sequence(TIME, BATCH, 1, ones()), MaskRule.CARRY);
        expectRefusal(plain.with(masks), "its worker does not know the masks of a case");
        expectRefusal(
                plain.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)),
                "its worker computes in doubles, not in single precision");
        expectRefusal(plain.with(new Truncation.Segmented(2, 1)), "its errors flow back through the whole sequence");
        expectRefusal(plain.observing(EnumSet.of(Kind.STREAMED)), "its worker is given whole sequences, not pieces");
        SimpleRnnSpec rnn = new SimpleRnnSpec("rnn", 2, 3, Activation.TANH);
        expectRefusal(
                NetworkSpec.of(BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.WRAPPER, rnn)),
                "its worker computes nn.RNN, nn.GRU and nn.Linear, not Bidirectional");
        expectRefusal(
                NetworkSpec.of(new MaskZeroSpec(rnn, 0, MaskRule.RESET)),
                "its worker computes nn.RNN, nn.GRU and nn.Linear, not MaskZero");
        expectRefusal(
                NetworkSpec.of(new SimpleRnnSpec(
                        "rnn", 2, 3, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false)),
                "its worker does not know the norm of a SimpleRnn");
        Case trained = training(
                RNN,
                new OptimizerSpec.Sgd(1),
                GradientClip.NONE,
                OptimizerState.initial(new OptimizerSpec.Sgd(1), RNN));
        Training whole = trained.training().orElseThrow();
        Minibatch first = whole.minibatches().get(0);
        Training masked = whole.over(List.of(new Minibatch(first.input(), first.targets(), masks)));
        expectRefusal(
                new Case(
                        "masked minibatch",
                        trained.network(),
                        trained.weights(),
                        trained.input(),
                        trained.initialStates(),
                        trained.objective(),
                        Optional.of(masked),
                        trained.observed()),
                "its worker does not know the masks of a minibatch");
        assertThat(PYTORCH.supports(plain.with(new Execution(Precision.DOUBLE, SequenceFormat.NWC))))
                .isEqualTo(Support.YES);
    }

    private static double[] ones() {
        double[] ones = new double[TIME * BATCH];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void expectRefusal(NetworkSpec network, String because) {
        expectRefusal(scenario(network, new Objective.None(), Optional.empty(), outputs()), because);
    }

    private static void expectAgreement(Case scenario) {
        Comparison comparison = Comparison.between(new OursFramework(), PYTORCH, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        Set<Kind> compared = EnumSet.noneOf(Kind.class);
        comparison.arrays().stream().map(ArrayComparison::quantity).forEach(quantity -> compared.add(quantity.kind()));
        Set<Kind> expected = EnumSet.copyOf(scenario.observed());
        if (scenario.training().stream()
                .anyMatch(training -> training.optimizer().slots().isEmpty())) {
            expected.remove(Kind.OPTIMIZER_STATE);
        }
        assertThat(compared).isEqualTo(expected);
    }

    private static void expectRefusal(Case scenario, String because) {
        assertThat(PYTORCH.supports(scenario)).isEqualTo(Support.no(because));
    }

    private static void expectRefusal(OptimizerSpec optimizer, GradientClip clip, String because) {
        expectRefusal(training(RNN, optimizer, clip, OptimizerState.initial(optimizer, RNN)), because);
    }

    private static NetworkSpec rnn(Activation activation, Bias bias, boolean trainedStart) {
        return NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, activation, bias, trainedStart));
    }

    private static Case gru(Activation activation, Activation gates, Reset reset) {
        NetworkSpec network = NetworkSpec.of(new GruSpec("gru", 2, 3, activation, gates, reset, Bias.TWO));
        return scenario(network, new Objective.None(), Optional.empty(), outputs());
    }

    private static Set<Kind> outputs() {
        return EnumSet.of(Kind.OUTPUTS);
    }

    private static Objective targets(NetworkSpec network, Loss loss) {
        return new Objective.Targets(loss, fractions(network.outputTime(TIME), network.outputs(), 7));
    }

    private static Sequence fractions(int time, int features, long seed) {
        Sequence targets = Sequence.random(time, BATCH, features, seed);
        for (int i = 0; i < targets.values().length; i++) {
            targets.values()[i] = 0.5 + 0.5 * targets.values()[i];
        }
        return targets;
    }

    private static Case training(
            NetworkSpec network, OptimizerSpec optimizer, GradientClip clip, OptimizerState start) {
        List<Minibatch> minibatches = new ArrayList<>();
        for (int seed = 20; seed < 25; seed++) {
            minibatches.add(new Minibatch(
                    Sequence.random(TIME, BATCH, network.inputs(), seed),
                    fractions(TIME, network.outputs(), 30 + seed)));
        }
        return scenario(
                network,
                targets(network, Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH)),
                Optional.of(new Training(optimizer, clip, start, minibatches)),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }

    private static Weights positive(NetworkSpec network, long seed) {
        Weights drawn = Weights.random(network, seed);
        drawn.keys().forEach(key -> {
            double[] values = drawn.get(key).array();
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.1 + Math.abs(values[i]);
            }
        });
        return drawn;
    }

    private static Case scenario(
            NetworkSpec network, Objective objective, Optional<Training> training, Set<Kind> kinds) {
        return new Case(
                "case",
                network,
                Weights.random(network, 1),
                Sequence.random(TIME, BATCH, network.inputs(), 2),
                states(network, 5, false),
                objective,
                training,
                kinds);
    }

    private static Case truncated(Case whole) {
        return new Case(
                whole.name(),
                whole.network(),
                whole.weights(),
                whole.input(),
                whole.initialStates(),
                whole.objective(),
                new Truncation.Sliding(1),
                whole.training(),
                whole.observed());
    }

    private static Map<String, State> states(NetworkSpec network, long seed, boolean alsoTrained) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.hasCell() && (alsoTrained || !layer.trainableStart())) {
                states.put(
                        layer.name(),
                        State.of(Sequence.random(1, BATCH, layer.units(), seed).at(1)));
            }
        }
        return states;
    }

    /** Asked without the worker, so that a worker that is not found is noticed. */
    private static boolean imports() throws IOException, InterruptedException {
        for (WorkerCommand command : PythonWorker.commands("pytorch.py", System.getenv())) {
            try {
                Process python = new ProcessBuilder(command.words().get(0), "-c", "import torch")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0) {
                    return true;
                }
            } catch (IOException exception) {
                System.out.println(command.name() + " cannot be started.");
            }
        }
        return false;
    }
}
