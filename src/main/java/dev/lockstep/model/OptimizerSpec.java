package dev.lockstep.model;

import java.util.List;

/**
 * An optimizer with its hyperparameters and its dialect: the places where frameworks that use the same name compute
 * different numbers. Equations in {@code dev.lockstep.optimizer}.
 */
public sealed interface OptimizerSpec {
    /** The learning rate α. */
    double rate();

    /** Names of the arrays it keeps for every parameter, in order; each has the parameter's shape. */
    List<String> slots();

    /** What every entry of such an array holds before the first step. */
    double initial(String slot);

    /** The field's name: {@code Adam}. */
    default String title() {
        return getClass().getSimpleName();
    }

    /** Where ε is added to a root mean square √s. */
    enum Epsilon {
        /** α·g/(√s + ε). */
        OUTSIDE_ROOT,
        /** α·g/√(s + ε). */
        INSIDE_ROOT,
        /** α·g/√s + ε, as a line of code without brackets has it: every step is moved by ε, and s must not be 0. */
        ADDED_TO_QUOTIENT
    }

    /** What a sum of squares starts from. */
    enum Start {
        /** s₀ = 0, as the papers have it. */
        ZERO,
        /** s₀ = ε, as Deeplearning4j has it. */
        EPSILON
    }

    /** θ ← θ − α·g. */
    record Sgd(double rate) implements OptimizerSpec {
        public Sgd {
            Hyperparameters.positive("learning rate of Sgd", rate);
        }

        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public double initial(String slot) {
            throw Hyperparameters.noSlot(this, slot);
        }
    }

    /** Nesterov's accelerated gradient with velocity v. */
    record Nesterov(double rate, double momentum, Form form) implements OptimizerSpec {
        /** Which θ is kept. */
        public enum Form {
            /** Sutskever et al. 2013: gradient at θ + μ·v; v ← μ·v − α·g; θ ← θ + v. */
            LOOK_AHEAD,
            /**
             * Bengio et al. 2012, Deeplearning4j, PyTorch: θ is the look-ahead point itself; v ← μ·v′ − α·g;
             * θ ← θ − μ·v′ + (1 + μ)·v.
             */
            REFORMULATED
        }

        public Nesterov {
            Hyperparameters.positive("learning rate of Nesterov", rate);
            Hyperparameters.fraction("momentum μ of Nesterov", momentum);
        }

        @Override
        public List<String> slots() {
            return List.of("v");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }

    /** RMSProp (Tieleman, Hinton 2012): s ← ρ·s + (1 − ρ)·g². */
    record RmsProp(double rate, double decay, double epsilon, Epsilon placement, Start start) implements OptimizerSpec {
        public RmsProp {
            Hyperparameters.positive("learning rate of RmsProp", rate);
            Hyperparameters.fraction("decay ρ of RmsProp", decay);
            Hyperparameters.positive("ε of RmsProp", epsilon);
        }

        /** As Deeplearning4j computes it: ε outside the root, s₀ = ε. */
        public static RmsProp deeplearning4j(double rate, double decay, double epsilon) {
            return new RmsProp(rate, decay, epsilon, Epsilon.OUTSIDE_ROOT, Start.EPSILON);
        }

        @Override
        public List<String> slots() {
            return List.of("s");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, start == Start.ZERO ? 0 : epsilon);
        }
    }

    /**
     * RMSProp with Nesterov's momentum in its look-ahead form, as Sutskever et al. 2013 and T. Tieleman, G. Hinton (2012,
     * lecture 6e, "further developments") combine them: gradient at θ + μ·v; s as in {@link RmsProp}, from 0; v ← μ·v − α·g/√s;
     * θ ← θ + v.
     */
    record LookAheadRmsProp(double rate, double decay, double momentum, double epsilon, Epsilon placement)
            implements OptimizerSpec {
        public LookAheadRmsProp {
            Hyperparameters.positive("learning rate of LookAheadRmsProp", rate);
            Hyperparameters.fraction("decay ρ of LookAheadRmsProp", decay);
            Hyperparameters.fraction("momentum μ of LookAheadRmsProp", momentum);
            Hyperparameters.positive("ε of LookAheadRmsProp", epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("s", "v");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }

    /** AdaGrad (Duchi, Hazan, Singer 2011): s ← s + g². */
    record AdaGrad(double rate, double epsilon, Epsilon placement, Start start) implements OptimizerSpec {
        public AdaGrad {
            Hyperparameters.positive("learning rate of AdaGrad", rate);
            Hyperparameters.positive("ε of AdaGrad", epsilon);
        }

        /** As Deeplearning4j computes it: ε outside the root, s₀ = ε. */
        public static AdaGrad deeplearning4j(double rate, double epsilon) {
            return new AdaGrad(rate, epsilon, Epsilon.OUTSIDE_ROOT, Start.EPSILON);
        }

        @Override
        public List<String> slots() {
            return List.of("s");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, start == Start.ZERO ? 0 : epsilon);
        }
    }

    /** Adam (Kingma, Ba, arXiv:1412.6980). */
    record Adam(double rate, double beta1, double beta2, double epsilon, Form form) implements OptimizerSpec {
        /** Where ε meets the bias correction. */
        public enum Form {
            /** The paper's Algorithm 1, PyTorch: α·m̂/(√v̂ + ε). */
            ALGORITHM_1,
            /** The paper just before section 2.1, Deeplearning4j, TensorFlow: αₜ·m/(√v + ε). */
            REORDERED,
            /** α·m̂/√(v̂ + ε). */
            INSIDE_ROOT
        }

        public Adam {
            Hyperparameters.positive("learning rate of Adam", rate);
            Hyperparameters.fraction("β1 of Adam", beta1);
            Hyperparameters.fraction("β2 of Adam", beta2);
            Hyperparameters.positive("ε of Adam", epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("m", "v");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }
}
