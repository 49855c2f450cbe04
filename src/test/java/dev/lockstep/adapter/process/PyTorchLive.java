package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import dev.lockstep.worker.PythonWorker;
import dev.lockstep.worker.WorkerCommand;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds ours against PyTorch live under derived bounds, in doubles and in floats, where a Python has it. */
abstract class PyTorchLive {
    static final ProcessFramework PYTORCH = (ProcessFramework) Frameworks.pyTorch();
    static final int TIME = 4;
    static final int BATCH = 3;
    static final Execution SINGLE = new Execution(Precision.SINGLE, SequenceFormat.NCW);
    static final NetworkSpec RNN = rnn(Activation.TANH, Bias.TWO, false);

    @BeforeAll
    static void whereAPythonHasIt() throws Exception {
        boolean imports = python().isPresent();
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

    /** In both precisions; a comparison that left out what the case asks for would be none. */
    static void expectAgreement(Case scenario) {
        for (Execution execution : List.of(Execution.STANDARD, SINGLE)) {
            Case asked = scenario.with(execution);
            Comparison comparison = Comparison.between(new OursFramework(), PYTORCH, asked, Tolerances.derived());
            assertThat(comparison.outcome())
                    .as(execution.precision() + ": " + comparison.message())
                    .isEqualTo(Outcome.AGREE);
            Set<Kind> compared = EnumSet.noneOf(Kind.class);
            for (ArrayComparison array : comparison.arrays()) {
                compared.add(array.quantity().kind());
            }
            assertThat(compared).isEqualTo(scenario.observed());
        }
    }

    static void expectRefusal(Case scenario, String because) {
        assertThat(PYTORCH.supports(scenario)).isEqualTo(Support.no(because));
    }

    static void expectRefusal(NetworkSpec network, String because) {
        expectRefusal(scenario(network, new Objective.None(), Kind.OUTPUTS), because);
    }

    static NetworkSpec rnn(Activation activation, Bias bias, boolean trainedStart) {
        return NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, activation, bias, trainedStart));
    }

    /** One layer of each kind, from 2 features to 3 units. */
    static List<RecurrentSpec> cells() {
        return List.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.TWO, false),
                LstmSpec.plain("lstm", 2, 3),
                new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                gru("gru", 2, Bias.TWO));
    }

    static GruSpec gru(String name, int inputs, Bias bias) {
        return new GruSpec(name, inputs, 3, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, bias);
    }

    /** A layer in floats whose states overflow. */
    static Case overflowing() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.RELU));
        Map<ParameterKey, RowMajorMatrix> great =
                new LinkedHashMap<>(Weights.random(network, 1).asMap());
        great.values().forEach(matrix -> matrix.fill(1e30));
        return scenario(network, new Objective.None(), Kind.OUTPUTS)
                .withWeights(new Weights(network, great))
                .with(SINGLE);
    }

    /** From random initial states of all layers that can be given one. */
    static Case scenario(NetworkSpec network, Objective objective, Kind... kinds) {
        return scenario(network, objective, Optional.empty(), EnumSet.of(kinds[0], kinds));
    }

    static Case scenario(NetworkSpec network, Objective objective, Optional<Training> training, Set<Kind> kinds) {
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

    /** The same from states of zeros. */
    static Case fromZero(Case scenario) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.masks(),
                Map.of(),
                scenario.objective(),
                scenario.truncation(),
                scenario.training(),
                scenario.execution(),
                scenario.observed());
    }

    /** Random gradients at every step and at the final states. */
    static Objective upstream(NetworkSpec network) {
        return new Objective.Upstream(
                Sequence.random(network.outputTime(TIME), BATCH, network.outputs(), 3), states(network, 4, true));
    }

    /** Random gradients at every step alone. */
    static Objective upstreamOfOutputs(NetworkSpec network) {
        return new Objective.Upstream(Sequence.random(network.outputTime(TIME), BATCH, network.outputs(), 3), Map.of());
    }

    /** Whatever of a network can be observed outside training, but for scores. */
    static Kind[] observable(NetworkSpec network) {
        Set<Kind> kinds = EnumSet.of(Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        if (network.streams()) {
            kinds.add(Kind.STREAMED);
        }
        for (RecurrentSpec layer : network.recurrent()) {
            kinds.add(Kind.FINAL_HIDDEN);
            if (!layer.trainableStart()) {
                kinds.add(Kind.INITIAL_HIDDEN_GRADIENT);
            }
            if (layer.hasCell()) {
                kinds.add(Kind.FINAL_CELL);
                kinds.add(Kind.INITIAL_CELL_GRADIENT);
            }
        }
        return kinds.toArray(Kind[]::new);
    }

    private static Map<String, State> states(NetworkSpec network, long seed, boolean alsoTrained) {
        Map<String, State> states = new LinkedHashMap<>();
        long drawn = 100 * seed;
        for (RecurrentSpec layer : network.recurrent()) {
            if (alsoTrained || !layer.trainableStart()) {
                Sequence h = Sequence.random(1, BATCH, layer.units(), drawn++);
                Sequence c = Sequence.random(1, BATCH, layer.units(), drawn++);
                states.put(layer.name(), layer.hasCell() ? State.of(h.at(1), c.at(1)) : State.of(h.at(1)));
            }
        }
        return states;
    }

    /** Targets within (0, 1). */
    static Sequence fractions(int time, int features, long seed) {
        Sequence targets = Sequence.random(time, BATCH, features, seed);
        for (int i = 0; i < targets.values().length; i++) {
            targets.values()[i] = 0.5 + 0.5 * targets.values()[i];
        }
        return targets;
    }

    /** A mask of as many steps at the beginning of each row. */
    static Masks first(MaskRule rule, int... lengths) {
        Sequence mask = Sequence.zeros(TIME, lengths.length, 1);
        for (int t = 0; t < TIME; t++) {
            for (int row = 0; row < lengths.length; row++) {
                mask.values()[t * lengths.length + row] = t < lengths[row] ? 1 : 0;
            }
        }
        return Masks.ofFeatures(mask, rule);
    }

    /** The Python that has PyTorch; asked without the worker, so that a worker that is not found is noticed. */
    static Optional<String> python() throws IOException, InterruptedException {
        for (WorkerCommand command : PythonWorker.commands("pytorch.py", System.getenv())) {
            String python = command.words().get(0);
            try {
                Process importing = new ProcessBuilder(python, "-c", "import torch")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (importing.waitFor(60, TimeUnit.SECONDS) && importing.exitValue() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException exception) {
                System.out.println(command.name() + " cannot be started.");
            }
        }
        return Optional.empty();
    }
}
