package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Regularisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Penalties and weight decay, told to the network's builder or to every layer's. */
final class RegularisationTranslation {
    private RegularisationTranslation() {}

    /** Why DL4J cannot be told so, if it cannot. */
    static Optional<String> obstacle(Regularisation regularisation) {
        boolean both = regularisation.setting() == Regularisation.Setting.WHOLE_NETWORK
                && (both(regularisation.weights()) || both(regularisation.biases()));
        return both
                ? Optional.of(
                        "the builder of its networks drops L2 where there is weight decay, and the other way round")
                : Optional.empty();
    }

    private static boolean both(Regularisation.Rule rule) {
        return rule.l2() > 0 && rule.decay() > 0;
    }

    /** Tells the network's builder. */
    static void tell(NeuralNetConfiguration.Builder network, Regularisation regularisation) {
        if (regularisation.setting() != Regularisation.Setting.WHOLE_NETWORK) {
            return;
        }
        Regularisation.Rule weights = regularisation.weights();
        Regularisation.Rule biases = regularisation.biases();
        if (weights.l1() > 0) {
            network.l1(weights.l1());
        }
        if (weights.l2() > 0) {
            network.l2(weights.l2());
        }
        if (weights.decay() > 0) {
            network.weightDecay(weights.decay(), weights.decayTimesRate());
        }
        if (biases.l1() > 0) {
            network.l1Bias(biases.l1());
        }
        if (biases.l2() > 0) {
            network.l2Bias(biases.l2());
        }
        if (biases.decay() > 0) {
            network.weightDecayBias(biases.decay(), biases.decayTimesRate());
        }
    }

    /** Tells every layer, also inside of wrappers. */
    static void tell(NeuralNetConfiguration.ListBuilder layers, Regularisation regularisation) {
        if (regularisation.setting() == Regularisation.Setting.EACH_LAYER && !regularisation.isNone()) {
            layers.getLayerwise().values().forEach(layer -> tell(layer.getLayer(), regularisation));
        }
    }

    private static void tell(Layer layer, Regularisation regularisation) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            tell(wrapper.getUnderlying(), regularisation);
        } else if (layer instanceof Bidirectional both) {
            tell(both.getFwd(), regularisation);
            tell(both.getBwd(), regularisation);
        } else if (layer instanceof BaseLayer base) {
            base.setRegularization(rules(regularisation.weights()));
            base.setRegularizationBias(rules(regularisation.biases()));
        }
    }

    private static List<Regularization> rules(Regularisation.Rule rule) {
        List<Regularization> rules = new ArrayList<>();
        if (rule.l1() > 0) {
            rules.add(new L1Regularization(rule.l1()));
        }
        if (rule.l2() > 0) {
            rules.add(new L2Regularization(rule.l2()));
        }
        if (rule.decay() > 0) {
            rules.add(new WeightDecay(rule.decay(), rule.decayTimesRate()));
        }
        return rules;
    }
}
