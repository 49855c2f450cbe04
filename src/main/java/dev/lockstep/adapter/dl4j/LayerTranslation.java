package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.SimpleRnnSpec;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Layers of ours as configurations of DL4J's.
 *
 * @param format the order of a sequence's dimensions, said to every layer that asks for it
 * @param denseOverTime how a dense layer reads a sequence
 * @param regularisation said to every layer that has parameters, if it is to be said to each
 */
record LayerTranslation(RNNFormat format, DenseOverTime denseOverTime, Regularisation regularisation) {
    /** How a dense layer reads every step of a sequence. */
    enum DenseOverTime {
        /** Wrapped in a TimeDistributed. */
        WRAPPED,
        /** Between preprocessors, which the network puts around it once it is told the type of its input. */
        PREPROCESSED
    }

    LayerTranslation(RNNFormat format, DenseOverTime denseOverTime) {
        this(format, denseOverTime, Regularisation.NONE);
    }

    /** The same of layers that are regularised. */
    LayerTranslation regularised(Regularisation told) {
        return new LayerTranslation(format, denseOverTime, told);
    }

    /** A layer that hands its outputs to another. */
    Layer hidden(Stage stage) {
        Layer layer = layer(stage);
        return stage.lastStep().isPresent() ? new LastTimeStep(layer) : layer;
    }

    /** A dense or activation layer with a loss of what it yields. */
    Layer output(Stage stage, ILossFunction function) {
        if (stage.layer() instanceof ActivationSpec spec) {
            return loss(stage.overTime(), spec.activation(), function);
        }
        DenseSpec spec = (DenseSpec) stage.layer();
        if (stage.overTime()) {
            return regularised(new RnnOutputLayer.Builder())
                    .lossFunction(function)
                    .nIn(spec.inputs())
                    .nOut(spec.outputs())
                    .activation(ActivationTranslation.of(spec.activation()))
                    .hasBias(spec.bias() != Bias.NONE)
                    .dataFormat(format)
                    .build();
        }
        return regularised(new OutputLayer.Builder())
                .lossFunction(function)
                .nIn(spec.inputs())
                .nOut(spec.outputs())
                .activation(ActivationTranslation.of(spec.activation()))
                .hasBias(spec.bias() != Bias.NONE)
                .build();
    }

    /** A loss without weights, of sequences or of one step. */
    Layer loss(boolean overTime, Activation activation, ILossFunction function) {
        return overTime
                ? new RnnLossLayer.Builder()
                        .lossFunction(function)
                        .activation(ActivationTranslation.of(activation))
                        .dataFormat(format)
                        .build()
                : new LossLayer.Builder()
                        .lossFunction(function)
                        .activation(ActivationTranslation.of(activation))
                        .build();
    }

    private <B extends BaseLayer.Builder<B>> B regularised(B builder) {
        RegularisationTranslation.tell(builder, regularisation);
        return builder;
    }

    private Layer layer(Stage stage) {
        LayerSpec spec = stage.layer();
        if (spec instanceof DenseSpec dense) {
            return dense(dense, stage.overTime());
        }
        if (spec instanceof ActivationSpec activation) {
            return new ActivationLayer.Builder()
                    .activation(ActivationTranslation.of(activation.activation()))
                    .build();
        }
        if (spec instanceof MaskZeroSpec masked) {
            return new MaskZeroLayer.Builder()
                    .underlying(recurrent(masked.wrapped()))
                    .maskValue(masked.value())
                    .build();
        }
        if (spec instanceof BidirectionalSpec both) {
            return both.form() == BidirectionalSpec.Form.GRAVES
                    ? gravesBidirectional((LstmSpec) both.forward())
                    : new Bidirectional(Bidirectional.Mode.valueOf(both.mode().name()), recurrent(both.forward()));
        }
        return recurrent((RecurrentSpec) spec);
    }

    private Layer dense(DenseSpec spec, boolean overTime) {
        DenseLayer dense = regularised(new DenseLayer.Builder())
                .nIn(spec.inputs())
                .nOut(spec.outputs())
                .activation(ActivationTranslation.of(spec.activation()))
                .hasBias(spec.bias() != Bias.NONE)
                .build();
        return overTime && denseOverTime == DenseOverTime.WRAPPED ? new TimeDistributed(dense, format) : dense;
    }

    private Layer recurrent(RecurrentSpec spec) {
        return spec instanceof SimpleRnnSpec rnn ? simpleRnn(rnn) : lstm((LstmSpec) spec);
    }

    private Layer simpleRnn(SimpleRnnSpec spec) {
        return biased(new SimpleRnn.Builder(), spec.bias())
                .nIn(spec.inputs())
                .nOut(spec.units())
                .activation(ActivationTranslation.of(spec.activation()))
                .hasLayerNorm(spec.norm().isPresent())
                .dataFormat(format)
                .build();
    }

    /** DL4J's recurrent layers have a bias whatever is asked; where there is none, it starts at 0 and is updated at the rate 0. */
    private <B extends BaseLayer.Builder<B>> B biased(B builder, Bias bias) {
        return bias == Bias.NONE ? regularised(builder).biasUpdater(new Sgd(0)) : regularised(builder);
    }

    /** DL4J's only LSTM with peepholes is deprecated in favour of the one that has none. */
    @SuppressWarnings("deprecation")
    private Layer lstm(LstmSpec spec) {
        if (spec.peepholes()) {
            return biased(new GravesLSTM.Builder(), spec.bias())
                    .nIn(spec.inputs())
                    .nOut(spec.units())
                    .activation(ActivationTranslation.of(spec.activation()))
                    .gateActivationFunction(ActivationTranslation.of(spec.gateActivation()))
                    .dataFormat(format)
                    .build();
        }
        return biased(new LSTM.Builder(), spec.bias())
                .nIn(spec.inputs())
                .nOut(spec.units())
                .activation(ActivationTranslation.of(spec.activation()))
                .gateActivationFunction(ActivationTranslation.of(spec.gateActivation()))
                .dataFormat(format)
                .build();
    }

    @SuppressWarnings("deprecation") // in favour of Bidirectional around layers without peepholes
    private Layer gravesBidirectional(LstmSpec spec) {
        return biased(new GravesBidirectionalLSTM.Builder(), spec.bias())
                .nIn(spec.inputs())
                .nOut(spec.units())
                .activation(ActivationTranslation.of(spec.activation()))
                .gateActivationFunction(ActivationTranslation.of(spec.gateActivation()))
                .dataFormat(format)
                .build();
    }
}
