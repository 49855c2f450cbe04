package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.FiftyDigits;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Precision;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What error bounds take for granted of ND4J's arithmetic, and no case shows by itself: quotients and roots are the nearest
 * numbers, as Java's are by its specification, and powers are within their bound.
 */
class NativeArithmeticTest {
    private static final int POINTS = 20_000;

    @BeforeAll
    static void start() {
        Nd4jRuntime.start();
    }

    @Test
    void quotients_and_roots_are_the_nearest_numbers() {
        SplittableRandom random = new SplittableRandom(5);
        double[] a = new double[POINTS];
        double[] b = new double[POINTS];
        double[] quotients = new double[POINTS];
        double[] reciprocals = new double[POINTS];
        double[] roots = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            a[i] = Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 20));
            b[i] = Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 20));
            quotients[i] = a[i] / b[i];
            reciprocals[i] = 1 / a[i];
            roots[i] = Math.sqrt(a[i]);
        }
        INDArray dividend = Nd4j.createFromArray(a);
        assertThat(dividend.div(Nd4j.createFromArray(b)).toDoubleVector()).isEqualTo(quotients);
        assertThat(dividend.rdiv(1).toDoubleVector()).isEqualTo(reciprocals);
        assertThat(Transforms.sqrt(dividend, true).toDoubleVector()).isEqualTo(roots);
    }

    /** Powers of the β of Adam, against 50 digits. */
    @Test
    void powers_are_within_their_bound() {
        Accuracy declared = new Deeplearning4jFramework().accuracy();
        double greatest = 0;
        for (double beta : new double[] {0.5, 0.9, 0.99, 0.999, 0.9999}) {
            INDArray base = Nd4j.createFromArray(new double[] {beta});
            Dfp exact = FiftyDigits.of(1);
            for (int n = 1; n <= 900; n++) {
                exact = exact.multiply(FiftyDigits.of(beta));
                double error = FiftyDigits.error(Transforms.pow(base, n, true).getDouble(0), exact);
                greatest = Math.max(greatest, error / declared.error(ElementaryFunction.POWER, exact.toDouble()));
            }
        }
        assertThat(greatest).isGreaterThan(0.5).isLessThanOrEqualTo(1);
    }

    /**
     * Functions of floats are as accurate in units of 2⁻²⁴ as those of doubles in units of 2⁻⁵³; against Java's functions of
     * doubles, whose own errors are half a billion times smaller.
     */
    @Test
    void functions_of_floats_are_within_the_same_bounds() {
        SplittableRandom random = new SplittableRandom(7);
        float[] x = new float[POINTS];
        float[] positive = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double logarithm = random.nextDouble(Math.log(1e-10), Math.log(20));
            x[i] = (float) (i % 2 == 0 ? random.nextDouble(-20, 20) : Math.copySign(Math.exp(logarithm), i % 4 - 2));
            positive[i] = (float) (i % 2 == 0 ? random.nextDouble(0.5, 2) : Math.exp(logarithm));
        }
        assertWithin(ElementaryFunction.EXP, x, array -> Transforms.exp(array, true), StrictMath::exp);
        assertWithin(ElementaryFunction.LOG, positive, array -> Transforms.log(array, true), StrictMath::log);
        assertWithin(ElementaryFunction.TANH, x, array -> Transforms.tanh(array, true), StrictMath::tanh);
        assertWithin(ElementaryFunction.SQRT, positive, array -> Transforms.sqrt(array, true), Math::sqrt);
        assertWithin(
                ElementaryFunction.SIGMOID,
                x,
                array -> Transforms.sigmoid(array, true),
                value -> 1 / (1 + StrictMath.exp(-value)));
        assertWithin(
                ElementaryFunction.SOFTPLUS,
                x,
                array -> Transforms.softPlus(array, true),
                value -> Math.max(value, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(value))));
    }

    private static void assertWithin(
            ElementaryFunction function, float[] x, UnaryOperator<INDArray> theirs, DoubleUnaryOperator exact) {
        Accuracy declared = new Deeplearning4jFramework().accuracy(Precision.SINGLE);
        float[] found = theirs.apply(Nd4j.createFromArray(x)).toFloatVector();
        double greatest = 0;
        for (int i = 0; i < x.length; i++) {
            double value = exact.applyAsDouble(x[i]);
            greatest = Math.max(greatest, Math.abs(found[i] - value) / declared.error(function, value));
        }
        assertThat(greatest).as(function.name()).isGreaterThan(0.4).isLessThanOrEqualTo(1);
    }
}
