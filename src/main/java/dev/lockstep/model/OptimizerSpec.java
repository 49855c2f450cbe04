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

    /** Whether no entry of such an array is ever negative: a sum, mean or maximum of squares or magnitudes, not of gradients or steps. */
    default boolean isNeverNegative(String slot) {
        boolean velocity = slot.equals("v") && !slots().contains("m");
        return slots().contains(slot) && !slot.equals("m") && !velocity;
    }

    /** Whether a {@link Schedule} can take the place of the learning rate. */
    default boolean takesSchedule() {
        return true;
    }

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

    /** θ ← θ − g, the gradient itself as the step: what Deeplearning4j calls NoOp does move the parameters. */
    record NoOp() implements OptimizerSpec {
        /** 1: there is no learning rate to choose. */
        @Override
        public double rate() {
            return 1;
        }

        @Override
        public boolean takesSchedule() {
            return false;
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
            Hyperparameters.moments("Adam", rate, beta1, beta2);
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

    /** Adam whose second moment never shrinks (S. J. Reddi, S. Kale, S. Kumar, ICLR 2018). */
    record AmsGrad(double rate, double beta1, double beta2, double epsilon, Form form) implements OptimizerSpec {
        /** What is corrected for the start of the averages, and where ε is. */
        public enum Form {
            /** The paper's Algorithm 2, no corrections, with ε: α·m/(√v̂ + ε), v̂ the greatest v so far. */
            UNCORRECTED,
            /** PyTorch: as Adam's Algorithm 1, α·m̂/(√(v̂/(1 − β2^t)) + ε). */
            ALGORITHM_1,
            /** Deeplearning4j, Keras: as Adam's reordered form, αₜ·m/(√v̂ + ε). */
            REORDERED
        }

        public AmsGrad {
            Hyperparameters.moments("AmsGrad", rate, beta1, beta2);
            Hyperparameters.positive("ε of AmsGrad", epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("m", "v", "vmax");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }

    /**
     * Adam by the greatest gradient so far in the place of the root mean square (Kingma, Ba, arXiv:1412.6980, section 7.1).
     *
     * @param epsilon what keeps the divisor from 0; the forms {@code PUBLISHED} and {@code TINY} do not read it
     */
    record AdaMax(double rate, double beta1, double beta2, double epsilon, Form form) implements OptimizerSpec {
        /** What keeps the divisor u from 0. */
        public enum Form {
            /** The paper's Algorithm 2: nothing; u = max(β2·u′, |g|), and no step where all gradients were 0. */
            PUBLISHED,
            /** Deeplearning4j: u = max(β2·u′, |g|) + 1e-32, whatever ε is. */
            TINY,
            /** PyTorch: u = max(β2·u′, |g| + ε). */
            BESIDE_GRADIENT,
            /** Keras: α/(1 − β1^t)·m/(u + ε). */
            BESIDE_GREATEST
        }

        /** What {@link Form#TINY} adds to u at every step. */
        public static final double SMALLEST = 1e-32;

        public AdaMax {
            Hyperparameters.moments("AdaMax", rate, beta1, beta2);
            if (form == Form.PUBLISHED) {
                Hyperparameters.size("ε of AdaMax", epsilon);
            } else {
                Hyperparameters.positive("ε of AdaMax", epsilon);
            }
        }

        @Override
        public List<String> slots() {
            return List.of("m", "u");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }

    /** Adam with Nesterov's momentum (T. Dozat, ICLR workshop 2016). */
    record Nadam(double rate, double beta1, double beta2, double epsilon, Form form) implements OptimizerSpec {
        /** What is corrected, and whether the momentum grows. */
        public enum Form {
            /** The paper's Algorithm 2 with μₜ = β1 at every t. */
            CONSTANT_MOMENTUM,
            /** The same with μₜ = β1·(1 − 0.5·0.96^(0.004·t)): Keras, PyTorch from 2.0 on (1.13 has a μₜ too many in the second product). */
            GROWING_MOMENTUM,
            /** Deeplearning4j: m and g over 1 − β1^t, and v not corrected for its start, so that first steps are far too long. */
            UNCORRECTED_SQUARES
        }

        public Nadam {
            Hyperparameters.moments("Nadam", rate, beta1, beta2);
            Hyperparameters.positive("ε of Nadam", epsilon);
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

    /**
     * AdaDelta (M. D. Zeiler, arXiv:1212.5701, Algorithm 1).
     *
     * @param rate what the step is multiplied by: 1 in the paper and in Deeplearning4j, PyTorch's lr
     */
    record AdaDelta(double rate, double decay, double epsilon) implements OptimizerSpec {
        public AdaDelta {
            Hyperparameters.positive("learning rate of AdaDelta", rate);
            Hyperparameters.fraction("decay ρ of AdaDelta", decay);
            Hyperparameters.positive("ε of AdaDelta", epsilon);
        }

        /** As published, and as Deeplearning4j computes it: there is no learning rate. */
        public static AdaDelta published(double decay, double epsilon) {
            return new AdaDelta(1, decay, epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("s", "d");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }

    /** Adam that divides by how far gradients are from what was expected (J. Zhuang et al., arXiv:2010.07468). */
    record AdaBelief(double rate, double beta1, double beta2, double epsilon, Form form) implements OptimizerSpec {
        /** Where ε meets the bias correction. */
        public enum Form {
            /** The paper's Algorithm 2: α·m̂/(√ŝ + ε), s = β2·s′ + (1 − β2)·(g − m)² + ε. */
            ALGORITHM_2,
            /** ND4J's operation: αₜ·m/(√s + ε) with the same s. Deeplearning4j's updater around it throws. */
            REORDERED
        }

        public AdaBelief {
            Hyperparameters.moments("AdaBelief", rate, beta1, beta2);
            Hyperparameters.positive("ε of AdaBelief", epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("m", "s");
        }

        @Override
        public double initial(String slot) {
            return Hyperparameters.initial(this, slot, 0);
        }
    }
}
