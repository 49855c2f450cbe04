package dev.lockstep.model;

/**
 * How far errors flow back through time. The forward pass is whole whatever is said here; a truncated gradient is in general
 * not the gradient of any loss.
 */
public sealed interface Truncation {
    /** Through the whole sequence. */
    Truncation NONE = new Full();

    /** Backpropagation through the whole sequence. */
    record Full() implements Truncation {}

    /**
     * In every recurrent layer, the error that enters at step t flows back through at most {@code steps} further steps, to
     * t − steps; the initial state counts as step 0. For parameters the same as no truncation from T − 1 steps on, for the
     * initial state from T on (R. J. Williams, J. Peng, <em>An efficient gradient-based algorithm for on-line training of
     * recurrent network trajectories</em>, Neural Computation 2 (1990), BPTT(h)).
     *
     * @param steps 0 or more
     */
    record Sliding(int steps) implements Truncation {
        /** @throws InvalidInput if the number of steps is negative */
        public Sliding {
            if (steps < 0) {
                throw new InvalidInput("steps of the sliding truncation: 0 or more expected, " + steps + " found");
            }
        }
    }

    /**
     * The sequence is cut into chunks of {@code length} steps, the last one perhaps shorter; states pass from chunk to chunk,
     * errors do not.
     *
     * @param length 1 or more
     */
    record Chunked(int length) implements Truncation {
        /** @throws InvalidInput if the length is not positive */
        public Chunked {
            Sizes.positive("length of the chunks of the truncation", length);
        }
    }
}
