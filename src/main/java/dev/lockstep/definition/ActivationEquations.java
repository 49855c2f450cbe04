package dev.lockstep.definition;

import dev.lockstep.math.Activation;
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
            case LEAKY_RELU -> at >= 0 ? z : z.multiply(0.01);
            case ELU -> at >= 0 ? z : math.expm1(z);
            case SOFTPLUS -> math.softplus(z);
            case SOFTSIGN -> z.divide(z.abs().add(1));
            case HARD_SIGMOID -> Math.abs(at) <= 2.5 ? z.multiply(0.2).add(0.5) : math.number(at > 0 ? 1 : 0);
            case HARD_TANH -> Math.abs(at) <= 1 ? z : math.number(Math.signum(at));
            case CUBE -> z.multiply(z).multiply(z);
            case SOFTMAX -> throw new IllegalStateException("softmax needs a whole row, not one entry");
        };
    }

    /** φ of a row; softmax is e^zⱼ / Σ e^zₖ, the greatest of the row subtracted first. */
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
        for (T entry : z) {
            powers.add(math.exp(entry.subtract(z.get(greatest))));
            ones.add(math.number(1));
        }
        T sum = math.dot(powers, ones);
        powers.forEach(power -> values.add(power.divide(sum)));
        return values;
    }
}
