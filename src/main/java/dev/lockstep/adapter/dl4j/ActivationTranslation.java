package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;

/** Activation functions, ours to DL4J's. */
final class ActivationTranslation {
    private ActivationTranslation() {}

    /** DL4J's function. In double precision, too, its constants are floats; so what has them and what has not are the same to it. */
    static IActivation of(Activation activation) {
        if (activation == Activation.GELU_TANH) {
            return new ActivationGELU(true);
        }
        return named(activation).getActivationFunction();
    }

    private static org.nd4j.linalg.activations.Activation named(Activation activation) {
        return switch (activation) {
            case IDENTITY -> org.nd4j.linalg.activations.Activation.IDENTITY;
            case TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
            case RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case RELU6 -> org.nd4j.linalg.activations.Activation.RELU6;
            case THRESHOLDED_RELU -> org.nd4j.linalg.activations.Activation.THRESHOLDEDRELU;
            case RRELU -> org.nd4j.linalg.activations.Activation.RRELU;
            case SELU -> org.nd4j.linalg.activations.Activation.SELU;
            case SWISH -> org.nd4j.linalg.activations.Activation.SWISH;
            case MISH -> org.nd4j.linalg.activations.Activation.MISH;
            case GELU, FLOAT_GELU, GELU_TANH -> org.nd4j.linalg.activations.Activation.GELU;
            case RECTIFIED_TANH -> org.nd4j.linalg.activations.Activation.RECTIFIEDTANH;
            case RATIONAL_TANH, FLOAT_RATIONAL_TANH -> org.nd4j.linalg.activations.Activation.RATIONALTANH;
            case LEAKY_RELU, FLOAT_LEAKY_RELU -> org.nd4j.linalg.activations.Activation.LEAKYRELU;
            case ELU -> org.nd4j.linalg.activations.Activation.ELU;
            case SOFTPLUS -> org.nd4j.linalg.activations.Activation.SOFTPLUS;
            case SOFTSIGN -> org.nd4j.linalg.activations.Activation.SOFTSIGN;
            case HARD_SIGMOID, FLOAT_HARD_SIGMOID -> org.nd4j.linalg.activations.Activation.HARDSIGMOID;
            case HARD_TANH -> org.nd4j.linalg.activations.Activation.HARDTANH;
            case CUBE -> org.nd4j.linalg.activations.Activation.CUBE;
            case SOFTMAX -> org.nd4j.linalg.activations.Activation.SOFTMAX;
        };
    }
}
