package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks and cases that several tests use; all numbers are drawn from stated seeds. */
final class Cases {
    static final Deeplearning4jFramework DL4J = new Deeplearning4jFramework();

    private Cases() {}

    static SimpleRnnSpec rnn(String name, int inputs, int units) {
        return new SimpleRnnSpec(name, inputs, units, Activation.TANH);
    }

    static SimpleRnnSpec rnn(String name, int inputs, int units, Bias bias) {
        return new SimpleRnnSpec(name, inputs, units, Activation.TANH, bias, false);
    }

    static DenseSpec dense(String name, int inputs, int outputs, Bias bias) {
        return new DenseSpec(name, inputs, outputs, Activation.SIGMOID, bias);
    }

    static LstmSpec peepholes(String name, int inputs, int units) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, true);
    }

    static LstmSpec lstm(String name, int inputs, int units, boolean peepholes, Bias bias) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, peepholes, bias);
    }

    static DenseSpec dense(String name, int inputs, int outputs, Activation activation) {
        return new DenseSpec(name, inputs, outputs, activation);
    }

    /** One network for every way in which layers are put together. */
    static Map<String, NetworkSpec> networks() {
        Map<String, NetworkSpec> networks = new java.util.LinkedHashMap<>();
        networks.put("SimpleRnn", NetworkSpec.of(rnn("a", 2, 3)));
        networks.put("LSTM", NetworkSpec.of(LstmSpec.plain("a", 2, 3)));
        networks.put("LSTM with peepholes", NetworkSpec.of(peepholes("a", 2, 3)));
        networks.put("no bias", NetworkSpec.of(rnn("a", 2, 3, Bias.NONE), dense("out", 3, 2, Bias.NONE)));
        networks.put(
                "LSTMs without bias",
                NetworkSpec.of(
                        lstm("a", 2, 3, false, Bias.NONE),
                        lstm("b", 3, 2, true, Bias.NONE),
                        dense("out", 2, 2, Bias.ONE)));
        networks.put(
                "no bias, loss after the last step",
                NetworkSpec.of(
                        rnn("a", 2, 3, Bias.NONE),
                        rnn("b", 3, 2, Bias.NONE),
                        new LastStepSpec("last", 2),
                        dense("c", 2, 3, Bias.NONE),
                        dense("out", 3, 2, Bias.NONE)));
        networks.put(
                "two biases and none",
                NetworkSpec.of(
                        rnn("a", 2, 3, Bias.TWO),
                        dense("b", 3, 2, Bias.NONE),
                        peepholes("c", 2, 2),
                        rnn("d", 2, 2, Bias.TWO)));
        networks.put("one unit", NetworkSpec.of(LstmSpec.plain("a", 1, 1), dense("out", 1, 1, Activation.IDENTITY)));
        networks.put(
                "deep",
                NetworkSpec.of(
                        rnn("a", 2, 3),
                        peepholes("b", 3, 2),
                        LstmSpec.plain("c", 2, 3),
                        dense("out", 3, 2, Activation.SIGMOID)));
        networks.put(
                "dense between",
                NetworkSpec.of(
                        LstmSpec.plain("a", 2, 3),
                        dense("b", 3, 4, Activation.TANH),
                        rnn("c", 4, 2),
                        dense("out", 2, 3, Activation.SIGMOID)));
        networks.put("dense first", NetworkSpec.of(dense("a", 2, 3, Activation.TANH), LstmSpec.plain("b", 3, 2)));
        networks.put("dense alone", NetworkSpec.of(dense("a", 2, 3, Activation.TANH)));
        networks.put(
                "two dense layers over time",
                NetworkSpec.of(
                        rnn("a", 2, 3), dense("b", 3, 2, Activation.TANH), dense("c", 2, 2, Activation.SIGMOID)));
        networks.put(
                "last step, dense",
                NetworkSpec.of(
                        peepholes("a", 2, 3), new LastStepSpec("last", 3), dense("out", 3, 2, Activation.SIGMOID)));
        networks.put(
                "last step, two dense",
                NetworkSpec.of(
                        rnn("a", 2, 3),
                        new LastStepSpec("last", 3),
                        dense("b", 3, 4, Activation.TANH),
                        dense("out", 4, 2, Activation.SIGMOID)));
        networks.put(
                "last step", NetworkSpec.of(rnn("z", 2, 2), LstmSpec.plain("a", 2, 3), new LastStepSpec("last", 3)));
        return networks;
    }

    /** Forward pass only, from random states where asked. */
    static Case forward(NetworkSpec network, int time, int batch, boolean fromRandomStates, long seed) {
        return new Case(
                "forward",
                network,
                Weights.random(network, seed, 1.5),
                Sequence.random(time, batch, network.inputs(), seed + 1),
                fromRandomStates ? randomStates(network, batch, seed + 2) : Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_HIDDEN, Quantity.Kind.FINAL_CELL));
    }

    /** Score and gradients of a loss against random targets. */
    static Case loss(NetworkSpec network, Loss loss, int time, int batch, boolean fromRandomStates, long seed) {
        Case forward = forward(network, time, batch, fromRandomStates, seed);
        Sequence targets = targets(loss.function(), network.outputTime(time), batch, network.outputs(), seed + 3);
        return with(forward, new Objective.Targets(loss, targets))
                .observing(Set.of(Quantity.Kind.SCORE, Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
    }

    /** Numbers in [−1, 1); for cross entropies distributions, or probabilities. */
    static Sequence targets(LossFunction function, int time, int batch, int features, long seed) {
        Sequence targets = Sequence.random(time, batch, features, seed);
        if (function == LossFunction.MSE || function == LossFunction.L2) {
            return targets;
        }
        double[] values = targets.values();
        for (int row = 0; row < time * batch; row++) {
            double sum = 0;
            for (int k = row * features; k < (row + 1) * features; k++) {
                values[k] = 0.5 + 0.5 * values[k];
                sum += values[k];
            }
            for (int k = row * features; k < (row + 1) * features && function == LossFunction.MCXENT; k++) {
                values[k] /= sum;
            }
        }
        return targets;
    }

    static Map<String, State> randomStates(NetworkSpec network, int batch, long seed) {
        Map<String, State> states = new HashMap<>();
        long next = seed;
        for (RecurrentSpec layer : network.recurrent()) {
            RowMajorMatrix h = Sequence.random(1, batch, layer.units(), next++).at(1);
            RowMajorMatrix c = Sequence.random(1, batch, layer.units(), next++).at(1);
            states.put(layer.name(), layer.hasCell() ? State.of(h, c) : State.of(h));
        }
        return states;
    }

    static Case with(Case scenario, Objective objective) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                objective,
                scenario.truncation(),
                scenario.training(),
                scenario.observed());
    }

    static Case with(Case scenario, Map<String, State> initialStates) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                initialStates,
                scenario.objective(),
                scenario.truncation(),
                scenario.training(),
                scenario.observed());
    }

    static Case with(Case scenario, Sequence input) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                input,
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                scenario.training(),
                scenario.observed());
    }

    static Case training(Case scenario, Training training) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                Optional.of(training),
                Set.of(Quantity.Kind.SCORE, Quantity.Kind.PARAMETER, Quantity.Kind.OPTIMIZER_STATE));
    }

    static Case truncated(Case scenario, Truncation truncation) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                scenario.objective(),
                truncation,
                scenario.training(),
                scenario.observed());
    }

    static Observations observe(Case scenario) {
        return DL4J.observe(scenario);
    }
}
