package dev.lockstep.model;

/**
 * When a {@link Schedule} moves on.
 *
 * @param schedule what takes the place of the optimizer's own rate
 * @param every how many optimizer steps it counts as one: 1 to count the steps, the minibatches of an epoch to count epochs
 */
public record Pace(Schedule schedule, int every) {
    /** @throws InvalidInput if it would never move on */
    public Pace {
        Sizes.positive("optimizer steps that the schedule counts as one", every);
    }

    /** By optimizer steps. */
    public static Pace ofSteps(Schedule schedule) {
        return new Pace(schedule, 1);
    }

    /** n of optimizer step t. */
    public int count(int t) {
        return (t - 1) / every;
    }
}
