package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A network of ours as a {@link MultiLayerNetwork} with the same weights, in double precision; without workspaces but where training is timed. */
final class NetworkTranslation {
    private final NetworkSpec network;
    private final List<Stage> stages;
    private final ParameterLayout layout;

    NetworkTranslation(NetworkSpec network) {
        this.network = network;
        this.stages = Stage.of(network);
        this.layout = new ParameterLayout(network);
    }

    /** DL4J's layers but for a loss layer that may follow them, in its order. */
    List<Stage> stages() {
        return stages;
    }

    /** How its parameters are laid out. */
    ParameterLayout layout() {
        return layout;
    }

    /** A network that computes outputs and accepts gradients from outside. */
    MultiLayerNetwork withoutLoss(Weights weights) {
        NeuralNetConfiguration.ListBuilder layers =
                configuration(new NoOp(), true).list();
        for (Stage stage : stages) {
            layers.layer(hidden(stage));
        }
        return build(layers, weights);
    }

    /**
     * Whether a network with a loss yields outputs. DL4J's RnnOutputLayer without bias has a score and gradients, but throws a
     * NullPointerException when asked to activate.
     */
    boolean activatesWithLoss() {
        Stage top = stages.get(stages.size() - 1);
        return !(top.overTime() && top.layer() instanceof DenseSpec dense && dense.bias() == Bias.NONE);
    }

    /** A network that ends in a loss, for gradients. */
    MultiLayerNetwork withLoss(Weights weights, Loss loss, int outputTime) {
        return build(layers(configuration(new NoOp(), isAveraged(loss)), loss, outputTime), weights);
    }

    /** A network that ends in a loss and is trained, whole sequences or segments at a time. */
    MultiLayerNetwork withLoss(Weights weights, Loss loss, int outputTime, Training training, Truncation truncation) {
        NeuralNetConfiguration.Builder configuration =
                configuration(UpdaterTranslation.translate(training), isAveraged(loss));
        UpdaterTranslation.clip(configuration, training.clip());
        RegularisationTranslation.tell(configuration, training.regularisation());
        NeuralNetConfiguration.ListBuilder layers = layers(configuration, loss, outputTime);
        RegularisationTranslation.tell(layers, training.regularisation());
        if (truncation instanceof Truncation.Segmented segmented) {
            truncated(layers, segmented.forward(), segmented.backward());
        }
        return build(layers, weights);
    }

