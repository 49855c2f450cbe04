package dev.lockstep.experiment.convert;

import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.List;

/** Networks of every kind of layer that weights are moved of: from 3 features to 2, with a dense layer on the last step. */
final class Networks {
    private static final LayerSpec PEEPHOLES = new LstmSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, true);

    private Networks() {}

    /** Those that a layout has a place for. */
    static List<NetworkSpec> of(Layout layout) {
        List<LayerSpec> layers = new ArrayList<>();
        for (Bias bias : Bias.values()) {
            layers.add(new SimpleRnnSpec("a", 3, 2, Activation.TANH, bias, false));
            layers.add(lstm(bias));
            layers.add(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, lstm(bias)));
            layers.add(new MaskZeroSpec(lstm(bias), 0, MaskRule.RESET));
            if (bias != Bias.TWO) {
                layers.add(new DenseSpec("a", 3, 2, Activation.TANH, bias));
            }
            for (Reset reset : Reset.values()) {
                if (layout != Layout.DEEPLEARNING4J) {
                    layers.add(new GruSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, reset, bias));
                }
            }
        }
        if (layout == Layout.DEEPLEARNING4J || layout == Layout.ONNX) {
            layers.add(PEEPHOLES);
            layers.add(BidirectionalSpec.of(Mode.ADD, Form.GRAVES, (LstmSpec) PEEPHOLES));
        }
        return layers.stream().map(Networks::under).toList();
    }

    static LstmSpec lstm(Bias bias) {
        return new LstmSpec("a", 3, 2, Activation.TANH, Activation.SIGMOID, false, bias);
    }

    /** A layer, its last step if it has steps to take it of, and a dense layer. */
    static NetworkSpec under(LayerSpec layer) {
        LayerSpec top = new DenseSpec("top", 2, 2, Activation.IDENTITY);
        return layer instanceof DenseSpec
                ? NetworkSpec.of(layer, top)
                : NetworkSpec.of(layer, new LastStepSpec("last", 2), top);
    }

    /** A case with input of its own and a gradient to differentiate. */
    static Case scenario(NetworkSpec network) {
        return Source.drawn(
                "moved",
                network,
                Weights.random(network, 20260718),
                Execution.STANDARD,
                Source.drawnGradient(network, 3),
                5);
    }
}
