package dev.lockstep.experiment.bench;

/**
 * Our step at one length of the sequence or size of the minibatch.
 *
 * @param along {@code T} or {@code B}, what the others of its kind differ in
 * @param point the sizes
 * @param milliseconds of the step
 * @param memory of the step
 */
record Growth(String along, GridPoint point, double milliseconds, StepMemory memory) {
    /** T, or B. */
    int size() {
        return along.equals("T") ? point.time() : point.batch();
    }

    /** Bytes that the step works with, held or allocated, for each time step of each row. */
    double bytesPerRow() {
        return (double) (memory.held() + memory.allocated()) / point.time() / point.batch();
    }
}
