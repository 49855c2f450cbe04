package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Regularisation;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Penalties and weight decay, told to the network's builder or to every layer's. */
final class RegularisationTranslation {
    private RegularisationTranslation() {}

    private static boolean both(Regularisation.Rule rule) {
        return rule.l2() > 0 && rule.decay() > 0;
    }

    /** Half the weight decay and nothing else, to be told to the network's builder. */
    static Regularisation halfDecayOfNetwork(Regularisation regularisation) {
        return new Regularisation(
                halfDecay(regularisation.weights()),
                halfDecay(regularisation.biases()),
                Regularisation.Setting.WHOLE_NETWORK);
    }

    private static Regularisation.Rule halfDecay(Regularisation.Rule rule) {
        return new Regularisation.Rule(0, 0, rule.decay() / 2, rule.decayTimesRate());
    }

    /** Tells the network's builder; by lists where its methods for L2 and for weight decay would drop each other. */
    static void tell(NeuralNetConfiguration.Builder network, Regularisation regularisation) {
        if (regularisation.setting() != Regularisation.Setting.WHOLE_NETWORK) {
            return;
        }
        Regularisation.Rule weights = regularisation.weights();
        Regularisation.Rule biases = regularisation.biases();
        if (both(weights)) {
            network.regularization(rules(weights));
        } else {
            network.l1(weights.l1()).l2(weights.l2());
            network.weightDecay(weights.decay(), weights.decayTimesRate());
        }
        if (both(biases)) {
            network.regularizationBias(rules(biases));
        } else {
            network.l1Bias(biases.l1()).l2Bias(biases.l2());
            network.weightDecayBias(biases.decay(), biases.decayTimesRate());
        }
    }

    /** Tells a layer's builder, likewise. */
    static void tell(BaseLayer.Builder<?> layer, Regularisation regularisation) {
        if (regularisation.setting() != Regularisation.Setting.EACH_LAYER) {
            return;
        }
        Regularisation.Rule weights = regularisation.weights();
        Regularisation.Rule biases = regularisation.biases();
        if (both(weights)) {
            layer.regularization(rules(weights));
        } else {
            layer.l1(weights.l1()).l2(weights.l2());
            layer.weightDecay(weights.decay(), weights.decayTimesRate());
        }
        if (both(biases)) {
            layer.regularizationBias(rules(biases));
        } else {
            layer.l1Bias(biases.l1()).l2Bias(biases.l2());
            layer.weightDecayBias(biases.decay(), biases.decayTimesRate());
        }
    }

    /** Of a rule of L2 and weight decay, perhaps with L1. */
    private static List<Regularization> rules(Regularisation.Rule rule) {
        List<Regularization> rules = new ArrayList<>();
        if (rule.l1() > 0) {
            rules.add(new L1Regularization(rule.l1()));
        }
        rules.add(new L2Regularization(rule.l2()));
        rules.add(new WeightDecay(rule.decay(), rule.decayTimesRate()));
        return rules;
    }
}
