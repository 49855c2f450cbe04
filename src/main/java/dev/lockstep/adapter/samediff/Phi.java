package dev.lockstep.adapter.samediff;

import dev.lockstep.math.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The activations φ as expressions whose values and slopes SameDiff computes in double precision. */
final class Phi {
    private Phi() {}

    /** φ(z), of the shape of z, {@code [rows × features]}. */
    static SDVariable of(Activation activation, SDVariable z) {
        SameDiff graph = z.getSameDiff();
        return switch (activation) {
            case IDENTITY -> z;
            case TANH -> graph.math().tanh(z);
            case SIGMOID -> graph.nn().sigmoid(z);
            case RELU -> graph.nn().relu(z, 0);
            case LEAKY_RELU -> leakyRelu(z);
            case ELU -> graph.nn().elu(z);
            case SOFTPLUS -> softplus(z);
            case SOFTSIGN -> graph.nn().softsign(z);
            case HARD_SIGMOID -> graph.nn().hardTanh(z.mul(0.4)).add(1).mul(0.5);
            case HARD_TANH -> graph.nn().hardTanh(z);
            case CUBE -> graph.math().cube(z);
            case SOFTMAX -> graph.nn().softmax(z, 1);
        };
    }

    /**
     * 0.01·z + 0.99·max(0, z), with slope 1 at 0. The slope of ND4J's own has the float 0.01f; that of its maximum counts both
     * sides of a tie. Hence the maximum as z + max(0, −z), of a copy of z, so that 1 − 1 meets before 0.01 is added.
     */
    private static SDVariable leakyRelu(SDVariable z) {
        SameDiff graph = z.getSameDiff();
        SDVariable copy = graph.identity(z);
        SDVariable above = copy.add(graph.nn().relu(copy.neg(), 0));
        return z.mul(0.01).add(above.mul(0.99));
    }

    /**
     * ln(1 + e^z). ND4J's own is infinite from 710 on; above 40, where ln(1 + e^z) is z to the last digit, e^z stays at
     * e^40 and the rest is added. It is the logarithm of a rounded sum: where e^z is small, it has absolute precision only.
     */
    static SDVariable softplus(SDVariable z) {
        SameDiff graph = z.getSameDiff();
        SDVariable forty = graph.constant(40.0);
        return graph.nn().softplus(graph.math().min(z, forty)).add(graph.nn().relu(z.sub(40), 0));
    }
}
