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
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds ours against ONNX Runtime live under derived bounds, in floats, where a Node.js has it. */
abstract class OnnxLive {
    static final ProcessFramework ONNX = (ProcessFramework) Frameworks.onnx();

    @BeforeAll
    static void whereANodeHasIt() {
        Support available = ONNX.available();
        if (!available.yes()) {
            System.out.println("ONNX Runtime is not compared live, because " + available.because() + ".");
        }
        assumeTrue(available.yes(), "no Node.js with ONNX Runtime");
    }

    @AfterAll
    static void end() {
        ONNX.close();
    }

    /** Every kind of node with every number of biases, with peepholes and with both resets, from 2 features to 3 units. */
    static Stream<RecurrentSpec> cells() {
        return Stream.of(Bias.values()).flatMap(OnnxLive::cells);
    }

    static Stream<RecurrentSpec> cells(Bias bias) {
        return Stream.of(
                rnn(Activation.TANH, bias),
                lstm(Activation.TANH, Activation.SIGMOID, false, bias),
                lstm(Activation.TANH, Activation.SIGMOID, true, bias),
                gru(Activation.TANH, Activation.SIGMOID, Reset.BEFORE_PRODUCT, bias),
                gru(Activation.TANH, Activation.SIGMOID, Reset.AFTER_PRODUCT, bias));
    }

    static SimpleRnnSpec rnn(Activation activation, Bias bias) {
        return new SimpleRnnSpec("rnn", 2, 3, activation, bias, false);
    }

    static LstmSpec lstm(Activation activation, Activation gates, boolean peepholes, Bias bias) {
        return new LstmSpec("lstm", 2, 3, activation, gates, peepholes, bias);
    }

    static GruSpec gru(Activation activation, Activation gates, Reset reset, Bias bias) {
        return new GruSpec("gru", 2, 3, activation, gates, reset, bias);
    }

    static NetworkSpec both(BidirectionalSpec.Mode mode, RecurrentSpec cell) {
        return NetworkSpec.of(BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, cell));
    }

    /** Everything forward, from random states, in floats. */
    static Case forward(NetworkSpec network) {
        Set<Kind> kinds = EnumSet.of(Kind.OUTPUTS);
        if (network.streams()) {
            kinds.add(Kind.STREAMED);
        }
        for (RecurrentSpec layer : network.recurrent()) {
            kinds.add(Kind.FINAL_HIDDEN);
            if (layer.hasCell()) {
                kinds.add(Kind.FINAL_CELL);
            }
        }
        return observing(network, kinds.toArray(Kind[]::new));
    }

    static Case observing(NetworkSpec network, Kind... kinds) {
        return PyTorchLive.scenario(network, new Objective.None(), kinds).with(PyTorchLive.SINGLE);
    }

    static void expectAgreement(Case scenario) {
        expectAgreement(ONNX, scenario);
    }

    /** A comparison that left out what the case asks for would be none. */
    static void expectAgreement(Framework onnx, Case scenario) {
        Comparison comparison = Comparison.between(new OursFramework(), onnx, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        Set<Kind> compared = EnumSet.noneOf(Kind.class);
        for (ArrayComparison array : comparison.arrays()) {
            compared.add(array.quantity().kind());
        }
        assertThat(compared).isEqualTo(scenario.observed());
    }

    static void expectRefusal(Case scenario, String because) {
        assertThat(ONNX.supports(scenario)).isEqualTo(Support.no(because));
    }
}
