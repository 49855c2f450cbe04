package dev.lockstep.experiment.sweep;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much there is to a case: its layers, its settings that are not the usual ones, its numbers and their digits. A case is smaller
 * than another if this is less.
 */
final class Weight {
    private static final long LAYER = 1_000;
    private static final long WRAPPER = 500;
    private static final long SETTING = 100;

    private Weight() {}

    static long of(Case scenario) {
        long layers = scenario.network().layers().stream()
                .mapToLong(layer -> LAYER + layer(layer))
                .sum();
        return layers
                + SETTING * scenario.observed().size()
                + SETTING * Magnitudes.beyondTheLaw(scenario).size()
                + settings(scenario)
                + masks(scenario.masks())
                + numbers(scenario);
    }

    private static long layer(LayerSpec layer) {
        if (layer instanceof BidirectionalSpec both) {
            return WRAPPER
                    + unless(both.mode() == BidirectionalSpec.Mode.ADD)
                    + unless(both.form() == BidirectionalSpec.Form.WRAPPER)
                    + layer(both.forward());
        }
        if (layer instanceof MaskZeroSpec zero) {
            return WRAPPER + unless(zero.rule() == MaskRule.RESET) + layer(zero.wrapped());
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return unless(rnn.activation() == Activation.TANH)
                    + unless(rnn.bias() == Bias.ONE)
                    + unless(rnn.norm().isEmpty())
                    + unless(!rnn.trainableStart())
                    + unless(!rnn.clipsPreActivations());
        }
        if (layer instanceof LstmSpec lstm) {
            return unless(lstm.activation() == Activation.TANH)
                    + unless(lstm.gateActivation() == Activation.SIGMOID)
                    + unless(!lstm.peepholes())
                    + unless(lstm.bias() == Bias.ONE)
                    + unless(!lstm.clipsPreActivations());
        }
        if (layer instanceof GruSpec gru) {
            return unless(gru.activation() == Activation.TANH)
                    + unless(gru.gateActivation() == Activation.SIGMOID)
                    + unless(gru.reset() == GruSpec.Reset.AFTER_PRODUCT)
                    + unless(gru.bias() == Bias.TWO)
                    + unless(!gru.clipsPreActivations());
        }
        return layer instanceof DenseSpec dense
                ? unless(dense.activation() == Activation.IDENTITY) + unless(dense.bias() == Bias.ONE)
                : 0;
    }

    private static long settings(Case scenario) {
        Execution execution = scenario.execution();
        long settings = unless(execution.precision() == Precision.DOUBLE)
                + unless(execution.format() == SequenceFormat.NCW)
                + unless(scenario.truncation() instanceof Truncation.Full)
                + unless(scenario.initialStates().isEmpty())
                + unless(scenario.objective() instanceof Objective.None);
        if (scenario.objective() instanceof Objective.Targets targets) {
            settings += SETTING
                    + unless(targets.loss().reduction() == Reduction.SUM)
                    + unless(targets.loss().clipping().equals(Clipping.NONE));
        }
        return settings
                + scenario.training()
                        .map(training -> SETTING
                                + unless(training.optimizer().equals(new OptimizerSpec.Sgd(0.1)))
                                + unless(training.clip().equals(GradientClip.NONE))
                                + unless(training.pace().isEmpty())
                                + unless(training.regularisation().isNone())
                                + training.minibatches().stream()
                                        .mapToLong(minibatch -> SETTING + masks(minibatch.masks()))
                                        .sum())
                        .orElse(0L);
    }

    private static long masks(Masks masks) {
        return unless(masks.features().isEmpty())
                + unless(masks.labels().isEmpty())
                + unless(masks.rule() == MaskRule.RESET);
    }

    private static long unless(boolean usual) {
        return usual ? 0 : SETTING;
    }

    private static long numbers(Case scenario) {
        Stream<double[]> weights = scenario.weights().asMap().values().stream().map(matrix -> matrix.toArray());
        Stream<double[]> states = states(scenario.initialStates().values().stream());
        Stream<double[]> objective = Stream.of();
        if (scenario.objective() instanceof Objective.Targets targets) {
            objective = Stream.of(targets.targets().values());
        } else if (scenario.objective() instanceof Objective.Upstream upstream) {
            objective = Stream.concat(
                    Stream.of(upstream.outputs().values()), states(upstream.finalStates().values().stream()));
        }
        Objective whole = scenario.objective();
        Stream<double[]> minibatches = scenario.training().stream()
                .flatMap(training -> training.minibatches().stream())
                .filter(minibatch -> !same(minibatch, scenario, whole))
                .flatMap(minibatch -> Stream.of(
                        minibatch.input().values(), minibatch.targets().values()));
        return Stream.of(weights, states, Stream.of(scenario.input().values()), objective, minibatches)
                .flatMap(arrays -> arrays)
                .flatMapToDouble(Arrays::stream)
                .mapToLong(Weight::digits)
                .sum();
    }

    private static boolean same(Minibatch minibatch, Case scenario, Objective objective) {
        return objective instanceof Objective.Targets targets
                && Arrays.equals(minibatch.input().values(), scenario.input().values())
                && Arrays.equals(minibatch.targets().values(), targets.targets().values());
    }

    private static Stream<double[]> states(Stream<State> states) {
        return states.flatMap(state -> state
                .c()
                .map(c -> List.of(state.h().toArray(), c.toArray()))
                .orElseGet(() -> List.of(state.h().toArray()))
                .stream());
    }

    private static long digits(double value) {
        return value == 0 ? 1 : value == 1 ? 2 : Double.toString(value).length();
    }
}
