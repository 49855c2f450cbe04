package dev.lockstep.experiment;

import dev.lockstep.model.Case;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cost of a training, step by step, as the seed document lists it.
 *
 * @param framework that computes the costs, usually the one that was trained
 * @param training a case with training
 */
public record CostCurve(Framework framework, Case training) {
    /**
     * The cost of the first minibatch before training, then that of every minibatch after the update on it.
     *
     * @param trained holds the parameters after every step
     */
    public double[] afterUpdates(Observations trained) {
        List<Minibatch> minibatches = training.training().orElseThrow().minibatches();
        double[] costs = new double[minibatches.size() + 1];
        costs[0] = cost(training.weights(), minibatches.get(0));
        for (int step = 1; step < costs.length; step++) {
            Weights after = Weights.after(step, training.network(), trained);
            costs[step] = cost(after, minibatches.get(step - 1));
        }
        return costs;
    }

    private double cost(Weights weights, Minibatch minibatch) {
        Objective.Targets objective = (Objective.Targets) training.objective();
        Case scored = new Case(
                        training.name(),
                        training.network(),
                        weights,
                        minibatch.input(),
                        training.initialStates(),
                        new Objective.Targets(objective.loss(), minibatch.targets()),
                        Optional.empty(),
                        Set.of(Kind.SCORE))
                .with(minibatch.masks())
                .with(training.execution());
        return framework.observe(scored).get(Quantity.score()).values()[0];
    }
}
