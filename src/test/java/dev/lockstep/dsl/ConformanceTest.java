package dev.lockstep.dsl;

import static dev.lockstep.dsl.Conformance.dense;
import static dev.lockstep.dsl.Conformance.given;
import static dev.lockstep.dsl.Conformance.gru;
import static dev.lockstep.dsl.Conformance.lastStep;
import static dev.lockstep.dsl.Conformance.lstm;
import static dev.lockstep.dsl.Conformance.network;
import static dev.lockstep.dsl.Conformance.peepholeLstm;
import static dev.lockstep.dsl.Conformance.simpleRnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.TinyFramework;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConformanceTest {
    private static final Loss LOSS = Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH);

    private final TinyFramework ours = new TinyFramework();
    private final Sequence x = Sequence.random(3, 2, 1, 1);
    private final Sequence y = Sequence.random(1, 2, 1, 2);

    private Conformance.Reading reading() {
        return given(lstm(1, 2), lastStep(2), dense(2, 1, Activation.SIGMOID))
                .withWeightsFromSeed(7)
                .reading(x);
    }

    @Test
    void everyChainEndsInAComparisonOfWhatItSays() {
        State state = State.of(
                RowMajorMatrix.of(new double[][] {{0.1, 0.2}, {0.3, 0.4}}),
                RowMajorMatrix.of(new double[][] {{-0.1, 0.2}, {0.3, -0.4}}));
        Comparison forward = reading()
                .fromState("lstm 1", state)
                .forwardPass()
                .of(ours)
                .against(ours)
                .within(Tolerances.absolute(0));
        assertThat(forward.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(forward.scenario().initialStates()).containsOnlyKeys("lstm 1");
        // lstm 3·2·2, last step 2·2, dense 2·1, final h 2·2, final c 2·2.
        assertThat(forward.elements()).isEqualTo(12 + 4 + 2 + 4 + 4);

        Comparison gradients = reading()
                .gradientsOf(LOSS, y)
                .observing(Kind.GRADIENT, Kind.INPUT_GRADIENT)
                .of(ours)
                .against(new CentralDifferences())
                .withinDerivedBounds();
        // W 8, RW 16, b 8, dense W 2, b 1, x 6.
        assertThat(gradients.elements()).isEqualTo(41);
        assertThat(gradients.outcome()).isEqualTo(Outcome.AGREE);

        Comparison upstream = reading().gradientsFor(y).of(ours).against(ours).withinDerivedBounds();
        assertThat(upstream.elements()).isEqualTo(41);

        Comparison repeated = reading()
                .trainedBy(new OptimizerSpec.Sgd(0.1))
                .on(LOSS, y)
                .forSteps(3)
                .of(ours)
                .against(ours)
                .withinDerivedBounds();
        // 35 parameters and a score a step, and the score of the case itself.
        assertThat(repeated.elements()).isEqualTo(3 * (35 + 1) + 1);

        Minibatch minibatch = new Minibatch(x, y);
        Comparison streamed = given(lstm(1, 2), lastStep(2), dense(2, 1, Activation.SIGMOID))
                .withWeightsFromSeed(7)
                .trainedBy(new OptimizerSpec.Sgd(0.1))
                .on(LOSS)
                .overMinibatches(List.of(minibatch, minibatch))
                .of(ours)
                .against(ours)
                .withinDerivedBounds();
        assertThat(streamed.elements()).isEqualTo(2 * (35 + 1) + 1);
        assertThat(streamed.orThrow()).isSameAs(streamed);
    }

    @Test
    void theWholeFormOfALayerSurvivesItsNaming() {
        SimpleRnnSpec rnn = (SimpleRnnSpec)
                network(simpleRnn(2, 3, Activation.RELU, Bias.TWO, true), dense(3, 1, Activation.SIGMOID, Bias.NONE))
                        .layers()
                        .get(0);
        assertThat(rnn).isEqualTo(new SimpleRnnSpec("simple rnn 1", 2, 3, Activation.RELU, Bias.TWO, true));
        assertThat(network(dense(3, 1, Activation.SIGMOID, Bias.NONE)).layers())
                .containsExactly(new DenseSpec("dense 1", 3, 1, Activation.SIGMOID, Bias.NONE));
    }

    @Test
    void anLstmHasOneBiasUnlessAnotherNumberIsSaid() {
        assertThat(network(lstm(2, 3), lstm(3, 1, Bias.TWO), lstm(1, 1, Bias.NONE))
                        .layers())
                .containsExactly(
                        LstmSpec.plain("lstm 1", 2, 3),
                        new LstmSpec("lstm 2", 3, 1, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                        new LstmSpec("lstm 3", 1, 1, Activation.TANH, Activation.SIGMOID, false, Bias.NONE));
    }

    @Test
    void truncationAndClipReachTheCase() {
        Conformance.Computation steps = reading()
                .trainedBy(new OptimizerSpec.Sgd(0.1))
                .on(LOSS, y)
                .forSteps(1)
                .truncatedTo(new Truncation.Sliding(1))
                .clippedTo(new GradientClip.GlobalNorm(0.5));

        Comparison comparison = steps.of(ours).against(ours).withinDerivedBounds();

        assertThat(comparison.scenario().truncation()).isEqualTo(new Truncation.Sliding(1));
        assertThat(comparison.scenario().training().orElseThrow().clip()).isEqualTo(new GradientClip.GlobalNorm(0.5));
        assertThatThrownBy(() -> reading().gradientsOf(LOSS, y).clippedTo(new GradientClip.GlobalNorm(0.5)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("an optimizer expected to change, none found");
    }

    @Test
    void everyStepPrintsTheSentenceSoFarAndWhatToCallNext() {
        String network =
                "LSTM \"lstm 1\" (1 → 2), then LastStep \"last step 1\" (2 → 2), then Dense \"dense 1\" (2 → 1)";
        assertThat(given(lstm(1, 2), lastStep(2), dense(2, 1, Activation.SIGMOID)))
                .hasToString(network + " … (not compared yet: call withWeights(…) or withWeightsFromSeed(…))");
        String seeded = network + " with weights from seed 7, reading 3 steps × 2 rows × 1 feature";
        assertThat(reading())
                .hasToString(
                        seeded + " … (not compared yet: call fromState(…), masked(…), forwardPass(), gradientsOf(…),"
                                + " gradientsFor(…) or trainedBy(…))");
        assertThat(reading().trainedBy(new OptimizerSpec.Sgd(0.1)).on(LOSS, y).toString())
                .isEqualTo(seeded + ", trained by Sgd on MSE … (not compared yet: call forSteps(n))");
        assertThat(reading().forwardPass().of(ours))
                .hasToString(seeded + ": forward pass of Lockstep … (not compared yet: call against(framework))");
        assertThat(reading().forwardPass().of(ours).against(ours))
                .hasToString(seeded + ": forward pass of Lockstep against Lockstep"
                        + " … (not compared yet: call withReferee(), within(…) or withinDerivedBounds())");
        assertThat(reading()
                        .forwardPass()
                        .of(ours)
                        .against(ours)
                        .withinDerivedBounds()
                        .sentence())
                .startsWith(seeded + ": forward pass: 26 values of Lockstep");
    }

    @Test
    void aHalfFinishedChainIsNotToBeCompared() {
        for (Object step : List.of(given(lstm(1, 2)), reading(), reading().forwardPass())) {
            assertThatThrownBy(() -> step.equals(step))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("go on until within(…) or withinDerivedBounds()");
            assertThatThrownBy(step::hashCode).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void stepsAreImmutable() {
        Conformance.Reading reading = reading();
        reading.fromState(
                "lstm 1", State.zero((LstmSpec) network(lstm(1, 2)).layers().get(0), 2));
        assertThat(reading.toString()).doesNotContain("given state");
    }

    @Test
    void layersWithoutNamesAreCalledByKindAndPosition() {
        NetworkSpec network = network(
                simpleRnn(1, 2),
                lstm(2, 2),
                LstmSpec.plain("mine", 2, 2),
                peepholeLstm(2, 2),
                simpleRnn(2, 3),
                lastStep(3),
                dense(3, 1, Activation.TANH));
        assertThat(network.layers())
                .extracting(LayerSpec::name)
                .containsExactly("simple rnn 1", "lstm 1", "mine", "lstm 3", "simple rnn 2", "last step 1", "dense 1");
        assertThat(network(gru(1, 2), gru(2, 3, GruSpec.Reset.BEFORE_PRODUCT, Bias.ONE))
                        .layers())
                .containsExactly(
                        GruSpec.plain("gru 1", 1, 2),
                        new GruSpec(
                                "gru 2",
                                2,
                                3,
                                Activation.TANH,
                                Activation.SIGMOID,
                                GruSpec.Reset.BEFORE_PRODUCT,
                                Bias.ONE));
        assertThat(((LstmSpec) network.layers().get(3)).peepholes()).isTrue();
        assertThat(given(network).withWeights(Weights.random(network, 1)).toString())
                .contains("LSTM \"lstm 3\" with peepholes (2 → 2)", "with given weights");
    }

    @Test
    void argumentsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> reading().gradientsOf(LOSS, Sequence.zeros(3, 2, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("targets: 1 steps × 2 rows × 1 features expected");
        assertThatThrownBy(() -> reading()
                        .trainedBy(new OptimizerSpec.Sgd(0.1))
                        .on(LOSS, y)
                        .forSteps(0))
                .hasMessage("optimizer steps: at least 1 expected, 0 found");
        assertThatThrownBy(() -> reading().gradientsFor(y, Map.of("dense 1", State.of(new RowMajorMatrix(2, 1)))))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> given(lstm(1, 2), dense(3, 1, Activation.TANH)))
                .isInstanceOf(InvalidInput.class);
    }
}
