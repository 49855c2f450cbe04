package dev.lockstep.experiment.bench;

/** Is told how far a run has come. */
@FunctionalInterface
public interface BenchProgress {
    /** @param doing what begins now, in a few words */
    void doing(String doing);
}
