package dev.lockstep.dsl;

import static dev.lockstep.dsl.Conformance.activation;
import static dev.lockstep.dsl.Conformance.bidirectional;
import static dev.lockstep.dsl.Conformance.given;
import static dev.lockstep.dsl.Conformance.gravesBidirectionalLstm;
import static dev.lockstep.dsl.Conformance.gru;
import static dev.lockstep.dsl.Conformance.lastStep;
import static dev.lockstep.dsl.Conformance.layerNormalised;
import static dev.lockstep.dsl.Conformance.lstm;
import static dev.lockstep.dsl.Conformance.network;
import static dev.lockstep.dsl.Conformance.simpleRnn;
import static dev.lockstep.dsl.Conformance.skipping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.port.Framework;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrappersAndMasksTest {
    private final Framework equations = Frameworks.equations();
    private final Sequence x = Sequence.random(3, 2, 1, 1);
    private final Masks masks =
            Masks.ofFeatures(new Sequence(3, 2, 1, new double[] {1, 1, 0, 1, 1, 0}), MaskRule.CARRY);

    @Test
    void wrappersAreNamedByKindAndWhatTheyWrapAfterThem() {
        NetworkSpec network = network(
                bidirectional(Mode.CONCAT, lstm(1, 2)),
                gravesBidirectionalLstm(4, 2),
                skipping(0, MaskRule.RESET, lstm(2, 2)),
                lstm(2, 2),
                bidirectional(Mode.ADD, gru(2, 3).named("mine")),
                layerNormalised(simpleRnn(3, 2), 1e-3),
                activation(2, Activation.RELU),
                lastStep(2));
        assertThat(network.layers())
                .extracting(LayerSpec::name)
                .containsExactly(
                        "bidirectional 1",
                        "graves bidirectional lstm 1",
                        "lstm 1",
                        "lstm 2",
                        "mine",
                        "simple rnn 1",
                        "activation 1",
                        "last step 1");
        assertThat(network.layers().get(0))
                .isEqualTo(BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("bidirectional 1", 1, 2)));
        assertThat(network.layer("graves bidirectional lstm 1.reverse"))
                .isEqualTo(new LstmSpec(
                        "graves bidirectional lstm 1.reverse", 4, 2, Activation.TANH, Activation.SIGMOID, true));
        assertThat(network.layers().get(2))
                .isEqualTo(new MaskZeroSpec(LstmSpec.plain("lstm 1", 2, 2), 0, MaskRule.RESET));
        assertThat(((SimpleRnnSpec) network.layers().get(5)).norm()).isEqualTo(Optional.of(new LayerNorm(1e-3)));
    }

    @Test
    void aMaskIsOfTheInputAndOfTheTrainingOnIt() {
        Loss loss = Loss.of(LossFunction.MSE, Reduction.SUM);
        Case trained = given(lstm(1, 2))
                .withWeightsFromSeed(7)
                .reading(x)
                .masked(masks)
                .trainedBy(new OptimizerSpec.Sgd(0.1))
                .on(loss, Sequence.zeros(3, 2, 2))
                .forSteps(2)
                .of(equations)
                .against(equations)
                .withinDerivedBounds()
                .scenario();
        assertThat(trained.masks()).isEqualTo(masks);
        assertThat(trained.training().orElseThrow().minibatches())
                .allSatisfy(minibatch -> assertThat(minibatch.masks()).isEqualTo(masks));
    }

    @Test
    void whatIsMaskedIsCompared() {
        State state = State.zero(lstm(1, 2), 2);
        Conformance.Reading reading = given(bidirectional(Mode.MUL, lstm(1, 2)))
                .withWeightsFromSeed(7)
                .reading(x)
                .masked(masks);
        assertThat(reading.fromState("bidirectional 1.forward", state))
                .hasToString("Bidirectional \"bidirectional 1\" (1 → 2) with weights from seed 7, reading 3 steps ×"
                        + " 2 rows × 1 feature, masked, from a given state of \"bidirectional 1.forward\""
                        + " … (not compared yet: call fromState(…), masked(…), forwardPass(), gradientsOf(…),"
                        + " gradientsFor(…) or trainedBy(…))");
        Comparison comparison = reading.fromState("bidirectional 1.forward", state)
                .forwardPass()
                .of(equations)
                .against(equations)
                .withinDerivedBounds();
        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        // Outputs 3·2·2; final h and c 2·2 of both directions.
        assertThat(comparison.elements()).isEqualTo(12 + 4 * 4);
    }

    @Test
    void theExecutionIsPartOfTheCase() {
        Execution single = new Execution(Precision.SINGLE, SequenceFormat.NWC);
        Comparison comparison = given(lstm(1, 2))
                .withWeightsFromSeed(7)
                .reading(x)
                .forwardPass()
                .observing(Kind.STREAMED)
                .computed(single)
                .of(equations)
                .against(equations)
                .within(Tolerances.absolute(0));
        assertThat(comparison.scenario().execution()).isEqualTo(single);
    }

    @Test
    void aMaskThatDoesNotFitIsRefusedWhereTheCaseIsComplete() {
        Conformance.Reading reading = given(skipping(0, MaskRule.RESET, lstm(1, 2)))
                .withWeightsFromSeed(7)
                .reading(x)
                .masked(masks);
        assertThatThrownBy(reading::forwardPass)
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "feature mask: none expected beside MaskZero \"lstm 1\", which finds the steps that count by"
                                + " itself, one found");
    }
}
