package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Layers inside of layers, masks and sequences that arrive in pieces, in what is counted, read and looked for. */
class WrappersTest {
    private static final SimpleRnnSpec RNN = new SimpleRnnSpec("rnn", 2, 3, Activation.TANH);
    private static final BidirectionalSpec BOTH =
            BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.WRAPPER, RNN);

    private static Case of(LayerSpec... layers) {
        return Cases.seeded(NetworkSpec.of(layers), EnumSet.of(Kind.OUTPUTS));
    }

    /** By the rule of the class: 4 steps of 2 + 3 products, 1 bias and a function of 6; and 2 where both directions meet. */
    @Test
    void directionsLieSideBySideOnTheLongestPath() {
        double one = 4 * (2 + 3 + 1 + 6);
        Case both = of(BOTH, new SimpleRnnSpec("above", 3, 3, Activation.TANH));
        assertThat(CountedRoundings.roundings(of(RNN), Quantity.outputs("rnn"))).isEqualTo(one);
        assertThat(CountedRoundings.roundings(both, Quantity.outputs("rnn"))).isEqualTo(one + 2);
        assertThat(CountedRoundings.roundings(both, Quantity.finalHidden("rnn.reverse")))
                .isEqualTo(one + 2);
        assertThat(CountedRoundings.roundings(of(new MaskZeroSpec(RNN, 0, MaskRule.RESET)), Quantity.outputs("rnn")))
                .isEqualTo(one);
    }

    @Test
    void bothDirectionsAreWork() {
        assertThat(Work.ofForwardPass(of(BOTH))).isEqualTo(2 * Work.ofForwardPass(of(RNN)));
        assertThat(Work.ofForwardPass(of(new MaskZeroSpec(RNN, 0, MaskRule.RESET))))
                .isEqualTo(Work.ofForwardPass(of(RNN)));
        assertThat(Work.of(of(RNN).observing(EnumSet.of(Kind.STREAMED)))).isEqualTo(2 * Work.of(of(RNN)));
    }

    @Test
    void stepsThatNeedMoreThanTheOneBeforeAreNotTakenOneByOne() {
        assertThat(whyNot(of(BOTH))).isEqualTo("Bidirectional \"rnn\" needs the whole sequence for each");
        assertThat(whyNot(of(new MaskZeroSpec(RNN, 0, MaskRule.RESET))))
                .isEqualTo("MaskZero \"rnn\" masks some of them");
        Sequence mask = Sequence.zeros(4, 3, 1);
        assertThat(whyNot(of(RNN).with(Masks.ofFeatures(mask, MaskRule.CARRY)))).isEqualTo("some of them are masked");
        assertThat(new SingleSteps(new OursFramework(), of(RNN)).fromOwnStates().possible())
                .isTrue();
    }

    private static String whyNot(Case scenario) {
        SingleSteps steps = new SingleSteps(new OursFramework(), scenario);
        assertThat(steps.fromGivenStates().possible()).isFalse();
        assertThat(steps.fromOwnStates().possible()).isFalse();
        assertThat(steps.fromOwnStates().because())
                .isEqualTo(steps.fromGivenStates().because());
        return steps.fromGivenStates().because();
    }

    @Test
    void aNormalisedLayerAloneIsStillNormalised() {
        SimpleRnnSpec normalised =
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-3)), true);
        LayerSpec alone = LayerAlone.of(of(normalised), normalised).layer();
        assertThat(((SimpleRnnSpec) alone).norm()).isEqualTo(normalised.norm());
        assertThat(((RecurrentSpec) alone).trainableStart()).isFalse();
    }

    @Test
    void partsComeBeforeTheLayerTheyMake() {
        Case scenario = of(GruSpec.plain("gru", 2, 2), BOTH)
                .observing(EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.GRADIENT));
        Observations ours = new OursFramework().observe(scenario);
        List<String> layers = compared(scenario, ours, ours).arrays().stream()
                .map(array -> array.quantity().layer())
                .distinct()
                .toList();
        assertThat(layers).containsExactly("gru", "rnn", "rnn.forward", "rnn.reverse");
        assertThat(scenario.network().named().stream().map(LayerSpec::name))
                .containsExactly("gru", "rnn.forward", "rnn.reverse", "rnn");
    }

    @Test
    void aStateThatIsLostBetweenPiecesIsRead() {
        Case scenario = of(RNN).observing(EnumSet.of(Kind.OUTPUTS, Kind.STREAMED));
        Observations right = new OursFramework().observe(scenario);
        Tensor streamed = right.get(Quantity.streamed());
        double[] values = streamed.values().clone();
        values[values.length - 1] += 0.1;
        Observations wrong = Observations.builder()
                .put(Quantity.outputs("rnn"), right.get(Quantity.outputs("rnn")))
                .put(Quantity.streamed(), new Tensor(streamed.axes(), values))
                .build();
        assertThat(compared(scenario, right, wrong).reading())
                .startsWith(
                        "Outputs of the whole sequence agree, those of the same in pieces do not: suspect the state that"
                                + " stays from piece to piece.");
    }

    private static Comparison compared(Case scenario, Observations a, Observations b) {
        return Comparison.of(
                scenario,
                new Party("ours", "Lockstep", "1"),
                a,
                new Party("dl4j", "Deeplearning4j", "1"),
                b,
                Tolerances.absolute(1e-9));
    }

    @Test
    void whereMaskZeroBeginsToMaskThereIsNoSlope() {
        Case scenario = of(new MaskZeroSpec(RNN, 0, MaskRule.RESET));
        assertThat(new CentralDifferences().supports(scenario.observing(EnumSet.of(Kind.GRADIENT))))
                .isEqualTo(Support.YES);
        assertThat(new CentralDifferences().supports(scenario.observing(EnumSet.of(Kind.INPUT_GRADIENT))))
                .isEqualTo(Support.no(
                        "the network jumps where MaskZero begins to mask, so dx has no difference quotients"));
    }
}