    private static void truncated(NeuralNetConfiguration.ListBuilder layers, int forward, int backward) {
        layers.backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward);
    }

    /** A network that ends in a loss, for gradients by truncated backpropagation through time. */
    ChunkedNetwork inChunks(Weights weights, Loss loss, int outputTime, int forward, int backward) {
        NeuralNetConfiguration.ListBuilder layers =
                layers(configuration(new NoOp(), isAveraged(loss)), loss, outputTime);
        truncated(layers, forward, backward);
        return initialised(new ChunkedNetwork(configuration(layers)), weights);
    }

    /** The same with DL4J's workspaces, to be trained step after step. */
    SteppedNetwork stepped(Weights weights, Loss loss, int outputTime, Training training) {
        NeuralNetConfiguration.Builder configuration = configuration(
                        UpdaterTranslation.translate(training), isAveraged(loss))
                .trainingWorkspaceMode(WorkspaceMode.ENABLED);
        return initialised(new SteppedNetwork(configuration(layers(configuration, loss, outputTime))), weights);
    }

    private NeuralNetConfiguration.ListBuilder layers(
            NeuralNetConfiguration.Builder configuration, Loss loss, int outputTime) {
        ILossFunction function = LossTranslation.translate(loss, network.outputs(), outputTime);
        NeuralNetConfiguration.ListBuilder layers = configuration.list();
        Stage top = stages.get(stages.size() - 1);
        for (Stage stage : stages) {
            layers.layer(stage == top && stage.isDense() ? output(stage, function) : hidden(stage));
        }
        if (!top.isDense()) {
            layers.layer(loss(top, function));
        }
        return layers;
    }

    private static boolean isAveraged(Loss loss) {
        return loss.reduction() != Reduction.SUM;
    }

    private static NeuralNetConfiguration.Builder configuration(IUpdater updater, boolean averaged) {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                .miniBatch(averaged)
                .updater(updater);
    }

    private MultiLayerNetwork build(NeuralNetConfiguration.ListBuilder layers, Weights weights) {
        return initialised(new MultiLayerNetwork(configuration(layers)), weights);
    }

    /** DL4J computes outputs that it advises against, such as softmax over one unit, once it is told not to object. */
    private static MultiLayerConfiguration configuration(NeuralNetConfiguration.ListBuilder layers) {
        return layers.validateOutputLayerConfig(false).build();
    }

    private <N extends MultiLayerNetwork> N initialised(N built, Weights weights) {
        built.init(ArrayTranslation.vector(layout.flatten(weights)), false);
        return built;
    }

    private static Layer hidden(Stage stage) {
        if (stage.layer() instanceof DenseSpec spec) {
            DenseLayer dense = new DenseLayer.Builder()
                    .nIn(spec.inputs())
                    .nOut(spec.outputs())
                    .activation(translate(spec.activation()))
                    .hasBias(spec.bias() != Bias.NONE)
                    .build();
            return stage.overTime() ? new TimeDistributed(dense, RNNFormat.NCW) : dense;
        }
        Layer recurrent =
                stage.layer() instanceof SimpleRnnSpec spec ? simpleRnn(spec) : lstm((LstmSpec) stage.layer());
        return stage.lastStep().isPresent() ? new LastTimeStep(recurrent) : recurrent;
    }

    /** DL4J's has a bias whatever is asked; where there is none, it starts at 0 and is updated at the rate 0. */
    private static Layer simpleRnn(SimpleRnnSpec spec) {
        SimpleRnn.Builder builder = new SimpleRnn.Builder()
                .nIn(spec.inputs())
                .nOut(spec.units())
                .activation(translate(spec.activation()))
                .dataFormat(RNNFormat.NCW);
        return spec.bias() == Bias.NONE ? builder.biasUpdater(new Sgd(0)).build() : builder.build();
    }

    /** DL4J's only LSTM with peepholes is deprecated in favour of the one that has none. */
    @SuppressWarnings("deprecation")
    private static Layer lstm(LstmSpec spec) {
        if (spec.peepholes()) {
            return new GravesLSTM.Builder()
                    .nIn(spec.inputs())
                    .nOut(spec.units())
                    .activation(translate(spec.activation()))
                    .gateActivationFunction(translate(spec.gateActivation()))
                    .dataFormat(RNNFormat.NCW)
                    .build();
        }
        return new LSTM.Builder()
                .nIn(spec.inputs())
                .nOut(spec.units())
                .activation(translate(spec.activation()))
                .gateActivationFunction(translate(spec.gateActivation()))
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    private static Layer output(Stage stage, ILossFunction function) {
        DenseSpec spec = (DenseSpec) stage.layer();
        if (stage.overTime()) {
            return new RnnOutputLayer.Builder(function)
                    .nIn(spec.inputs())
                    .nOut(spec.outputs())
                    .activation(translate(spec.activation()))
                    .hasBias(spec.bias() != Bias.NONE)
                    .dataFormat(RNNFormat.NCW)
                    .build();
        }
        return new OutputLayer.Builder(function)
                .nIn(spec.inputs())
                .nOut(spec.outputs())
                .activation(translate(spec.activation()))
                .hasBias(spec.bias() != Bias.NONE)
                .build();
    }

    private static Layer loss(Stage top, ILossFunction function) {
        org.nd4j.linalg.activations.Activation identity = translate(Activation.IDENTITY);
        return top.yieldsSequences()
                ? new RnnLossLayer.Builder(function)
                        .activation(identity)
                        .dataFormat(RNNFormat.NCW)
                        .build()
                : new LossLayer.Builder(function).activation(identity).build();
    }

    private static org.nd4j.linalg.activations.Activation translate(Activation activation) {
        return switch (activation) {
            case IDENTITY -> org.nd4j.linalg.activations.Activation.IDENTITY;
            case TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
            case RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case LEAKY_RELU -> org.nd4j.linalg.activations.Activation.LEAKYRELU;
            case ELU -> org.nd4j.linalg.activations.Activation.ELU;
            case SOFTPLUS -> org.nd4j.linalg.activations.Activation.SOFTPLUS;
            case SOFTSIGN -> org.nd4j.linalg.activations.Activation.SOFTSIGN;
            case HARD_SIGMOID -> org.nd4j.linalg.activations.Activation.HARDSIGMOID;
            case HARD_TANH -> org.nd4j.linalg.activations.Activation.HARDTANH;
            case CUBE -> org.nd4j.linalg.activations.Activation.CUBE;
            case SOFTMAX -> org.nd4j.linalg.activations.Activation.SOFTMAX;
        };
    }
}
