package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models as users of Deeplearning4j build and store them: what is read of them, that they run, and what is refused. */
class StoredNetworkTest {
    private static NeuralNetConfiguration.Builder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().seed(3).dataType(type);
    }

    private static MultiLayerNetwork network(DataType type, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = builder(type).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static Layer lstm() {
        return new LSTM.Builder().nIn(3).nOut(4).build();
    }

    private static Layer output(int inputs) {
        return new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(2)
                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                .build();
    }

    private static byte[] stored(Model model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ModelSerializer.writeModel(model, bytes, true);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return bytes.toByteArray();
    }

    private static StoredNetwork read(Supplier<? extends Model> model) {
        byte[] zip = Deeplearning4jFramework.alone(() -> stored(model.get()));
        return StoredNetwork.read(zip, "my.zip");
    }

    @Test
    void namesAndSettingsAreRead() {
        StoredNetwork read = read(() -> network(
                DataType.FLOAT,
                new Bidirectional(
                        Bidirectional.Mode.AVERAGE,
                        new SimpleRnn.Builder()
                                .nIn(3)
                                .nOut(4)
                                .activation(org.nd4j.linalg.activations.Activation.SOFTSIGN)
                                .dropOut(0.5)
                                .build()),
                new LastTimeStep(new LSTM.Builder()
                        .name("upper")
                        .activation(org.nd4j.linalg.activations.Activation.TANH)
                        .nIn(4)
                        .nOut(5)
                        .gateActivationFunction(org.nd4j.linalg.activations.Activation.HARDSIGMOID)
                        .l2(0.1)
                        .build()),
                new DenseLayer.Builder().nIn(5).nOut(6).hasBias(false).build(),
                new ActivationLayer(org.nd4j.linalg.activations.Activation.RELU),
                output(6)));
        assertThat(read.network())
                .isEqualTo(NetworkSpec.of(
                        BidirectionalSpec.of(
                                BidirectionalSpec.Mode.AVERAGE,
                                BidirectionalSpec.Form.WRAPPER,
                                new SimpleRnnSpec("layer0", 3, 4, Activation.SOFTSIGN)),
                        new LstmSpec("upper", 4, 5, Activation.TANH, Activation.FLOAT_HARD_SIGMOID, false),
                        new LastStepSpec("upper last", 5),
                        new DenseSpec("layer2", 5, 6, Activation.SIGMOID, Bias.NONE),
                        new ActivationSpec("layer3", 6, Activation.RELU),
                        new DenseSpec("layer4", 6, 2, Activation.SOFTMAX)));
        assertThat(read.execution()).isEqualTo(new Execution(Precision.SINGLE, SequenceFormat.NCW));
        assertThat(read.leftBehind()).contains("dropout of layer 0", "regularisation of layer 1");
        assertThat(read.arrays())
                .containsKeys("0_fW", "0_bRW", "1_RW", "2_W", "4_b")
                .doesNotContainKey("2_b");
    }

    /** A network that was told the type of its input puts preprocessors around its dense layers. */
    @Test
    void theModelItselfAnswersAsTheUsersNetworkDoes() {
        Sequence input = Sequence.random(4, 2, 3, 9);
        double[][] expected = new double[1][];
        StoredNetwork read = read(() -> {
            MultiLayerNetwork network = new MultiLayerNetwork(builder(DataType.DOUBLE)
                    .list()
                    .layer(new LSTM.Builder().nOut(4).build())
                    .layer(new DenseLayer.Builder().nOut(5).build())
                    .layer(new RnnOutputLayer.Builder()
                            .nOut(2)
                            .activation(org.nd4j.linalg.activations.Activation.TANH)
                            .lossFunction(org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction.MSE)
                            .build())
                    .setInputType(InputType.recurrent(3, RNNFormat.NCW))
                    .build());
            network.init();
            INDArray output = network.output(new ArrayTranslation(Execution.STANDARD).series(input));
            expected[0] =
                    new ArrayTranslation(Execution.STANDARD).sequence(output).values();
            return network;
        });
        Case scenario = new Case(
                "x",
                read.network(),
                Weights.random(read.network(), 1),
                input,
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
        assertThat(read.itself().supports(scenario).yes()).isTrue();
        assertThat(read.itself()
                        .observe(scenario)
                        .get(Quantity.outputs("layer2"))
                        .values())
                .containsExactly(expected[0]);
        Map<String, Tensor> arrays = read.arrays();
        double[] given = new Deeplearning4jFramework()
                .given(arrays)
                .observe(scenario)
                .get(Quantity.outputs("layer2"))
                .values();
        assertThat(given).containsExactly(expected[0], within(1e-15));
        assertThat(read.itself()
                        .observe(scenario)
                        .get(Quantity.outputs("layer1"))
                        .shape())
                .isEqualTo("4×2×5");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        "layer 0 of the model: one of LSTM, GravesLSTM, SimpleRnn, Bidirectional, GravesBidirectionalLSTM,"
                                + " MaskZeroLayer, LastTimeStep, TimeDistributed, DenseLayer, OutputLayer, RnnOutputLayer,"
                                + " ActivationLayer, LossLayer or RnnLossLayer expected, ConvolutionLayer found",
                        (Supplier<Model>) () -> network(
                                DataType.DOUBLE,
                                new ConvolutionLayer.Builder(1, 1)
                                        .nIn(1)
                                        .nOut(1)
                                        .build())),
                arguments(
                        "activation of layer 1 of the model: one of Deeplearning4j's functions with its usual settings"
                                + " expected, leakyrelu(a=0.3) found",
                        (Supplier<Model>) () -> network(
                                DataType.DOUBLE,
                                lstm(),
                                new DenseLayer.Builder()
                                        .nIn(4)
                                        .nOut(2)
                                        .activation(new ActivationLReLU(0.3))
                                        .build())),
                arguments(
                        "layer normalisation of layer 0 of the model, SimpleRnn: none, as its first step fails, expected,"
                                + " some found",
                        (Supplier<Model>) () -> network(
                                DataType.DOUBLE,
                                new SimpleRnn.Builder()
                                        .nIn(3)
                                        .nOut(4)
                                        .hasLayerNorm(true)
                                        .build())),
                arguments(
                        "layer normalisation of layer 0 of the model, DenseLayer: none expected, some found",
                        (Supplier<Model>) () -> network(
                                DataType.DOUBLE,
                                new DenseLayer.Builder()
                                        .nIn(3)
                                        .nOut(4)
                                        .hasLayerNorm(true)
                                        .build())),
                arguments("numbers of the model: DOUBLE or FLOAT expected, HALF found", (Supplier<Model>)
                        () -> network(DataType.FLOAT16, lstm())),
                arguments("layers of the model: sequences in one format expected, NCW and NWC found", (Supplier<Model>)
                        StoredNetworkTest::mixed),
                arguments("a MultiLayerNetwork expected, a ComputationGraph found", (Supplier<Model>)
                        StoredNetworkTest::graph));
    }

    /** Builders give all layers the first one's format; files need not have it from them. */
    private static Model mixed() {
        MultiLayerNetwork network = network(
                DataType.DOUBLE, lstm(), new LSTM.Builder().nIn(4).nOut(4).build());
        ((LSTM) network.getLayerWiseConfigurations().getConf(1).getLayer()).setRnnDataFormat(RNNFormat.NWC);
        return network;
    }

    private static Model graph() {
        ComputationGraph graph = new ComputationGraph(builder(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", output(3), "in")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsNoneOfOurLayersIsRefused(String sentence, Supplier<Model> model) {
        assertThatThrownBy(() -> read(model)).isInstanceOf(InvalidInput.class).hasMessage("my.zip: " + sentence);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        byte[] whole = Deeplearning4jFramework.alone(() -> stored(network(DataType.DOUBLE, lstm())));
        assertThatThrownBy(() -> StoredNetwork.read(Arrays.copyOf(whole, 300), "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("my.zip: a zip file to its end expected, a damaged one found (");
        assertThatThrownBy(() -> StoredNetwork.read(new byte[] {1, 2, 3}, "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("my.zip: a model of Deeplearning4j expected, a file without configuration.json found");
        assertThatThrownBy(() -> StoredNetwork.read(zip("{}".getBytes(), new byte[8]), "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("my.zip: coefficients.bin: an array as ND4J writes it expected, ");
        byte[] three = StoredCoefficientsTest.ofThreeNumbers();
        assertThatThrownBy(() -> StoredNetwork.read(zip("{}".getBytes(), three), "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(
                        "my.zip: a MultiLayerNetwork that Deeplearning4j can load expected, one found at"
                                + " which it fails (");
    }

    @Tag("slow")
    @Test
    void whatUnpacksToTooMuchIsRefused() {
        assertThatThrownBy(() -> StoredNetwork.read(zip(new byte[(256 << 20) + 1], new byte[8]), "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("my.zip: a model of at most 67108864 bytes, and 268435456 unpacked, expected, more found");
    }

    private static byte[] zip(byte[] configuration, byte[] coefficients) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
            zip.write(configuration);
            zip.putNextEntry(new ZipEntry(ModelSerializer.COEFFICIENTS_BIN));
            zip.write(coefficients);
        }
        return bytes.toByteArray();
    }

    /** An object in the place of a preprocessor is not read, and what is not read is named. */
    @Test
    void objectsBesideTheModelAreNotRead() throws IOException {
        byte[] stored = Deeplearning4jFramework.alone(() -> stored(network(DataType.DOUBLE, lstm(), output(4))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream model = new ZipInputStream(new ByteArrayInputStream(stored));
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = model.getNextEntry(); entry != null; entry = model.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                model.transferTo(zip);
            }
            zip.putNextEntry(new ZipEntry("preprocessor.bin"));
            new ObjectOutputStream(zip).writeObject("no preprocessor");
        }
        assertThat(StoredNetwork.read(bytes.toByteArray(), "my.zip").leftBehind())
                .contains("preprocessor.bin of the file");
    }

    @Test
    void arraysThatANetworkDoesNotHaveAreRefused() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("a", 3, 4));
        Case scenario = new Case(
                "x",
                network,
                Weights.random(network, 1),
                Sequence.random(2, 1, 3, 1),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
        Map<String, Tensor> other = Map.of("1_W", Tensor.scalar(1));
        assertThatThrownBy(() -> new Deeplearning4jFramework().given(other).observe(scenario))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("arrays for Deeplearning4j: [0_W, 0_RW, 0_b] expected, [1_W] found as well");
        assertThatThrownBy(() -> new Deeplearning4jFramework().given(Map.of()).observe(scenario))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("0_W for Deeplearning4j: 48 numbers expected, none found");
    }
}
