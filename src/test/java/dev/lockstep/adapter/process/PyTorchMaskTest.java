package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feature masks as PyTorch's packed sequences: rows that end early, in any order of lengths. */
class PyTorchMaskTest extends PyTorchLive {
    private static final Masks CARRIED = first(MaskRule.CARRY, 2, 4, 1);
    private static final Masks RESET = first(MaskRule.RESET, 2, 4, 1);
    private static final DenseSpec DENSE = new DenseSpec("dense", 3, 2, Activation.TANH);

    static List<NetworkSpec> networks() {
        List<NetworkSpec> networks = new ArrayList<>();
        for (RecurrentSpec cell : cells()) {
            networks.add(NetworkSpec.of(cell));
            for (Mode mode : Mode.values()) {
                networks.add(NetworkSpec.of(BidirectionalSpec.of(mode, Form.WRAPPER, cell)));
            }
        }
        LayerSpec both = BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("below", 2, 3));
        networks.add(NetworkSpec.of(both, gru("above", 6, Bias.ONE), DENSE));
        networks.add(NetworkSpec.of(both, LstmSpec.plain("above", 6, 3), new LastStepSpec("last", 3), DENSE));
        networks.add(NetworkSpec.of(
                new SimpleRnnSpec("trained", 2, 3, Activation.TANH, Bias.ONE, true), new LastStepSpec("last", 3)));
        networks.add(NetworkSpec.of(
                LstmSpec.plain("lstm", 2, 3), new LastStepSpec("last", 3), gru("after-the-last", 3, Bias.TWO)));
        return networks;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void statesAreCarriedPastTheEndsOfRows(NetworkSpec network) {
        Case whole = scenario(network, upstream(network), observable(network)).with(CARRIED);
        expectAgreement(whole.observing(without(whole.observed(), Kind.STREAMED)));
    }

    /** Outputs past the end of a row are zero then, as packed sequences are padded. */
    @ParameterizedTest
    @MethodSource("networks")
    void outputsAreTheSameWhereStatesAreReset(NetworkSpec network) {
        boolean bidirectional = network.layers().stream().anyMatch(BidirectionalSpec.class::isInstance);
        Case whole = scenario(network, upstreamOfOutputs(network), observable(network))
                .with(RESET);
        Case observing = whole.observing(without(whole.observed(), Kind.STREAMED, Kind.FINAL_HIDDEN, Kind.FINAL_CELL));
        expectAgreement(
                bidirectional
                        ? fromZero(observing.observing(without(
                                observing.observed(), Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT)))
                        : observing);
    }

    @Test
    void whereEveryStepCountsTheRuleDoesNot() {
        for (RecurrentSpec cell : cells()) {
            NetworkSpec network = NetworkSpec.of(cell);
            for (MaskRule rule : MaskRule.values()) {
                expectAgreement(scenario(network, upstream(network), observable(network))
                        .with(first(rule, TIME, TIME, TIME)));
            }
        }
    }

    @Test
    void whatPackedSequencesDoNotComputeIsRefused() {
        NetworkSpec lstm = NetworkSpec.of(LstmSpec.plain("lstm", 2, 3));
        Case plain = scenario(lstm, upstreamOfOutputs(lstm), Kind.OUTPUTS);
        Masks gaps = Masks.ofFeatures(
                new Sequence(TIME, BATCH, 1, new double[] {1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1}), MaskRule.CARRY);
        expectRefusal(plain.with(gaps), "its packed sequences leave out steps at the end of a row only");
        expectRefusal(plain.with(first(MaskRule.CARRY, 0, 4, 1)), "its packed sequences have no rows without a step");
        expectRefusal(
                plain.with(CARRIED).observing(EnumSet.of(Kind.STREAMED)),
                "its packed sequences have no rows without a step, and pieces would");
        String past = "its packed sequences carry states past the end of a row, where the case resets them";
        expectRefusal(plain.with(RESET).observing(EnumSet.of(Kind.FINAL_HIDDEN)), past);
        expectRefusal(plain.with(RESET).observing(EnumSet.of(Kind.FINAL_CELL)), past);
        expectRefusal(plain.with(RESET).with(upstream(lstm)), past);
        String reverse =
                "its packed sequences start in reverse from the state that the case resets at the steps before";
        for (RecurrentSpec cell : cells()) {
            NetworkSpec both = NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, cell));
            Case given = scenario(both, upstreamOfOutputs(both), Kind.OUTPUTS).with(RESET);
            expectRefusal(given, reverse);
            expectRefusal(fromZero(given).observing(EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT)), reverse);
        }
        NetworkSpec trained = NetworkSpec.of(BidirectionalSpec.of(
                Mode.ADD, Form.WRAPPER, new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, true)));
        expectRefusal(scenario(trained, new Objective.None(), Kind.OUTPUTS).with(RESET), reverse);
    }

    /** No layer reads it, so that it may be any. */
    @Test
    void masksOfDenseLayersAreOfNoConcern() {
        double[] gaps = new double[TIME * BATCH];
        Arrays.fill(gaps, 1, TIME * BATCH, 1);
        NetworkSpec dense = NetworkSpec.of(new DenseSpec("dense", 2, 2, Activation.TANH));
        Case masked = scenario(dense, upstream(dense), Kind.OUTPUTS, Kind.GRADIENT)
                .with(Masks.ofFeatures(new Sequence(TIME, BATCH, 1, gaps), MaskRule.RESET));
        assertThat(PYTORCH.supports(masked)).isEqualTo(Support.YES);
        expectAgreement(masked);
    }

    private static Set<Kind> without(Set<Kind> kinds, Kind... others) {
        Set<Kind> rest = EnumSet.copyOf(kinds);
        rest.removeAll(Set.of(others));
        return rest;
    }
}
