package dev.lockstep.model;

/** How the costs of all features, time steps and batch rows become one number; features are always summed. */
public enum Reduction {
    /** The sum over time steps and batch rows. */
    SUM,
    /** The sum over time steps, the mean over batch rows: what Deeplearning4j calls the score. */
    MEAN_OVER_BATCH,
    /** The mean over time steps and batch rows. */
    MEAN_OVER_BATCH_AND_TIME;

    /** The factor that the sum over {@code time} steps and {@code batch} rows is multiplied by. */
    public double factor(int time, int batch) {
        return switch (this) {
            case SUM -> 1;
            case MEAN_OVER_BATCH -> 1.0 / batch;
            case MEAN_OVER_BATCH_AND_TIME -> 1.0 / ((double) batch * time);
        };
    }
}
