package dev.lockstep.adapter.dl4j;

import dev.lockstep.adapter.dl4j.LayerTranslation.DenseOverTime;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A network of ours as a {@link MultiLayerNetwork} with the same weights; without workspaces but where training is timed. */
final class NetworkTranslation {
    private final NetworkSpec network;
    private final ArrayTranslation arrays;
    private final LayerTranslation translation;
    private final List<Stage> stages;
    private final ParameterLayout layout;
    private final UnaryOperator<Regularisation> toldNetwork;
    /** What its networks get in the place of weights of ours. */
    private final Optional<ParameterTable> own;

    NetworkTranslation(NetworkSpec network, ArrayTranslation arrays) {
        this(network, arrays, DenseOverTime.WRAPPED);
    }

    /** The same with another way for dense layers to read sequences. */
    NetworkTranslation(NetworkSpec network, ArrayTranslation arrays, DenseOverTime denseOverTime) {
        this(network, arrays, denseOverTime, UnaryOperator.identity(), Optional.empty());
    }

    /** The same of which the network's builder is told {@code toldNetwork} of the regularisation that the layers are told. */
    NetworkTranslation(NetworkSpec network, ArrayTranslation arrays, UnaryOperator<Regularisation> toldNetwork) {
        this(network, arrays, DenseOverTime.WRAPPED, toldNetwork, Optional.empty());
    }

    /** The same whose networks get DL4J's own arrays, whatever weights they are asked for with. */
    NetworkTranslation(NetworkSpec network, ArrayTranslation arrays, ParameterTable own) {
        this(network, arrays, DenseOverTime.WRAPPED, UnaryOperator.identity(), Optional.of(own));
    }

    private NetworkTranslation(
            NetworkSpec network,
            ArrayTranslation arrays,
            DenseOverTime denseOverTime,
            UnaryOperator<Regularisation> toldNetwork,
            Optional<ParameterTable> own) {
        this.network = network;
        this.arrays = arrays;
        this.translation = new LayerTranslation(arrays.format(), denseOverTime);
        this.stages = Stage.of(network);
        this.layout = new ParameterLayout(network);
        this.toldNetwork = toldNetwork;
        this.own = own;
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
            layers.layer(translation.hidden(stage));
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

    /** Whether the network's top is a dense layer. */
    boolean endsInDense() {
        return stages.get(stages.size() - 1).isDense();
    }

    /** A network that ends in a loss, for gradients. */
    MultiLayerNetwork withLoss(Weights weights, Loss loss, int outputTime) {
        return build(layers(configuration(new NoOp(), isAveraged(loss)), loss, outputTime), weights);
    }

    /** The same, which hands out the gradient of its input as well. */
    SteppedNetwork withLossAndInputGradient(Weights weights, Loss loss, int outputTime) {
        NeuralNetConfiguration.ListBuilder layers =
                layers(configuration(new NoOp(), isAveraged(loss)), loss, outputTime);
        return initialised(new SteppedNetwork(configuration(layers)), weights);
    }

    /** A network that ends in a loss and is trained, whole sequences or segments at a time. */
    MultiLayerNetwork withLoss(Weights weights, Loss loss, int outputTime, Training training, Truncation truncation) {
        NeuralNetConfiguration.Builder configuration =
                configuration(UpdaterTranslation.translate(training), isAveraged(loss));
        UpdaterTranslation.clip(configuration, training.clip());
        RegularisationTranslation.tell(configuration, toldNetwork.apply(training.regularisation()));
        NeuralNetConfiguration.ListBuilder layers =
                layers(translation.regularised(training.regularisation()), configuration, loss, outputTime);
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
        return initialised(new ChunkedNetwork(configuration(layers), arrays), weights);
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
        return layers(translation, configuration, loss, outputTime);
    }

    private NeuralNetConfiguration.ListBuilder layers(
            LayerTranslation told, NeuralNetConfiguration.Builder configuration, Loss loss, int outputTime) {
        ILossFunction function = LossTranslation.translate(loss, network.outputs(), outputTime);
        NeuralNetConfiguration.ListBuilder layers = configuration.list();
        if (told.denseOverTime() == DenseOverTime.PREPROCESSED) {
            layers.setInputType(InputType.recurrent(network.inputs(), arrays.format()));
        }
        Stage top = stages.get(stages.size() - 1);
        for (Stage stage : stages) {
            layers.layer(stage == top && stage.joinsLoss() ? told.output(stage, function) : told.hidden(stage));
        }
        if (!top.joinsLoss()) {
            layers.layer(told.loss(top.yieldsSequences(), Activation.IDENTITY, function));
        }
        return layers;
    }

    private static boolean isAveraged(Loss loss) {
        return loss.reduction() != Reduction.SUM;
    }

    private NeuralNetConfiguration.Builder configuration(IUpdater updater, boolean averaged) {
        return new NeuralNetConfiguration.Builder()
                .dataType(arrays.dataType())
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
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
        double[] flat = own.isPresent() ? new double[layout.size()] : layout.flatten(weights);
        built.init(ArrayTranslation.vector(flat).castTo(arrays.dataType()), false);
        own.ifPresent(table -> table.into(built));
        return built;
    }
}
