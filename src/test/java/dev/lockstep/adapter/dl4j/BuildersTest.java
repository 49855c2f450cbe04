package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** What DL4J's builders make of what they are told: why some of it is told in another way. */
class BuildersTest {
    private static final L2Regularization L2 = new L2Regularization(0.1);
    private static final WeightDecay DECAY = new WeightDecay(0.2, true);

    @BeforeAll
    static void start() {
        Nd4jRuntime.start();
    }

    private static LSTM.Builder lstm() {
        return new LSTM.Builder().nIn(2).nOut(3);
    }

    private static BaseLayer built(BaseLayer.Builder<?> builder) {
        return builder.build();
    }

    @Test
    void l2_and_weight_decay_drop_each_other() {
        assertThat(built(lstm().l2(0.1).weightDecay(0.2, true)).getRegularization())
                .containsExactly(DECAY);
        BaseLayer.Builder<?> decaying = lstm().weightDecay(0.2, true);
        assertThat(built(decaying.l2(0.1)).getRegularization()).containsExactly(L2);
    }

    @Test
    void so_do_those_of_biases() {
        assertThat(built(lstm().l2Bias(0.1).weightDecayBias(0.2, true)).getRegularizationBias())
                .containsExactly(DECAY);
        BaseLayer.Builder<?> decaying = lstm().weightDecayBias(0.2, true);
        assertThat(built(decaying.l2Bias(0.1)).getRegularizationBias()).containsExactly(L2);
    }

    @Test
    void a_list_keeps_both() {
        List<Regularization> both = List.of(L2, DECAY);
        assertThat(built(lstm().regularization(both)).getRegularization()).isEqualTo(both);
        assertThat(built(lstm().regularizationBias(both)).getRegularizationBias())
                .isEqualTo(both);
    }

    /** features/divergences/weight-decay.feature shows what comes of the last. */
    @Test
    void of_a_network_and_a_layer_the_layers_l1_and_l2_count_and_both_weight_decays() {
        L1Regularization l1 = new L1Regularization(0.3);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .regularization(
                        List.of(new L1Regularization(0.7), new L2Regularization(0.7), new WeightDecay(0.7, true)))
                .list()
                .layer(lstm().regularization(new ArrayList<>(List.of(l1, L2, DECAY)))
                        .build())
                .build();
        BaseLayer layer = (BaseLayer) configuration.getConf(0).getLayer();
        assertThat(layer.getRegularization()).containsExactly(l1, L2, DECAY, new WeightDecay(0.7, true));
    }

    private static NeuralNetConfiguration.Builder network() {
        return new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE);
    }

    private static MultiLayerConfiguration ofTwo(NeuralNetConfiguration.Builder network) {
        return network.list()
                .layer(lstm().build())
                .layer(new LSTM.Builder().nIn(3).nOut(2).build())
                .build();
    }

    private static BaseLayer layer(MultiLayerConfiguration network, int number) {
        return (BaseLayer) network.getConf(number).getLayer();
    }

    /** Of each of two layers, in this order. */
    private static void assertWeights(NeuralNetConfiguration.Builder network, Regularization... rules) {
        MultiLayerConfiguration two = ofTwo(network);
        for (int number = 0; number < 2; number++) {
            assertThat(layer(two, number).getRegularization()).containsExactly(rules);
            assertThat(layer(two, number).getRegularizationBias()).isNullOrEmpty();
        }
    }

    private static void assertBiases(NeuralNetConfiguration.Builder network, Regularization... rules) {
        MultiLayerConfiguration two = ofTwo(network);
        for (int number = 0; number < 2; number++) {
            assertThat(layer(two, number).getRegularizationBias()).containsExactly(rules);
            assertThat(layer(two, number).getRegularization()).isNullOrEmpty();
        }
    }

    @Test
    void the_network_drops_one_of_l2_and_weight_decay_too() {
        assertWeights(network().l2(0.1).weightDecay(0.2, true), DECAY, DECAY);
        assertWeights(network().weightDecay(0.2, true).l2(0.1), L2);
        assertBiases(network().l2Bias(0.1).weightDecayBias(0.2, true), DECAY, DECAY);
        assertBiases(network().weightDecayBias(0.2, true).l2Bias(0.1), L2);
    }

    /** As weightDecay(…) is: a layer takes the list over, and then gets once more what is neither L1 nor L2. */
    @Test
    void a_list_for_the_network_keeps_both_and_decay_twice() {
        L1Regularization l1 = new L1Regularization(0.3);
        List<Regularization> all = List.of(l1, L2, DECAY);
        assertWeights(network().regularization(all), l1, L2, DECAY, DECAY);
        assertBiases(network().regularizationBias(all), l1, L2, DECAY, DECAY);
    }

    @Test
    void so_does_the_layer_that_two_directions_copy() {
        MultiLayerConfiguration told = network()
                .regularization(List.of(L2, DECAY))
                .list()
                .layer(new Bidirectional(Bidirectional.Mode.ADD, lstm().build()))
                .build();
        Bidirectional both = (Bidirectional) told.getConf(0).getLayer();
        assertThat(((BaseLayer) both.getFwd()).getRegularization()).containsExactly(L2, DECAY, DECAY);
        assertThat(((BaseLayer) both.getBwd()).getRegularization()).containsExactly(L2, DECAY, DECAY);
    }

    @Test
    void the_layer_of_a_bidirectional_is_never_set() {
        Layer layer = lstm().build();
        Bidirectional.Builder builder = new Bidirectional.Builder(Bidirectional.Mode.ADD, layer);
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> builder.rnnLayer(layer));
    }

    @Test
    void the_type_of_a_list_of_layers_is_not_read() {
        MultiLayerConfiguration told = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .dataType(DataType.FLOAT)
                .layer(lstm().build())
                .build();
        assertThat(told.getDataType()).isEqualTo(DataType.DOUBLE);
    }

    /** z = 1·w, L = z²: down the loss w becomes 0.5 − 0.1·2·0.5 = 0.4, up it 0.6. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void minimize_is_not_read(boolean minimize) {
        MultiLayerConfiguration told = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .minimize(minimize)
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder()
                        .lossFunction(new LossL2())
                        .activation(Activation.IDENTITY)
                        .hasBias(false)
                        .nIn(1)
                        .nOut(1)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(told);
        network.init(Nd4j.createFromArray(0.5), false);
        network.fit(Nd4j.createFromArray(new double[][] {{1}}), Nd4j.createFromArray(new double[][] {{0}}));
        assertThat(network.params().getDouble(0)).isEqualTo(0.4, within(1e-15));
    }
}
