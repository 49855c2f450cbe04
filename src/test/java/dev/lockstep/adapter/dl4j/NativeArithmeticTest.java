package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.FiftyDigits;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import java.util.SplittableRandom;
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
}
