package dev.lockstep.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done to a gradient before an optimizer reads it. Equations in {@code dev.lockstep.optimizer}. */
public sealed interface GradientClip {
    /** Nothing. */
    GradientClip NONE = new Off();

    /** Which parameters have one norm together. */
    enum Scope {
        /** All parameters of a layer, biases too; of a {@link BidirectionalSpec}, those of both directions. */
        LAYER,
        /**
         * One parameter of one layer; each direction of a {@link BidirectionalSpec} is a layer here. Peepholes belong to the
         * recurrent weights.
         */
        PARAMETER;

        /** The parameters of a network, those of one norm in one list; lists and parameters in the order of the layers. */
        public List<List<ParameterKey>> groups(NetworkSpec network) {
            Map<ParameterKey, List<ParameterKey>> groups = new LinkedHashMap<>();
            for (LayerSpec layer : network.layers()) {
                for (LayerSpec part : layer.parts()) {
                    for (ParameterSpec spec : part.parameters()) {
                        ParameterKey first = this == LAYER
                                ? new ParameterKey(layer.name(), Parameter.W)
                                : new ParameterKey(part.name(), together(spec.parameter()));
                        groups.computeIfAbsent(first, key -> new ArrayList<>())
                                .add(new ParameterKey(part.name(), spec.parameter()));
                    }
                }
            }
            return groups.values().stream().map(List::copyOf).toList();
        }

        private static Parameter together(Parameter parameter) {
            return parameter == Parameter.P ? Parameter.RW : parameter;
        }
    }

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
     * Y. Bengio, <em>On the difficulty of training recurrent neural networks</em>, arXiv:1211.5063, Algorithm 1). Departure: ε.
     *
     * @param threshold positive and finite
     * @param epsilon added to the norm before it is compared and divided by; 0 in the paper, 1e-6 in PyTorch's clip_grad_norm_
     */
    record GlobalNorm(double threshold, double epsilon) implements GradientClip {
        /** @throws InvalidInput if the threshold is not positive and finite, or ε not at least 0 and finite */
        public GlobalNorm {
            Hyperparameters.positive("threshold of the clip by global norm", threshold);
            Hyperparameters.size("ε of the clip by global norm", epsilon);
        }

        /** As in the paper. */
        public GlobalNorm(double threshold) {
            this(threshold, 0);
        }
    }

    /**
     * As {@link GlobalNorm}, but for the norm of each layer or of each parameter.
     *
     * @param scope what has one norm
     * @param threshold positive and finite
     */
    record ScopedNorm(Scope scope, double threshold) implements GradientClip {
        /** @throws InvalidInput if the threshold is not positive and finite */
        public ScopedNorm {
            Hyperparameters.positive("threshold of the clip by norm", threshold);
        }
    }

    /**
     * The gradient of each layer or of each parameter is scaled to the Euclidean norm 1, be it longer or shorter; where it is 0, it
     * stays.
     *
     * @param scope what has one norm
     */
    record Renormalised(Scope scope) implements GradientClip {}
}
