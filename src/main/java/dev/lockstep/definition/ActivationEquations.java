package dev.lockstep.definition;

import dev.lockstep.math.Activation;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * The activation functions a = φ(z) as {@link Activation} describes them; at a kink the side is taken that it names, which
 * decides the slope.
 */
public class ActivationEquations {

    /** φ(z) of functions that work entry by entry. */
    public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
        double at = z.getReal();
        return switch (phi) {
            case IDENTITY -> z;
            case TANH -> math.tanh(z);
            case SIGMOID -> math.sigmoid(z);
            case RELU -> at > 0 ? z : math.number(0);
            case RELU6 -> at > 0 && at < 6 ? z : math.number(at > 0 ? 6 : 0);
            case THRESHOLDED_RELU -> at > 1 ? z : math.number(0);
            case LEAKY_RELU -> at >= 0 ? z : z.multiply(0.01);
            case FLOAT_LEAKY_RELU -> at >= 0 ? z : sloped(math, z.multiply(0.01), z.multiply(0.01f));
            case RRELU -> at >= 0 ? z : z.multiply(math.number(11).divide(48));
            case ELU -> at >= 0 ? z : math.expm1(z);
            case SELU -> at > 0 ? z.multiply(Arithmetic.SELU_SCALE) : math.seluBelowZero(z);
            case SOFTPLUS -> math.softplus(z);
            case SOFTSIGN -> z.divide(z.abs().add(1));
            case SWISH -> z.multiply(math.sigmoid(z));
            case MISH -> z.multiply(math.tanh(math.softplus(z)));
            case GELU -> z.multiply(math.sigmoid(z.multiply(1.702)));
            case FLOAT_GELU -> z.multiply(math.sigmoid(z.multiply(1.702f)));
            case GELU_TANH -> {
                T cubic = z.add(z.multiply(z).multiply(z).multiply(0.044715));
                T u = cubic.multiply(math.sqrt(math.number(2 / Math.PI)));
                yield z.multiply(0.5).multiply(math.tanh(u).add(1));
            }
            case HARD_SIGMOID -> hardSigmoid(math, z, 0.2);
            case FLOAT_HARD_SIGMOID -> hardSigmoid(math, z, 0.2f);
            case HARD_TANH -> Math.abs(at) <= 1 ? z : math.number(Math.signum(at));
            case RECTIFIED_TANH -> at > 0 ? math.tanh(z) : math.number(0);
            case RATIONAL_TANH -> rationalTanh(math, z, 1.7159, 1.41645);
            case FLOAT_RATIONAL_TANH -> rationalTanh(math, z, 1.7159f, 1.41645f);
            case CUBE -> z.multiply(z).multiply(z);
            case SOFTMAX -> throw new IllegalStateException("softmax needs a whole row, not one entry");
        };
    }

    /** (P1) of {@code dev.lockstep.layer}: z ← min(K, max(−K, z)), of slope 1 where |z| ≤ K; z itself in a layer that clips none. */
    public <T extends RealFieldElement<T>> T clipped(Arithmetic<T> math, RecurrentSpec layer, T z) {
        double clip = layer.preActivationClip();
        double at = z.getReal();
        return Math.abs(at) > clip ? math.number(Math.copySign(clip, at)) : z;
    }

    /** (P1) of all units of a row. */
    public final <T extends RealFieldElement<T>> List<T> clipped(Arithmetic<T> math, RecurrentSpec layer, List<T> z) {
        return z.stream().map(entry -> clipped(math, layer, entry)).toList();
    }

    private static <T extends RealFieldElement<T>> T hardSigmoid(Arithmetic<T> math, T z, double slope) {
        double at = z.getReal();
        return Math.abs(at) <= 2.5 ? z.multiply(slope).add(0.5) : math.number(at > 0 ? 1 : 0);
    }

    private static <T extends RealFieldElement<T>> T rationalTanh(
            Arithmetic<T> math, T z, double scale, double quartic) {
        T y = z.multiply(2).divide(3).abs();
        T square = y.multiply(y);
        T divisor =
                math.number(1).add(y).add(square).add(square.multiply(square).multiply(quartic));
        T positive = math.number(1).subtract(divisor.reciprocal()).multiply(scale);
        return z.getReal() < 0 ? positive.negate() : positive;
    }

    /** The value of one number with the gradient of another. */
    private static <T extends RealFieldElement<T>> T sloped(Arithmetic<T> math, T value, T gradient) {
        return gradient.add(math.detached(value.subtract(gradient)));
    }

    /**
     * φ of a row; softmax is e^zⱼ / Σ e^zₖ, the greatest of the row subtracted first. It is subtracted as a number through which no
     * gradient flows, since no softmax depends on it: so the gradient of every zⱼ is aⱼ·(daⱼ − Σ daₖ·aₖ) with roundings of its own, as
     * implementations have it. Through the difference that of the greatest would be minus the sum of all others, and where only
     * their sum matters, no error would be left to be allowed for.
     */
    public <T extends RealFieldElement<T>> List<T> row(Arithmetic<T> math, Activation phi, List<T> z) {
        List<T> values = new ArrayList<>(z.size());
        if (phi != Activation.SOFTMAX) {
            z.forEach(entry -> values.add(value(math, phi, entry)));
            return values;
        }
        int greatest = 0;
        for (int k = 1; k < z.size(); k++) {
            greatest = z.get(k).getReal() > z.get(greatest).getReal() ? k : greatest;
        }
        List<T> powers = new ArrayList<>(z.size());
        List<T> ones = new ArrayList<>(z.size());
        T shift = math.detached(z.get(greatest));
        for (T entry : z) {
            powers.add(math.exp(entry.subtract(shift)));
            ones.add(math.number(1));
        }
        T sum = math.dot(powers, ones);
        powers.forEach(power -> values.add(power.divide(sum)));
        return values;
    }
}
