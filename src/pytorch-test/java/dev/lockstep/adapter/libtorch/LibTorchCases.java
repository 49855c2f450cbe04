package dev.lockstep.adapter.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What LibTorch's tests ask: 5 steps of 4 rows, of 2 inputs. */
final class LibTorchCases {
    static final Framework LIBTORCH = new LibTorchFramework();
    static final int TIME = 5;
    static final int BATCH = 4;
    static final Set<Kind> ALL_BUT_STEPS = EnumSet.of(
            Kind.OUTPUTS,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.SCORE,
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT);

    private LibTorchCases() {}

    /** Ours and LibTorch within derived bounds. */
    static void expectAgreement(Case scenario) {
        assertThat(LIBTORCH.supports(scenario).because()).isEmpty();
        Comparison comparison = Comparison.between(Frameworks.ours(), LIBTORCH, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.sentence()).isEqualTo(Outcome.AGREE);
    }

    static DenseSpec dense(int inputs) {
        return new DenseSpec("dense", inputs, 2, Activation.SIGMOID);
    }

    static SimpleRnnSpec rnn(Activation activation, Bias bias) {
        return new SimpleRnnSpec("rnn", 2, 3, activation, bias, false);
    }

    static LstmSpec lstm(String name, int inputs, int units, Bias bias) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, false, bias);
    }

    static GruSpec gru(Bias bias) {
        return new GruSpec("gru", 2, 3, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, bias);
    }

    static BidirectionalSpec both(BidirectionalSpec.Mode mode, RecurrentSpec like) {
        return BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, like);
    }

    /** An LSTM below a logistic layer. */
    static NetworkSpec stack() {
        return NetworkSpec.of(lstm("lstm", 2, 3, Bias.TWO), dense(3));
    }

    /** From random states, where layers have one that is not a parameter, by a mean over the batch. */
    static Case scenario(List<LayerSpec> layers, LossFunction function, Set<Kind> observed) {
        NetworkSpec network = new NetworkSpec(layers);
        Map<String, State> states = new HashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.trainableStart()) {
                State state = State.zero(layer, BATCH);
                state.h().assign(Sequence.random(1, BATCH, layer.units(), 4).at(1));
                state.c()
                        .ifPresent(c -> c.assign(
                                Sequence.random(1, BATCH, layer.units(), 5).at(1)));
                states.put(layer.name(), state);
            }
        }
        return new Case(
                "LibTorch",
                network,
                Weights.random(network, 1),
                Sequence.random(TIME, BATCH, network.inputs(), 2),
                states,
                new Objective.Targets(Loss.of(function, Reduction.MEAN_OVER_BATCH), targets(network, 3)),
                Optional.empty(),
                observed);
    }

    /** The same from zero states. */
    static Case fromZero(Case scenario) {
        return with(scenario, Map.of(), scenario.training());
    }

    /** Optimizer steps from random states, one for each minibatch, with everything that is observed of them. */
    static Case trained(List<LayerSpec> layers, LossFunction function, Training training) {
        Case scenario = scenario(layers, function, EnumSet.of(Kind.SCORE));
        return with(scenario, scenario.initialStates(), Optional.of(training))
                .observing(EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }

    private static Case with(Case scenario, Map<String, State> states, Optional<Training> training) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.masks(),
                states,
                scenario.objective(),
                scenario.truncation(),
                training,
                scenario.execution(),
                scenario.observed());
    }

    /** From its first step, on three minibatches. */
    static Training training(OptimizerSpec optimizer, NetworkSpec network) {
        return new Training(optimizer, OptimizerState.initial(optimizer, network), minibatches(network));
    }

    static List<Minibatch> minibatches(NetworkSpec network) {
        return Stream.of(7L, 8L, 9L)
                .map(seed -> new Minibatch(
                        Sequence.random(TIME, BATCH, network.inputs(), seed), targets(network, seed + 10)))
                .toList();
    }

    private static Sequence targets(NetworkSpec network, long seed) {
        boolean last = network.layers().stream().anyMatch(LastStepSpec.class::isInstance);
        return Sequence.random(last ? 1 : TIME, BATCH, network.outputs(), seed);
    }

    /** Of which so many first steps of every row count. */
    static Masks lengths(MaskRule rule, int... lengths) {
        double[] counts = new double[TIME * lengths.length];
        for (int t = 0; t < TIME; t++) {
            for (int row = 0; row < lengths.length; row++) {
                counts[t * lengths.length + row] = t < lengths[row] ? 1 : 0;
            }
        }
        return Masks.ofFeatures(new Sequence(TIME, lengths.length, 1, counts), rule);
    }
}
