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
            case RELU6 -> graph.nn().relu6(z, 0);
            case THRESHOLDED_RELU -> thresholdedRelu(z);
            case LEAKY_RELU -> leakyRelu(z, 0.01);
            case FLOAT_LEAKY_RELU -> {
                SDVariable sloped = leakyRelu(z, 0.01f);
                yield sloped.add(NetworkGraph.stopped(leakyRelu(z, 0.01).sub(sloped)));
            }
            case RRELU -> leakyRelu(z, 11.0 / 48);
            case SELU -> graph.nn().selu(z);
            case SWISH -> gated(z, z);
            case MISH -> z.mul(graph.math().tanh(softplus(z)));
            case GELU -> gated(z, z.mul(1.702));
            case FLOAT_GELU -> gated(z, z.mul(1.702f));
            case GELU_TANH -> {
                SDVariable cubic = graph.math().cube(z).mul(0.044715).add(z);
                yield graph.math()
                        .tanh(cubic.mul(0.7978845608028654))
                        .add(1)
                        .mul(z)
                        .mul(0.5);
            }
            case RECTIFIED_TANH -> graph.nn().relu(graph.math().tanh(z), 0);
            case RATIONAL_TANH -> rationalTanh(z, 1.7159, 1.41645);
            case FLOAT_RATIONAL_TANH -> rationalTanh(z, 1.7159f, 1.41645f);
            case ELU -> graph.nn().elu(z);
            case SOFTPLUS -> softplus(z);
            case SOFTSIGN -> graph.nn().softsign(z);
            case HARD_SIGMOID -> graph.nn().hardTanh(z.mul(0.4)).add(1).mul(0.5);
            case FLOAT_HARD_SIGMOID ->
                graph.nn().hardTanh(z.mul(2 * (double) 0.2f)).add(1).mul(0.5);
            case HARD_TANH -> graph.nn().hardTanh(z);
            case CUBE -> graph.math().cube(z);
            case SOFTMAX -> graph.nn().softmax(z, 1);
        };
    }

    /**
     * z times 1 from 0 on, times the leak below; ND4J's own has a slope of 0.01f. The factor is 1 − (1 − leak)·[z below 0], written so
     * that it is exact, and no error flows through it.
     */
    private static SDVariable leakyRelu(SDVariable z, double leak) {
        SameDiff graph = z.getSameDiff();
        SDVariable below = graph.nn().relu(graph.math().sign(z.neg()), 0);
        SDVariable factor = below.rsub(1).add(below.mul(leak));
        return z.mul(NetworkGraph.stopped(factor));
    }

    /**
     * z within [−k, k]: z times 1 there, times 0 outside, where ±k is added through which no error flows. The slope of ND4J's
     * clipByValue at ±k is 0.
     */
    static SDVariable clipped(SDVariable z, double k) {
        SameDiff graph = z.getSameDiff();
        SDVariable outside = NetworkGraph.stopped(
                graph.nn().relu(graph.math().sign(graph.math().abs(z).sub(k)), 0));
        SDVariable end = NetworkGraph.stopped(graph.math().sign(z).mul(k));
        return z.mul(outside.rsub(1)).add(end.mul(outside));
    }

    /** z where it is above 1: times max(0, sign(z − 1)), through which no error flows. */
    private static SDVariable thresholdedRelu(SDVariable z) {
        SameDiff graph = z.getSameDiff();
        return z.mul(NetworkGraph.stopped(graph.nn().relu(graph.math().sign(z.sub(1)), 0)));
    }

    /** z·σ(u). */
    private static SDVariable gated(SDVariable z, SDVariable u) {
        return z.mul(z.getSameDiff().nn().sigmoid(u));
    }

    /**
     * scale·s·(1 − 1/(1 + n)) with y = 2·z/3, s = ±1 the side that y is on, no error flowing through it, and |y| as s·y: the slope at 0 is
     * that of 0's own side then, where ND4J's |y| has none.
     */
    private static SDVariable rationalTanh(SDVariable z, double scale, double quartic) {
        SameDiff graph = z.getSameDiff();
        SDVariable y = z.mul(2).div(3);
        SDVariable side = NetworkGraph.stopped(
                graph.nn().relu(graph.math().sign(y.neg()), 0).mul(-2).add(1));
        SDVariable magnitude = y.mul(side);
        SDVariable square = graph.math().square(magnitude);
        SDVariable divisor = magnitude
                .add(square)
                .add(graph.math().square(square).mul(quartic))
                .add(1);
        return divisor.rdiv(1).rsub(1).mul(side).mul(scale);
    }

    /**
     * ln(1 + e^z). ND4J's own is infinite from 710 on; above 40, where ln(1 + e^z) is z to the last digit, e^z stays at
     * e^40 and the rest is added. It is the logarithm of a rounded sum: where e^z is small, it has absolute precision only.
     */
    static SDVariable softplus(SDVariable z) {
        SameDiff graph = z.getSameDiff();
        SDVariable forty = graph.constant(ArrayTranslation.scalar(40));
        return graph.nn().softplus(graph.math().min(z, forty)).add(graph.nn().relu(z.sub(40), 0));
    }
}
