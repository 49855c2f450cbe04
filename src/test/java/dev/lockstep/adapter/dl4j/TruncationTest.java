package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.PlainArrays;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** Truncated backpropagation, held against what fit does and against chunks that are run one by one. */
class TruncationTest {
    private static final Loss L2 = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
    /** Chunks of 3, 3 and 1 steps. */
    private static final int TIME = 7;

    private static final Truncation.Chunked CHUNKS = new Truncation.Chunked(3);

    @BeforeAll
    static void startNd4j() {
        Nd4jRuntime.start();
    }

    static Stream<RecurrentSpec> layers() {
        return Stream.of(Cases.rnn("a", 2, 3), LstmSpec.plain("a", 2, 3), Cases.peepholes("a", 2, 3));
    }

    private static Case chunked(RecurrentSpec layer, Loss loss) {
        NetworkSpec network = NetworkSpec.of(layer, Cases.dense("out", 3, 2, Activation.SIGMOID));
        return Cases.truncated(Cases.loss(network, loss, TIME, 2, false, 83), CHUNKS);
    }

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void should_sum_the_score_over_chunks(Reduction reduction) {
        Loss loss = Loss.of(LossFunction.XENT, reduction);
        Case scenario = chunked(LstmSpec.plain("a", 2, 3), loss);

        Observations observations = Cases.observe(scenario);

        Objective.Targets objective = (Objective.Targets) scenario.objective();
        assertThat(observations.get(Quantity.score()).values()[0])
                .isCloseTo(new PlainArrays(scenario).score(loss, objective.targets()), within(1e-13));
    }

    /** One chunk is no truncation, and its gradient that of the score. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("networksOverTime")
    void should_compute_the_gradient_of_a_single_chunk(String name, NetworkSpec network) {
        Case scenario = Cases.loss(network, L2, 3, 2, false, 89);

        CentralDifferences.ofScore(2e-8)
                .assertGradients(scenario, Cases.observe(Cases.truncated(scenario, new Truncation.Chunked(3))));
    }

    static Stream<Arguments> networksOverTime() {
        return Cases.networks().entrySet().stream()
                .filter(entry -> entry.getValue().outputTime(3) == 3)
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    /**
     * Where DL4J goes wrong: errors reach the recurrent layer from outputs that were computed from the carried state; its own
     * backward pass starts every chunk from zero.
     */
    @ParameterizedTest
    @MethodSource("layers")
    void should_show_that_the_backward_pass_starts_every_chunk_from_zero(RecurrentSpec layer) {
        for (Reduction reduction : Reduction.values()) {
            Case scenario = chunked(layer, Loss.of(LossFunction.L2, reduction));

            Observations found = Cases.observe(scenario);

            Map<Quantity, double[]> expected = chunkByChunk(scenario, false);
            assertThat(found.quantities()).containsAll(expected.keySet());
            expected.forEach(
                    (quantity, values) -> assertThat(found.get(quantity).values())
                            .as(quantity.toString())
                            .containsExactly(values, within(1e-14)));
        }
    }

    /** The LSTMs of DL4J can start a backward pass from a state, so that DL4J itself says what would be right. */
    @ParameterizedTest
    @MethodSource("lstms")
    void should_differ_from_chunks_that_start_from_the_carried_state(RecurrentSpec layer) {
        Case scenario = chunked(layer, L2);

        Observations found = Cases.observe(scenario);

        Map<Quantity, double[]> right = chunkByChunk(scenario, true);
        for (ParameterKey key : scenario.weights().keys()) {
            double[] gradient = right.get(Quantity.gradient(key));
            double difference =
                    greatestDifference(found.get(Quantity.gradient(key)).values(), gradient);
            if (key.layer().equals("out")) {
                assertThat(difference).as(key.toString()).isLessThan(1e-14);
            } else {
                assertThat(difference).as(key.toString()).isBetween(1e-3, 1.0);
            }
        }
        double[] dx = right.get(Quantity.inputGradient());
        double[] dxFound = found.get(Quantity.inputGradient()).values();
        int firstChunk = 3 * 2 * 2;
        assertThat(Arrays.copyOf(dxFound, firstChunk)).containsExactly(Arrays.copyOf(dx, firstChunk), within(1e-14));
        assertThat(greatestDifference(dxFound, dx)).isBetween(1e-3, 1.0);
    }

