package dev.lockstep.document;

import dev.lockstep.math.Activation;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.RealMatrix;

/** The documents' activators: forward from the pre-activation, backward from the output. */
enum Activator {
    RELU(Activation.RELU) {
        @Override
        double forward(double z) {
            return Math.max(0, z);
        }

        @Override
        double backward(double h) {
            return h > 0 ? 1 : 0;
        }
    },
    IDENTITY(Activation.IDENTITY) {
        @Override
        double forward(double z) {
            return z;
        }

        @Override
        double backward(double h) {
            return 1;
        }
    },
    SIGMOID(Activation.SIGMOID) {
        @Override
        double forward(double z) {
            return 1 / (1 + StrictMath.exp(-z));
        }

        @Override
        double backward(double h) {
            return h * (1 - h);
        }
    },
    TANH(Activation.TANH) {
        @Override
        double forward(double z) {
            return StrictMath.tanh(z);
        }

        @Override
        double backward(double h) {
            return 1 - h * h;
        }
    };

    private final Activation activation;

    Activator(Activation activation) {
        this.activation = activation;
    }

    /** f(z). */
    abstract double forward(double z);

    /** f′(z), from h = f(z). */
    abstract double backward(double h);

    /** f(z), entry by entry. */
    RealMatrix forward(RealMatrix z) {
        return Matrices.map(z, this::forward);
    }

    /** f′(z), entry by entry, from h = f(z). */
    RealMatrix backward(RealMatrix h) {
        return Matrices.map(h, this::backward);
    }

    /** The activator that computes an activation, if the documents have it. */
    static Optional<Activator> of(Activation activation) {
        return Arrays.stream(values())
                .filter(activator -> activator.activation == activation)
                .findFirst();
    }
}
