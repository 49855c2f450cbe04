package dev.lockstep.experiment;

import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The same training of a binary adder from many random starts.
 *
 * @param framework that trains
 * @param training a case with training; its weights are replaced by those of every start
 * @param rule by which weights are drawn
 * @param addition how numbers are written
 * @param seen the pairs that it is trained on
 * @param unseen pairs to be added afterwards
 */
public record AdderStarts(
        Framework framework,
        Case training,
        Initialisation rule,
        BinaryAddition addition,
        List<BinaryAddition.Pair> seen,
        List<BinaryAddition.Pair> unseen) {
    /** Seeds of the starts of one run lie next to one another, those of different runs apart. */
    private static final long SEEDS_OF_A_RUN = 1000;

    /**
     * How one start ended.
     *
     * @param seed of its weights
     * @param right how many of the unseen pairs it adds with every bit right
     */
    public record Result(long seed, int right) {}

    /**
     * How a run of the recipe ended.
     *
     * @param seed of the run
     * @param starts how many starts it took
     * @param cost over all seen pairs, of the start that was kept
     * @param right how many of the unseen pairs it adds with every bit right
     */
    public record Recipe(long seed, int starts, double cost, int right) {}

    /** One start from each seed, from the first to the last. */
    public List<Result> results(long first, long last) {
        List<Result> results = new ArrayList<>();
        for (long seed = first; seed <= last; seed++) {
            results.add(new Result(seed, exam(seed).right(framework, unseen)));
        }
        return results;
    }

    /**
     * Restarts until the cost over the seen pairs is low enough; unseen pairs have no say in it.
     *
     * @param seed of the run; start k, from 0, draws its weights from seed 1000·seed + k
     * @param starts how many at most
     * @param enough the cost below which a start is kept
     * @return empty if no start was good enough
     * @throws InvalidInput if the number of starts is not between 1 and 1000
     */
    public Optional<Recipe> recipe(long seed, int starts, double enough) {
        if (starts < 1 || starts > SEEDS_OF_A_RUN) {
            throw new InvalidInput("starts of the recipe: 1 to " + SEEDS_OF_A_RUN + " expected, " + starts + " found");
        }
        for (int k = 0; k < starts; k++) {
            AdderExam exam = exam(SEEDS_OF_A_RUN * seed + k);
            double cost = exam.cost(framework, training, seen);
            if (cost < enough) {
                return Optional.of(new Recipe(seed, k + 1, cost, exam.right(framework, unseen)));
            }
        }
        return Optional.empty();
    }

    private AdderExam exam(long seed) {
        Case start = training.withWeights(Weights.initial(training.network(), rule, seed))
                .observing(Set.of(Kind.PARAMETER));
        int steps = start.training().orElseThrow().minibatches().size();
        Weights trained = Weights.after(steps, start.network(), framework.observe(start));
        return new AdderExam(addition, start.network(), trained);
    }
}
