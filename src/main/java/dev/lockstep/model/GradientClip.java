package dev.lockstep.model;

/** What is done to a gradient before an optimizer reads it. Equations in {@code dev.lockstep.optimizer}. */
public sealed interface GradientClip {
    /** Nothing. */
    GradientClip NONE = new Off();

    /** The gradient as it is. */
    record Off() implements GradientClip {}

    /**
     * Every entry is moved into [−threshold, threshold].
     *
     * @param threshold positive and finite
     */
    record Elementwise(double threshold) implements GradientClip {
        /** @throws InvalidInput if the threshold is not positive and finite */
        public Elementwise {
            Hyperparameters.positive("threshold of the elementwise clip", threshold);
        }
    }

    /**
     * The gradient of all parameters together is scaled down to this Euclidean norm if it is longer (R. Pascanu, T. Mikolov,
     * Y. Bengio, <em>On the difficulty of training recurrent neural networks</em>, arXiv:1211.5063, Algorithm 1).
     *
     * @param threshold positive and finite
     */
    record GlobalNorm(double threshold) implements GradientClip {
        /** @throws InvalidInput if the threshold is not positive and finite */
        public GlobalNorm {
            Hyperparameters.positive("threshold of the clip by global norm", threshold);
        }
    }
}