    static Stream<RecurrentSpec> lstms() {
        return layers().filter(RecurrentSpec::hasCell);
    }

    private static double greatestDifference(double[] a, double[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
        }
        return greatest;
    }

    /** Where the whole minibatch is one chunk, training goes on as ever: the steps are those without truncation. */
    @Test
    void should_train_on_single_chunks() {
        Case scenario = Cases.loss(NetworkSpec.of(LstmSpec.plain("a", 2, 3)), L2, 3, 2, false, 103);
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        Case training = Cases.training(
                scenario,
                new Training(
                        sgd,
                        OptimizerState.initial(sgd, scenario.network()),
                        List.of(new Minibatch(scenario.input(), objective.targets()))));

        Observations truncated = Cases.observe(Cases.truncated(training, CHUNKS));

        Observations whole = Cases.observe(training);
        assertThat(truncated.quantities()).isEqualTo(whole.quantities());
        for (Quantity quantity : whole.quantities()) {
            assertThat(truncated.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(whole.get(quantity).values());
        }
    }

    /** Gradients, each layer and chunk in a case of its own that knows nothing of truncation. */
    private static Map<Quantity, double[]> chunkByChunk(Case scenario, boolean fromCarriedState) {
        RecurrentSpec layer = scenario.network().recurrent().get(0);
        NetworkSpec below = NetworkSpec.of(layer);
        NetworkSpec above = NetworkSpec.of(scenario.network().layer("out"));
        Tensor h =
                Cases.observe(scenario.observing(Set.of(Quantity.Kind.OUTPUTS))).get(Quantity.outputs("a"));
        Case top = new Case(
                "output layer",
                above,
                restricted(scenario.weights(), above),
                new Sequence(TIME, 2, 3, h.values()),
                Map.of(),
                scenario.objective(),
                scenario.training(),
                Set.of(Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
        Observations ofTop = Cases.observe(top);
        Sequence dh =
                new Sequence(TIME, 2, 3, ofTop.get(Quantity.inputGradient()).values());
        Map<Quantity, double[]> sums = new HashMap<>();
        for (Parameter parameter : Set.of(Parameter.W, Parameter.B)) {
            Quantity quantity = Quantity.gradient(new ParameterKey("out", parameter));
            sums.put(quantity, ofTop.get(quantity).values());
        }
        double[] dx = new double[TIME * 2 * 2];
        Map<String, State> carried = Map.of();
        for (int start = 0; start < TIME; start += 3) {
            int end = Math.min(start + 3, TIME);
            Case chunk = new Case(
                    "chunk",
                    below,
                    restricted(scenario.weights(), below),
                    steps(scenario.input(), start, end),
                    fromCarriedState ? carried : Map.of(),
                    new Objective.Upstream(steps(dh, start, end), Map.of()),
                    scenario.training(),
                    Set.of(Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT));
            Observations ofChunk = Cases.observe(chunk);
            for (ParameterKey key : chunk.weights().keys()) {
                sums.merge(
                        Quantity.gradient(key),
                        ofChunk.get(Quantity.gradient(key)).values(),
                        TruncationTest::sum);
            }
            double[] part = ofChunk.get(Quantity.inputGradient()).values();
            System.arraycopy(part, 0, dx, start * 2 * 2, part.length);
            carried = stateAfter(scenario, below, end);
        }
        sums.put(Quantity.inputGradient(), dx);
        return sums;
    }

    private static Map<String, State> stateAfter(Case scenario, NetworkSpec below, int steps) {
        Observations end = Cases.observe(new Case(
                "prefix",
                below,
                restricted(scenario.weights(), below),
                steps(scenario.input(), 0, steps),
                Map.of(),
                new Objective.None(),
                scenario.training(),
                Set.of(Quantity.Kind.FINAL_HIDDEN, Quantity.Kind.FINAL_CELL)));
        RowMajorMatrix h =
                RowMajorMatrix.wrap(end.get(Quantity.finalHidden("a")).values(), 2, 3);
        return below.recurrent().get(0).hasCell()
                ? Map.of(
                        "a",
                        State.of(
                                h,
                                RowMajorMatrix.wrap(
                                        end.get(Quantity.finalCell("a")).values(), 2, 3)))
                : Map.of("a", State.of(h));
    }

    private static Weights restricted(Weights weights, NetworkSpec network) {
        Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>();
        network.layers().get(0).parameters().forEach(spec -> {
            ParameterKey key = new ParameterKey(network.layers().get(0).name(), spec.parameter());
            matrices.put(key, weights.get(key));
        });
        return new Weights(network, matrices);
    }

    private static Sequence steps(Sequence sequence, int start, int end) {
        int step = sequence.batch() * sequence.features();
        return new Sequence(
                end - start,
                sequence.batch(),
                sequence.features(),
                Arrays.copyOfRange(sequence.values(), start * step, end * step));
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Nothing between fit and the adapter: the gradients that a listener sees while fit runs at a rate of 0. */
    @Test
    void should_sum_the_gradients_that_fit_computes() {
        Case scenario = chunked(Cases.rnn("a", 2, 3), L2);
        MultiLayerNetwork network = fitting(scenario, 3, 3, 0);
        INDArray sum = Nd4j.zeros(1, network.numParams());
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                sum.addi(model.gradient().gradient());
            }
        });

        fit(network, scenario);

        Weights gradient = new ParameterLayout(scenario.network())
                .unflatten(sum.divi(2).dup().data().asDouble());
        Observations observations = Cases.observe(scenario);
        for (ParameterKey key : gradient.keys()) {
            assertThat(observations.get(Quantity.gradient(key)).values())
                    .as(key.toString())
                    .containsExactly(gradient.get(key).toArray());
        }
    }

    @Test
    void should_show_that_fit_makes_one_update_per_chunk() {
        Case scenario = chunked(Cases.rnn("a", 2, 3), L2);
        MultiLayerNetwork network = fitting(scenario, 3, 3, 0.1);

        fit(network, scenario);

        assertThat(network.getIterationCount()).isEqualTo(3);
    }

    @Test
    void should_show_that_the_backward_length_is_never_used() {
        Case scenario = chunked(Cases.rnn("a", 2, 3), L2);
        MultiLayerNetwork one = fitting(scenario, 3, 1, 0.1);
        MultiLayerNetwork three = fitting(scenario, 3, 3, 0.1);
        MultiLayerNetwork nine = fitting(scenario, 3, 9, 0.1);

        fit(one, scenario);
        fit(three, scenario);
        fit(nine, scenario);

        assertThat(one.params().data().asDouble())
                .containsExactly(three.params().data().asDouble())
                .containsExactly(nine.params().data().asDouble());
    }

    private static MultiLayerNetwork fitting(Case scenario, int forward, int backward, double rate) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(rate))
                .list()
                .layer(new SimpleRnn.Builder()
                        .nIn(2)
                        .nOut(3)
                        .activation(org.nd4j.linalg.activations.Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(new LossL2())
                        .nIn(3)
                        .nOut(2)
                        .activation(org.nd4j.linalg.activations.Activation.SIGMOID)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward)
                .build());
        network.init(
                ArrayTranslation.vector(new ParameterLayout(scenario.network()).flatten(scenario.weights())), false);
        return network;
    }

    private static void fit(MultiLayerNetwork network, Case scenario) {
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        ArrayTranslation arrays = new ArrayTranslation(scenario.execution());
        network.fit(arrays.series(scenario.input()), arrays.series(objective.targets()));
    }
}
