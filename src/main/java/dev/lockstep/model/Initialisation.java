package dev.lockstep.model;

/** Rules by which weights are drawn, as scripts and papers have them; biases and trainable initial states start from zero. */
public sealed interface Initialisation {
    /** Uniform in ±{@link #bound}. */
    double bound(ParameterSpec parameter);

    /**
     * The same amplitude for every matrix.
     *
     * @param amplitude positive and finite
     */
    record Uniform(double amplitude) implements Initialisation {
        /** @throws InvalidInput if the amplitude is not positive and finite */
        public Uniform {
            Hyperparameters.positive("amplitude of the initialisation", amplitude);
        }

        @Override
        public double bound(ParameterSpec parameter) {
            return amplitude;
        }
    }

    /** ±1/√n, where n is the number of rows: of what is summed up for one unit. */
    record FanIn() implements Initialisation {
        @Override
        public double bound(ParameterSpec parameter) {
            return 1 / Math.sqrt(parameter.rows());
        }
    }

    /**
     * ±√(6/(n + m)), n and m the sides of the matrix, of one gate's block where there are gates (X. Glorot, Y. Bengio,
     * <em>Understanding the difficulty of training deep feedforward neural networks</em>, AISTATS 2010, equation 16).
     */
    record Glorot() implements Initialisation {
        @Override
        public double bound(ParameterSpec parameter) {
            int units = parameter.axes().get(parameter.axes().size() - 1).size();
            return Math.sqrt(6.0 / (parameter.rows() + units));
        }
    }
}
