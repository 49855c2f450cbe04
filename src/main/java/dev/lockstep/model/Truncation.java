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

    /**
     * Truncated BPTT as Deeplearning4j describes it: segments of {@code forward} steps, the last one perhaps shorter; states
     * pass from segment to segment, errors do not, and of each segment only the last {@code backward} steps of recurrent layers
     * are differentiated (R. J. Williams, D. Zipser, 1995, BPTT(h; h′) with h′ = forward, without overlap). In training every
     * segment is one optimizer step, from whose weights the next one starts with the states that the old weights left behind.
     *
     * @param forward 1 or more
     * @param backward 1 to {@code forward}
     */
    record Segmented(int forward, int backward) implements Truncation {
        /** @throws InvalidInput if a length is below 1, or errors would flow back further than the segment is long */
        public Segmented {
            Sizes.positive("forward length of truncated BPTT", forward);
            if (backward < 1 || backward > forward) {
                throw new InvalidInput("backward length of truncated BPTT: 1 to " + forward
                        + " expected, the forward length, " + backward + " found");
            }
        }

        /** How many segments a sequence of so many steps has. */
        public int segments(int time) {
            return (time + forward - 1) / forward;
        }
    }
}
