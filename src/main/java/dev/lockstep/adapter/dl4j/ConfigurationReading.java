package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
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
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;

/** A configuration of DL4J's as layers of ours, the way back from {@link LayerTranslation}; what is not ours is refused. */
final class ConfigurationReading {
    private static final String KINDS =
            "LSTM, GravesLSTM, SimpleRnn, Bidirectional, GravesBidirectionalLSTM, MaskZeroLayer,"
                    + " LastTimeStep, TimeDistributed, DenseLayer, OutputLayer, RnnOutputLayer, ActivationLayer, LossLayer or RnnLossLayer";

    private final MultiLayerConfiguration configuration;
    private final List<LayerSpec> layers = new ArrayList<>();
    private final List<String> leftBehind = new ArrayList<>();
    private final Set<RNNFormat> formats = new LinkedHashSet<>();
    private int number;

    ConfigurationReading(MultiLayerConfiguration configuration) {
        this.configuration = configuration;
        for (number = 0; number < configuration.getConfs().size(); number++) {
            requireKnown(configuration.getInputPreProcess(number));
            add(configuration.getConf(number).getLayer());
        }
    }

    /** @throws InvalidInput if the layers do not fit one another */
    NetworkSpec network() {
        return new NetworkSpec(layers);
    }

    /** Settings of training, each a phrase. */
    List<String> leftBehind() {
        return leftBehind;
    }

    /** @throws InvalidInput if layers have different ones */
    SequenceFormat format() {
        if (formats.size() > 1) {
            throw new InvalidInput("layers of the model: sequences in one format expected, NCW and NWC found");
        }
        return formats.contains(RNNFormat.NWC) ? SequenceFormat.NWC : SequenceFormat.NCW;
    }

    private void add(Layer found) {
        Layer layer = found;
        boolean last = false;
        if (layer instanceof LastTimeStep wrapper) {
            layer = wrapper.getUnderlying();
            last = true;
        }
        noteTraining(layer);
        String outer = found.getLayerName() == null ? "layer" + number : found.getLayerName();
        if (!last) {
            layers.add(spec(layer, outer));
            return;
        }
        String inner = layer.getLayerName();
        boolean both = inner != null && !inner.equals(outer);
        LayerSpec spec = spec(layer, both ? inner : outer);
        layers.add(spec);
        layers.add(new LastStepSpec(both ? outer : outer + " last", spec.outputs()));
    }

    private LayerSpec spec(Layer layer, String name) {
        if (layer instanceof TimeDistributed wrapper) {
            formats.add(wrapper.getRnnDataFormat());
            if (wrapper.getUnderlying() instanceof DenseLayer dense) {
                noteTraining(dense);
                return dense(dense, dense.isHasBias(), dense.isHasLayerNorm(), name);
            }
            throw unknown(wrapper.getUnderlying(), "DenseLayer within TimeDistributed");
        }
        if (layer instanceof DenseLayer dense && dense.getClass() == DenseLayer.class) {
            return dense(dense, dense.isHasBias(), dense.isHasLayerNorm(), name);
        }
        if (layer instanceof RnnOutputLayer || layer.getClass() == OutputLayer.class) {
            BaseOutputLayer output = (BaseOutputLayer) layer;
            if (output instanceof RnnOutputLayer rnn) {
                formats.add(rnn.getRnnDataFormat());
            }
            return dense(output, output.isHasBias(), false, name);
        }
        if (layer instanceof ActivationLayer activation) {
            return new ActivationSpec(name, width(), activation(activation.getActivationFn(), "activation"));
        }
        if (layer instanceof RnnLossLayer || layer instanceof LossLayer) {
            if (layer instanceof RnnLossLayer rnn) {
                formats.add(rnn.getRnnDataFormat());
            }
            return new ActivationSpec(name, width(), activation(((BaseLayer) layer).getActivationFn(), "activation"));
        }
        return overTime(layer, name);
    }

