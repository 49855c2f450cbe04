package dev.lockstep.frameworks;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.Precision;

/**
 * How accurate PyTorch's elementary functions are, in the way its worker calls them.
 *
 * <p>Measured on PyTorch 1.13 with AVX2, whose functions are Sleef's of 1 ulp, against 100 bits, at a million points each: a third
 * each uniform within ±20, uniform within ±1, and uniform in the logarithm from 1e-10 to 20; the logarithms up to 1000, also
 * next to 1. The largest errors in units of u, relative to the value, or absolute where only that is small near 0:
 *
 * <pre>
 * e^x         1.19     tanh        1.00     1 − tanh²   2.00 absolute     softplus    2·|f| + 1.00
 * e^x − 1     1.00     σ           2.11     σ·(1 − σ)   1.50 absolute     softplus′   2.11
 * ln x        1.27     ln(1 + x)   1.15     √x          1 (nearest)
 * </pre>
 *
 * Softplus and its slope are those of the cross entropy of a logistic output, which is ln(1 + e^x) by a sum. Powers, of the bias
 * correction, are Python's, that is the C library's pow. Slices of 3 numbers are within the same errors.
 *
 * <p>In floats, at as many such points against doubles, in units of 2⁻²⁴:
 *
 * <pre>
 * e^x         1.33     tanh        2.00     1 − tanh²   2.00 absolute     softplus    2·|f| + 1.00
 * e^x − 1     1.50     σ           2.41     σ·(1 − σ)   1.49 absolute     softplus′   2.41
 * ln x        1.05     ln(1 + x)   1.03     √x          1 (nearest)
 * </pre>
 *
 * Powers are Python's in doubles then, too.
 */
final class PyTorchAccuracy {
    private static final Accuracy DOUBLE = Accuracy.ANY
            .named("PyTorch 1.13")
            .with(GruForm.INTERPOLATION)
            .with(ElementaryFunction.EXP, 1.75, 0)
            .with(ElementaryFunction.EXPM1, 1.25, 0)
            .with(ElementaryFunction.SELU, 2.5, 0)
            .with(ElementaryFunction.LOG, 1.75, 0)
            .with(ElementaryFunction.LOG1P, 1.75, 0)
            .with(ElementaryFunction.TANH, 1.25, 0)
            .with(ElementaryFunction.TANH_SLOPE, 0, 2.5)
            .with(ElementaryFunction.SIGMOID, 3, 0)
            .with(ElementaryFunction.SIGMOID_SLOPE, 0, 2)
            .with(ElementaryFunction.SOFTPLUS, 2, 1.25)
            .with(ElementaryFunction.SOFTPLUS_SLOPE, 3, 0)
            .with(ElementaryFunction.SQRT, 1, 0)
            .with(ElementaryFunction.POWER, 1.25, 0);

    private static final Accuracy SINGLE = DOUBLE.in(Precision.SINGLE)
            .with(ElementaryFunction.EXPM1, 1.75, 0)
            .with(ElementaryFunction.LOG, 1.25, 0)
            .with(ElementaryFunction.LOG1P, 1.25, 0)
            .with(ElementaryFunction.TANH, 2.25, 0)
            .with(ElementaryFunction.POWER, 0.01, 0);

    private PyTorchAccuracy() {}

    /** Of cases in that precision. */
    static Accuracy in(Precision precision) {
        return precision == Precision.SINGLE ? SINGLE : DOUBLE;
    }
}
