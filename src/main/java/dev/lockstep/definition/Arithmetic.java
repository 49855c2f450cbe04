package dev.lockstep.definition;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * A kind of number that the equations can be computed with. What is one step here is one step for error analysis, too: an
 * inner product counts as a whole, in whatever order its terms are added, and so does each elementary function.
 *
 * @param <T> the numbers
 */
public interface Arithmetic<T extends RealFieldElement<T>> {
    /** λ of SELU (Klambauer et al., "Self-Normalizing Neural Networks", 2017, section 2). */
    double SELU_SCALE = 1.0507009873554805;

    /** α of SELU. */
    double SELU_ALPHA = 1.6732632423543772;

    /** How it is called in reports: {@code double}, {@code 50 digits}. */
    String title();

    /** A double as it is, without error. */
    T number(double value);

    /** The double nearest to a number. */
    double rounded(T value);

    /**
     * Σ aᵢ·bᵢ; zero for empty lists.
     *
     * @param a as many numbers as {@code b}
     * @param b as many numbers as {@code a}
     */
    default T dot(List<T> a, List<T> b) {
        T sum = number(0);
        for (int i = 0; i < a.size(); i++) {
            sum = sum.add(a.get(i).multiply(b.get(i)));
        }
        return sum;
    }

    /** e^z. */
    default T exp(T z) {
        return z.exp();
    }

    /** The natural logarithm. */
    default T log(T x) {
        return x.log();
    }

    /** ln(1 + x), with the digits of a small x. */
    default T log1p(T x) {
        return x.log1p();
    }

    /** The hyperbolic tangent. */
    default T tanh(T z) {
        return z.tanh();
    }

    /** The logistic function 1/(1 + e^−z). */
    default T sigmoid(T z) {
        return exp(z.negate()).add(1).reciprocal();
    }

    /** ln(1 + e^z), which does not overflow. */
    default T softplus(T z) {
        T small = log1p(exp(z.getReal() > 0 ? z.negate() : z));
        return z.getReal() > 0 ? z.add(small) : small;
    }

    /** The same number as a cost, which frameworks compute from an output: −ln(1 − σ(z)). */
    default T logisticLoss(T z) {
        return softplus(z);
    }

    /** e^z − 1. */
    default T expm1(T z) {
        return z.expm1();
    }

    /** λ·α·(e^z − 1), which is SELU below 0. */
    default T seluBelowZero(T z) {
        return expm1(z).multiply(number(SELU_SCALE).multiply(SELU_ALPHA));
    }

    /**
     * ln Σ e^zᵢ, which does not overflow.
     *
     * @param z at least one number
     */
    default T logSumExp(List<T> z) {
        int greatest = 0;
        for (int i = 1; i < z.size(); i++) {
            greatest = z.get(i).getReal() > z.get(greatest).getReal() ? i : greatest;
        }
        T others = number(0);
        for (int i = 0; i < z.size(); i++) {
            others = i == greatest ? others : others.add(exp(z.get(i).subtract(z.get(greatest))));
        }
        return z.get(greatest).add(log1p(others));
    }

    /** The square root. */
    default T sqrt(T x) {
        return x.sqrt();
    }

    /** base^exponent, of a base without error. */
    default T power(double base, int exponent) {
        return number(base).pow(exponent);
    }

    /**
     * A number as it is, where something else would be, had a divisor not been computed to be 0.
     *
     * @param value what there is without the quotient
     * @param divisor which is 0
     */
    default T undivided(T value, T divisor) {
        return value;
    }

    /** The same value, through which no gradient flows. */
    default T detached(T value) {
        return value;
    }
}
