package dev.lockstep.model;

/**
 * What is done so that parameters stay small. The penalties l1·Σ|θ| and l2/2·Σθ² are part of what is minimised: their
 * gradient is added to that of the loss, after it was clipped and before the optimizer reads it. Weight decay is not: decay·θ′ is
 * taken from the parameter beside the optimizer's step, perhaps times the learning rate (I. Loshchilov, F. Hutter,
 * arXiv:1711.05101). "Weight decay" that is coupled, as in PyTorch's Adam, is l2.
 *
 * <p>The score of a training step is the loss + l1·Σ|θ| + (l2 + decay)/2·Σθ², of the parameters before the step; decay, though nothing
 * minimises it, counts there as Deeplearning4j counts it. The score of the case itself is the loss alone.
 *
 * @param weights for everything that multiplies: W, RW and peepholes
 * @param biases for b and rb
 * @param setting how a framework is told; changes nothing in exact arithmetic
 */
public record Regularisation(Rule weights, Rule biases, Setting setting) {
    /** None at all. */
    public static final Regularisation NONE = new Regularisation(Rule.NONE, Rule.NONE);

    /** How a framework that has both ways is told. */
    public enum Setting {
        /** Of each layer. */
        EACH_LAYER,
        /** Once, of the network. */
        WHOLE_NETWORK
    }

    /**
     * What is done to one kind of parameters; 0 for nothing.
     *
     * @param l1 of the penalty l1·Σ|θ|
     * @param l2 of the penalty l2/2·Σθ²
     * @param decay of the weight decay
     * @param decayTimesRate whether the weight decay is multiplied by the learning rate
     */
    public record Rule(double l1, double l2, double decay, boolean decayTimesRate) {
        /** Nothing. */
        public static final Rule NONE = new Rule(0, 0, 0, true);

        /** @throws InvalidInput if a number is negative or not finite */
        public Rule {
            Hyperparameters.size("l1", l1);
            Hyperparameters.size("l2", l2);
            Hyperparameters.size("weight decay", decay);
        }

        /** Whether it does nothing. */
        public boolean isNone() {
            return l1 == 0 && l2 == 0 && decay == 0;
        }
    }

    /** Told layer by layer. */
    public Regularisation(Rule weights, Rule biases) {
        this(weights, biases, Setting.EACH_LAYER);
    }

    /** What is done to a parameter: nothing to initial states and gains. */
    public Rule of(Parameter parameter) {
        return switch (parameter) {
            case W, RW, P -> weights;
            case B, RB -> biases;
            case G, H0 -> Rule.NONE;
        };
    }

    /** Whether nothing is done to any parameter. */
    public boolean isNone() {
        return weights.isNone() && biases.isNone();
    }

    /** The same, told in another way. */
    public Regularisation told(Setting other) {
        return new Regularisation(weights, biases, other);
    }
}
