package dev.lockstep.port;

import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;

/**
 * A step of training that is prepared once and taken again and again, always on the same minibatch and each time from the
 * parameters that the one before led to: forward, loss, the gradients of all parameters and of the input, update. To be used
 * by one thread.
 */
public interface TrainingStep extends AutoCloseable {
    /** Takes the step once. */
    void take();

    /** The loss of the last step, before its update. */
    double loss();

    /** ∂L/∂parameter of the last step, each of the parameter's shape. */
    Weights gradients();

    /** ∂L/∂x of the last step {@code [time × batch × inputs]}. */
    Sequence inputGradient();

    /** The parameters that the last step led to. */
    Weights parameters();

    /** Lets go of threads and native memory, if there are any. */
    @Override
    default void close() {}
}
