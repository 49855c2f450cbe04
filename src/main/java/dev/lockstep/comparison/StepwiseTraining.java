package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Training held in lockstep: before every minibatch both frameworks are given the same parameters and the same optimizer
 * state, those that the first one reached; so that every step is judged on its own, however long the run.
 */
public final class StepwiseTraining {
    private static final EnumSet<Kind> OBSERVED =
            EnumSet.of(Kind.SCORE, Kind.GRADIENT, Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    private StepwiseTraining() {}

    /**
     * Compares every minibatch of a case's training.
     *
     * @param leader whose parameters and state the next minibatch starts from
     * @param follower the other one
     * @param scenario a case with training
     * @param tolerance the rule for every step
     * @return one comparison of all minibatches up to the first that does not agree; its quantities are numbered by optimizer steps
     */
    public static Comparison resynchronised(Framework leader, Framework follower, Case scenario, Tolerance tolerance) {
        Training training = scenario.training()
                .orElseThrow(() -> new InvalidInput("case \"" + scenario.name() + "\": training expected, none found"));
        List<ArrayComparison> arrays = new ArrayList<>();
        Weights weights = scenario.weights();
        OptimizerState state = training.start();
        int number = 0;
        Comparison latest;
        do {
            Minibatch minibatch = training.minibatches().get(number);
            number++;
            Case step = oneMinibatch(scenario, weights, state, minibatch, number);
            latest = Comparison.between(leader, follower, step, tolerance);
            arrays.addAll(numbered(
                    latest.arrays(), state.stepsTaken() - training.start().stepsTaken()));
            if (latest.outcome() == Outcome.AGREE) {
                Observations.Builder reached = Observations.builder();
                latest.arrays().forEach(array -> reached.put(array.quantity(), array.a()));
                int taken = training.over(List.of(minibatch))
                        .segments(scenario.truncation())
                        .size();
                weights = Weights.after(taken, scenario.network(), reached.build());
                state = state.after(taken, scenario.network(), reached.build());
            }
        } while (latest.outcome() == Outcome.AGREE
                && number < training.minibatches().size());
        return new Comparison(
                latest.scenario(),
                latest.a(),
                latest.b(),
                arrays,
                tolerance,
                latest.outcome(),
                latest.reason(),
                latest.tried(),
                latest.ruling(),
                latest.location());
    }

    /** A minibatch's own arrays under the numbers of its steps; its score is there twice, as the case's and as the step's. */
    private static List<ArrayComparison> numbered(List<ArrayComparison> arrays, int before) {
        return arrays.stream()
                .filter(array -> array.quantity().kind() != Kind.SCORE
                        || array.quantity().step() > 0)
                .map(array -> array.as(new Quantity(
                        array.quantity().kind(),
                        array.quantity().layer(),
                        array.quantity().part(),
                        before + Math.max(1, array.quantity().step()))))
                .toList();
    }

    private static Case oneMinibatch(
            Case whole, Weights weights, OptimizerState state, Minibatch minibatch, int number) {
        Objective.Targets objective = (Objective.Targets) whole.objective();
        Training training = whole.training().orElseThrow().from(state).over(List.of(minibatch));
        return new Case(
                whole.name() + ", minibatch " + number,
                whole.network(),
                weights,
                minibatch.input(),
                minibatch.masks(),
                whole.initialStates(),
                new Objective.Targets(objective.loss(), minibatch.targets()),
                whole.truncation(),
                Optional.of(training),
                whole.execution(),
                OBSERVED);
    }
}
