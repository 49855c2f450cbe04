package dev.lockstep.definition;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.exception.MathUnsupportedOperationException;

/**
 * What the numbers of this package share: all of Commons Math's {@link RealFieldElement} that an equation of recurrent networks
 * may use, derived from a few operations. What none of them uses (trigonometry, rounding to whole numbers, roots) throws
 * {@link MathUnsupportedOperationException}.
 *
 * @param <T> the number itself
 */
abstract class Real<T extends Real<T>> implements RealFieldElement<T> {
    /** A double as a number of this kind. */
    abstract T of(double value);

    /** This. */
    abstract T self();

    /** Σ aᵢ·bᵢ as one step. */
    abstract T dot(List<T> a, List<T> b);

    @Override
    public T subtract(T other) {
        return add(other.negate());
    }

    @Override
    public T add(double other) {
        return add(of(other));
    }

    @Override
    public T subtract(double other) {
        return subtract(of(other));
    }

    @Override
    public T multiply(double other) {
        return multiply(of(other));
    }

    @Override
    public T multiply(int other) {
        return multiply(of(other));
    }

    @Override
    public T divide(double other) {
        return divide(of(other));
    }

    @Override
    public T reciprocal() {
        return of(1).divide(self());
    }

    @Override
    public T abs() {
        return getReal() < 0 ? negate() : self();
    }

    @Override
    public T pow(int exponent) {
        T power = of(1);
        for (int i = 0; i < Math.abs(exponent); i++) {
            power = power.multiply(self());
        }
        return exponent < 0 ? power.reciprocal() : power;
    }

    @Override
    public T linearCombination(T[] a, T[] b) {
        return dot(List.of(a), List.of(b));
    }

    @Override
    public T linearCombination(double[] a, T[] b) {
        return dot(java.util.Arrays.stream(a).mapToObj(this::of).toList(), List.of(b));
    }

    @Override
    public T linearCombination(T a1, T b1, T a2, T b2) {
        return dot(List.of(a1, a2), List.of(b1, b2));
    }

    @Override
    public T linearCombination(double a1, T b1, double a2, T b2) {
        return linearCombination(of(a1), b1, of(a2), b2);
    }

    @Override
    public T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3) {
        return dot(List.of(a1, a2, a3), List.of(b1, b2, b3));
    }

    @Override
    public T linearCombination(double a1, T b1, double a2, T b2, double a3, T b3) {
        return linearCombination(of(a1), b1, of(a2), b2, of(a3), b3);
    }

    @Override
    public T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3, T a4, T b4) {
        return dot(List.of(a1, a2, a3, a4), List.of(b1, b2, b3, b4));
    }

    @Override
    public T linearCombination(double a1, T b1, double a2, T b2, double a3, T b3, double a4, T b4) {
        return linearCombination(of(a1), b1, of(a2), b2, of(a3), b3, of(a4), b4);
    }

    @Override
    public T remainder(double other) {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T remainder(T other) {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T ceil() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T floor() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T rint() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public long round() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T signum() {
        return of(Math.signum(getReal()));
    }

    @Override
    public T copySign(T sign) {
        return copySign(sign.getReal());
    }

    @Override
    public T copySign(double sign) {
        return Math.copySign(1, getReal()) == Math.copySign(1, sign) ? self() : negate();
    }

    @Override
    public T scalb(int exponent) {
        return multiply(Math.scalb(1.0, exponent));
    }

    @Override
    public T hypot(T other) {
        return multiply(self()).add(other.multiply(other)).sqrt();
    }

    @Override
    public T cbrt() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T rootN(int n) {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T pow(double exponent) {
        return pow(of(exponent));
    }

    @Override
    public T pow(T exponent) {
        return log().multiply(exponent).exp();
    }

    @Override
    public T cos() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T sin() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T tan() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T acos() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T asin() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T atan() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T atan2(T x) {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T cosh() {
        return exp().add(negate().exp()).divide(2);
    }

    @Override
    public T sinh() {
        return exp().subtract(negate().exp()).divide(2);
    }

    @Override
    public T acosh() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T asinh() {
        throw new MathUnsupportedOperationException();
    }

    @Override
    public T atanh() {
        throw new MathUnsupportedOperationException();
    }
}