    @SuppressWarnings("deprecation") // GravesBidirectionalLSTM, in favour of layers without peepholes
    private LayerSpec overTime(Layer layer, String name) {
        if (layer instanceof Bidirectional both) {
            RecurrentSpec forward = recurrent(both.getFwd(), name, "a recurrent layer within Bidirectional");
            BidirectionalSpec.Mode mode =
                    BidirectionalSpec.Mode.valueOf(both.getMode().name());
            return BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, forward);
        }
        if (layer instanceof GravesBidirectionalLSTM both) {
            LstmSpec like = lstm(both, both.getGateActivationFn(), true, name);
            return BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.GRAVES, like);
        }
        if (layer instanceof MaskZeroLayer masked) {
            RecurrentSpec wrapped = recurrent(masked.getUnderlying(), name, "a recurrent layer within MaskZeroLayer");
            return new MaskZeroSpec(wrapped, masked.getMaskingValue(), MaskRule.RESET);
        }
        return recurrent(layer, name, "one of " + KINDS);
    }

    private DenseSpec dense(FeedForwardLayer layer, boolean biased, boolean normalised, String name) {
        if (normalised) {
            throw refusal(layer, "layer normalisation", "none", "some");
        }
        return new DenseSpec(
                name,
                (int) layer.getNIn(),
                (int) layer.getNOut(),
                activation(layer.getActivationFn(), "activation"),
                biased ? Bias.ONE : Bias.NONE);
    }

    @SuppressWarnings("deprecation") // GravesLSTM, in favour of a layer without peepholes
    private RecurrentSpec recurrent(Layer layer, String name, String expected) {
        noteTraining(layer);
        if (layer instanceof LSTM lstm) {
            return lstm(lstm, lstm.getGateActivationFn(), false, name);
        }
        if (layer instanceof GravesLSTM lstm) {
            return lstm(lstm, lstm.getGateActivationFn(), true, name);
        }
        if (layer instanceof SimpleRnn rnn) {
            formats.add(rnn.getRnnDataFormat());
            if (rnn.isHasLayerNorm()) {
                throw refusal(layer, "layer normalisation", "none, as its first step fails,", "some");
            }
            return new SimpleRnnSpec(
                    name,
                    (int) rnn.getNIn(),
                    (int) rnn.getNOut(),
                    activation(rnn.getActivationFn(), "activation"),
                    Bias.ONE,
                    false);
        }
        throw unknown(layer, expected);
    }

    private LstmSpec lstm(BaseRecurrentLayer layer, IActivation gates, boolean peepholes, String name) {
        formats.add(layer.getRnnDataFormat());
        return new LstmSpec(
                name,
                (int) layer.getNIn(),
                (int) layer.getNOut(),
                activation(layer.getActivationFn(), "activation"),
                activation(gates, "gate activation"),
                peepholes);
    }

    /** Features that the layer below yields. */
    private int width() {
        if (layers.isEmpty()) {
            throw new InvalidInput("layer 0 of the model: a layer that says how many features it reads expected, "
                    + configuration.getConf(0).getLayer().getClass().getSimpleName() + " found");
        }
        return layers.get(layers.size() - 1).outputs();
    }

    /** Of two functions of ours that DL4J does not tell apart, the one with its constants, which stands below the other. */
    private Activation activation(IActivation found, String what) {
        List<Activation> candidates = new ArrayList<>(List.of(Activation.values()));
        Collections.reverse(candidates);
        return candidates.stream()
                .filter(activation -> ActivationTranslation.of(activation).equals(found))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(what + " of layer " + number + " of the model: one of "
                        + "Deeplearning4j's functions with its usual settings expected, " + found + " found"));
    }

    private void noteTraining(Layer layer) {
        if (layer.getIDropout() != null) {
            leave("dropout");
        }
        if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
            leave("constraints");
        }
        if (layer instanceof BaseLayer base) {
            if (base.getWeightNoise() != null) {
                leave("weight noise");
            }
            boolean penalised = base.getRegularization() != null
                            && !base.getRegularization().isEmpty()
                    || base.getRegularizationBias() != null
                            && !base.getRegularizationBias().isEmpty();
            if (penalised) {
                leave("regularisation");
            }
        }
    }

    private void leave(String what) {
        String phrase = what + " of layer " + number;
        if (!leftBehind.contains(phrase)) {
            leftBehind.add(phrase);
        }
    }

    private void requireKnown(InputPreProcessor found) {
        boolean known = found == null
                || found instanceof RnnToFeedForwardPreProcessor
                || found instanceof FeedForwardToRnnPreProcessor;
        if (!known) {
            throw new InvalidInput("preprocessor before layer " + number
                    + " of the model: none, or one between sequences and rows, expected, "
                    + found.getClass().getSimpleName() + " found");
        }
    }

    private InvalidInput unknown(Layer layer, String expected) {
        return new InvalidInput("layer " + number + " of the model: " + expected + " expected, "
                + layer.getClass().getSimpleName() + " found");
    }

    private InvalidInput refusal(Layer layer, String what, String expected, String found) {
        return new InvalidInput(what + " of layer " + number + " of the model, "
                + layer.getClass().getSimpleName() + ": " + expected + " expected, " + found + " found");
    }
}
