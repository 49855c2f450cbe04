package dev.lockstep.adapter.samediff;

import dev.lockstep.model.GradientClip.Scope;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Regularisation;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What keeps parameters small, in ND4J's array operations; no array that is handed in is written to. */
final class Penalties {
    private final Regularisation regularisation;
    private final NetworkSpec network;

    Penalties(Regularisation regularisation, NetworkSpec network) {
        this.regularisation = regularisation;
        this.network = network;
    }

    /** The gradient of the loss and of the penalties. */
    INDArray added(ParameterKey key, INDArray theta, INDArray gradient) {
        Regularisation.Rule rule = regularisation.of(key.parameter());
        INDArray sum = gradient;
        if (rule.l1() > 0) {
            sum = sum.add(Transforms.sign(theta, true).mul(rule.l1()));
        }
        return rule.l2() > 0 ? sum.add(theta.mul(rule.l2())) : sum;
    }

    /** The parameter after the decay. */
    INDArray decayed(ParameterKey key, INDArray before, INDArray after, double alpha) {
        Regularisation.Rule rule = regularisation.of(key.parameter());
        return rule.decay() == 0
                ? after
                : after.sub(before.mul(rule.decayTimesRate() ? rule.decay() * alpha : rule.decay()));
    }

    /** What the parameters add to the score. */
    double score(Map<ParameterKey, INDArray> theta) {
        double score = 0;
        for (var group : Scope.PARAMETER.groups(network)) {
            Regularisation.Rule rule = regularisation.of(group.get(0).parameter());
            double sizes = 0;
            double squares = 0;
            for (ParameterKey key : group) {
                sizes += theta.get(key).norm1Number().doubleValue();
                squares += theta.get(key).mul(theta.get(key)).sumNumber().doubleValue();
            }
            score += rule.l1() * sizes + (rule.l2() * squares + rule.decay() * squares) / 2;
        }
        return score;
    }
}
