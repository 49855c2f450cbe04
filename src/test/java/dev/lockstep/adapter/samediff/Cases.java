package dev.lockstep.adapter.samediff;

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
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks and cases that several tests use; all numbers are drawn from stated seeds, all states are not zero. */
final class Cases {
    private Cases() {}

    static SimpleRnnSpec rnn(String name, int inputs, int units) {
        return new SimpleRnnSpec(name, inputs, units, Activation.TANH);
    }

    static LstmSpec peepholes(String name, int inputs, int units) {
        return new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, true);
    }

    static DenseSpec dense(String name, int inputs, int outputs, Activation activation) {
        return new DenseSpec(name, inputs, outputs, activation);
    }

    private static SimpleRnnSpec rnn(Bias bias, boolean trainableStart) {
        return new SimpleRnnSpec("a", 2, 3, Activation.TANH, bias, trainableStart);
    }

    private static DenseSpec dense(Bias bias) {
        return new DenseSpec("out", 3, 2, Activation.SIGMOID, bias);
    }

    /** One network for every way in which layers are put together. */
    static Map<String, NetworkSpec> networks() {
        LastStepSpec last = new LastStepSpec("last", 3);
        DenseSpec out = dense("out", 3, 2, Activation.SIGMOID);
        Map<String, NetworkSpec> networks = new LinkedHashMap<>();
        networks.put("SimpleRnn", NetworkSpec.of(rnn("a", 2, 3)));
        networks.put("LSTM", NetworkSpec.of(LstmSpec.plain("a", 2, 3)));
        networks.put("LSTM with peepholes", NetworkSpec.of(peepholes("a", 2, 3)));
        networks.put(
                "one unit", NetworkSpec.of(peepholes("a", 1, 1), rnn("b", 1, 1), dense("c", 1, 1, Activation.ELU)));
        networks.put(
                "deep",
                NetworkSpec.of(
                        rnn("a", 2, 3),
                        peepholes("b", 3, 2),
                        dense("c", 2, 4, Activation.TANH),
                        LstmSpec.plain("d", 4, 3),
                        out));
        networks.put("dense first", NetworkSpec.of(dense("a", 2, 3, Activation.TANH), LstmSpec.plain("b", 3, 2)));
        networks.put("last step on top", NetworkSpec.of(LstmSpec.plain("a", 2, 3), last));
        networks.put("last step, dense", NetworkSpec.of(peepholes("a", 2, 3), last, out));
        networks.put("last step between", NetworkSpec.of(rnn("a", 2, 3), last, LstmSpec.plain("b", 3, 2)));
        networks.put("last step of a dense layer", NetworkSpec.of(dense("a", 2, 3, Activation.TANH), last, out));
        networks.put("last step of the input", NetworkSpec.of(new LastStepSpec("last", 2), rnn("a", 2, 3)));
        networks.put("no bias", NetworkSpec.of(rnn(Bias.NONE, false), dense(Bias.NONE)));
        networks.put("two biases", NetworkSpec.of(rnn(Bias.TWO, false), dense(Bias.ONE)));
        networks.put(
                "LSTMs with two biases and none",
                NetworkSpec.of(
                        new LstmSpec("a", 2, 3, Activation.TANH, Activation.SIGMOID, true, Bias.TWO),
                        new LstmSpec("b", 3, 2, Activation.TANH, Activation.SIGMOID, false, Bias.NONE),
                        dense("c", 2, 2, Activation.TANH)));
        networks.put("trained start", NetworkSpec.of(rnn(Bias.TWO, true), dense(Bias.NONE)));
        networks.put(
                "one unit, trained start",
                NetworkSpec.of(new SimpleRnnSpec("a", 1, 1, Activation.TANH, Bias.NONE, true)));
        networks.put("identities", NetworkSpec.of(dense("a", 2, 3, Activation.IDENTITY), last));
        return networks;
    }

    /** Outputs and final states. */
    static Case forward(NetworkSpec network, int time, int batch, long seed) {
        return new Case(
                "forward",
                network,
                Weights.random(network, seed, 1.5),
                Sequence.random(time, batch, network.inputs(), seed + 1),
                randomStates(network, batch, seed + 2),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL));
    }

    /** Everything that SameDiff has, for a loss against random targets in (0, 1). */
    static Case loss(NetworkSpec network, Loss loss, int time, int batch, long seed) {
        Sequence targets = Sequence.random(network.outputTime(time), batch, network.outputs(), seed + 20);
        for (int k = 0; k < targets.values().length; k++) {
            targets.values()[k] = 0.5 + 0.5 * targets.values()[k];
        }
        return with(forward(network, time, batch, seed), new Objective.Targets(loss, targets), everything());
    }

    static Case loss(NetworkSpec network, LossFunction function, int time, int batch, long seed) {
        return loss(network, Loss.of(function, Reduction.MEAN_OVER_BATCH), time, batch, seed);
    }

    /** Everything but the score, for gradients that arrive at every output and at all final states. */
    static Case upstream(NetworkSpec network, int time, int batch, long seed) {
        Sequence outputs = Sequence.random(network.outputTime(time), batch, network.outputs(), seed + 20);
        Set<Kind> observed = everything();
        observed.remove(Kind.SCORE);
        return with(
                forward(network, time, batch, seed),
                new Objective.Upstream(outputs, randomStates(network, batch, seed + 30)),
                observed);
    }

    static Set<Kind> everything() {
        return EnumSet.range(Kind.OUTPUTS, Kind.INITIAL_CELL_GRADIENT);
    }

    static Map<String, State> randomStates(NetworkSpec network, int batch, long seed) {
        Map<String, State> states = new HashMap<>();
        long next = seed;
        for (RecurrentSpec layer : network.recurrent()) {
            if (layer.trainableStart()) {
                continue;
            }
            RowMajorMatrix h = Sequence.random(1, batch, layer.units(), next++).at(1);
            RowMajorMatrix c = Sequence.random(1, batch, layer.units(), next++).at(1);
            states.put(layer.name(), layer.hasCell() ? State.of(h, c) : State.of(h));
        }
        return states;
    }

    static Case with(Case scenario, Objective objective, Set<Kind> observed) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                objective,
                scenario.truncation(),
                scenario.training(),
                observed);
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

    static Case with(Case scenario, Truncation truncation) {
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
        return new SameDiffFramework().observe(scenario);
    }
}
