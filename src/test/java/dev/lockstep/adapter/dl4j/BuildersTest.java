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
