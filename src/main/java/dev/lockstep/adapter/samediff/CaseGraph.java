package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Case;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A case as one graph, from its leaves to the number that is differentiated. Building it takes as long as running it, so
 * parameters and data can be exchanged for others of the same shapes.
 */
final class CaseGraph {
    private final Case origin;
    private final NetworkGraph network;
    private final LossGraph loss;
    private final Optional<SDVariable> score;
    private final Optional<SDVariable> differentiated;
    private boolean hasGradients;

    CaseGraph(Case scenario) {
        this.origin = scenario;
        this.network = new NetworkGraph(scenario);
        this.loss = new LossGraph(network, scenario);
        if (scenario.objective() instanceof Objective.Targets targets) {
            SDVariable value = loss.score(targets);
            this.score = Optional.of(value);
            this.differentiated = Optional.of(loss.differentiated(targets, value));
        } else {
            this.score = Optional.empty();
            this.differentiated = scenario.objective() instanceof Objective.Upstream upstream
                    ? Optional.of(loss.differentiated(upstream))
                    : Optional.empty();
        }
    }

    NetworkGraph network() {
        return network;
    }

    /** Whether another case differs from the one that this graph was made for in nothing but parameters and data. */
    boolean serves(Case other) {
        return origin.objective() instanceof Objective.Targets mine
                && other.objective() instanceof Objective.Targets theirs
                && mine.loss().equals(theirs.loss())
                && origin.network().equals(other.network())
                && origin.execution().precision() == other.execution().precision()
                && origin.truncation().equals(other.truncation())
                && origin.initialStates().equals(other.initialStates())
                && fits(new Minibatch(other.input(), theirs.targets(), other.masks()));
    }

    private static boolean sameShape(Optional<Sequence> mask, Optional<Sequence> other) {
        return mask.map(Sequence::features).equals(other.map(Sequence::features));
    }

    /** This graph with the parameters and the data of a case that it serves. */
    CaseGraph of(Case other) {
        Map<ParameterKey, INDArray> theta = new LinkedHashMap<>();
        other.weights().asMap().forEach((key, matrix) -> theta.put(key, ArrayTranslation.array(matrix)));
        moveTo(theta);
        read(new Minibatch(other.input(), ((Objective.Targets) other.objective()).targets(), other.masks()));
        return this;
    }

    /** The reduced loss; only where there are targets. */
    SDVariable score() {
        return score.orElseThrow();
    }

    /** Whether a minibatch has the shapes of the one that this graph was made for. */
    boolean fits(Minibatch minibatch) {
        Sequence input = minibatch.input();
        return input.time() == network.inputs().size()
                && input.batch() == network.inputs().get(0).getArr().size(0)
                && minibatch.masks().rule() == origin.masks().rule()
                && sameShape(minibatch.masks().features(), origin.masks().features())
                && sameShape(minibatch.masks().labels(), origin.masks().labels());
    }

    /** Other data, of the same shapes. */
    void read(Minibatch minibatch) {
        for (int t = 1; t <= minibatch.input().time(); t++) {
            exchange(
                    network.inputs().get(t - 1),
                    ArrayTranslation.array(minibatch.input().at(t)));
        }
        network.mask()
                .ifPresent(mask -> mask.exchange(minibatch.masks().features().orElseThrow()));
        INDArray targets = ArrayTranslation.array(minibatch.targets().allSteps());
        loss.targets().forEach(node -> exchange(node, targets));
        minibatch.masks().labels().ifPresent(mask -> {
            INDArray weights = ArrayTranslation.array(mask.allSteps());
            loss.weights().forEach(node -> exchange(node, weights));
        });
    }

    /** Other parameters, of the same shapes. */
    void moveTo(Map<ParameterKey, INDArray> theta) {
        theta.forEach((key, array) -> exchange(network.parameter(key), array));
    }

    private static void exchange(SDVariable leaf, INDArray array) {
        leaf.getArr().assign(array);
    }

    /** Forward only. */
    Evaluation evaluate(Collection<SDVariable> nodes) {
        return Evaluation.of(network.graph(), nodes);
    }

    /**
     * Forward and back.
     *
     * @param nodes whose values are asked for; may be none
     * @param leaves whose gradients are asked for
     */
    Evaluation evaluate(Collection<SDVariable> nodes, Collection<SDVariable> leaves) {
        if (!hasGradients) {
            Evaluation.differentiate(network.graph(), differentiated.orElseThrow());
            hasGradients = true;
        }
        return Evaluation.of(network.graph(), nodes, leaves);
    }
}
