package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.math.HundredBits;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What frameworks say of their elementary functions, measured again, against 100 bits: no error is beyond its bound, and the
 * largest is above half of it, so that no bound could be halved.
 */
class AccuracyTest {
    private static final int POINTS = 24_000;
    private static final int CASES = 1_500;
    private static final Map<MeasuredFunction, Measured> MEASURED = new EnumMap<>(MeasuredFunction.class);

    /** Points, and the exact values there, which all frameworks are held to. */
    private record Measured(double[] x, HundredBits[] exact) {
        static Measured of(MeasuredFunction function) {
            return at(function.points(function == MeasuredFunction.LOG ? CASES : POINTS), function);
        }

        static Measured at(double[] x, MeasuredFunction function) {
            return new Measured(x, Arrays.stream(x).mapToObj(function::exact).toArray(HundredBits[]::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ours(MeasuredFunction function) {
        expectMeasured(Frameworks.ours(), function);
    }

    @ParameterizedTest
    @EnumSource
    void deeplearning4j(MeasuredFunction function) {
        expectMeasured(Frameworks.deeplearning4j(), function);
    }

    @ParameterizedTest
    @EnumSource
    void sameDiff(MeasuredFunction function) {
        expectMeasured(Frameworks.sameDiff(), function);
    }

    @ParameterizedTest
    @EnumSource(names = {"TANH", "SIGMOID", "TANH_SLOPE", "SIGMOID_SLOPE", "LOG"})
    void pyTorch(MeasuredFunction function) {
        expectMeasured(pyTorchIfHere(), function);
    }

    @ParameterizedTest
    @EnumSource(names = {"TANH", "SIGMOID", "TANH_SLOPE", "SIGMOID_SLOPE", "LOG"})
    void pyTorchInSinglePrecision(MeasuredFunction function) {
        Framework inFloats = new FrameworkLike(pyTorchIfHere()) {
            @Override
            public Accuracy accuracy() {
                return accuracy(Precision.SINGLE);
            }

            @Override
            public Observations observe(Case scenario) {
                return super.observe(scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)));
            }
        };
        double[] points = function.points(function == MeasuredFunction.LOG ? CASES : POINTS);
        double[] x = Arrays.stream(points).map(Precision.SINGLE::nearest).toArray();
        expectMeasured(inFloats, function, Measured.at(x, function));
    }

    private static Framework pyTorchIfHere() {
        Framework pyTorch = Frameworks.pyTorch();
        boolean here = pyTorch.available().yes();
        if (!here) {
            System.out.println("The accuracy of PyTorch's functions is not measured, because "
                    + pyTorch.available().because() + ".");
        }
        assumeTrue(here, "no Python with PyTorch");
        return pyTorch;
    }

    /**
     * Slopes are what the equations make of a function's value, and have the errors that follow; frameworks may compute them
     * otherwise, and are within these all the same.
     */
    @ParameterizedTest
    @EnumSource(names = {"TANH_SLOPE", "SIGMOID_SLOPE", "SOFTPLUS_SLOPE", "EXP"})
    void slopesAreWithinTheBoundsThatAreDerivedForThem(MeasuredFunction slope) {
        Measured measured = MEASURED.computeIfAbsent(slope, Measured::of);
        for (Framework framework :
                List.of(Frameworks.ours(), Frameworks.deeplearning4j(), Frameworks.sameDiff(), Frameworks.pyTorch())) {
            Support may = framework.available().yes()
                    ? framework.supports(slope.scenario(measured.x()))
                    : framework.available();
            if (!may.yes()) {
                System.out.println(framework.title() + "'s " + slope + " is not held to its derived bound, because "
                        + may.because() + ".");
            } else {
                double[] y = slope.computed(framework, measured.x());
                double[] bounds = slope.bounds(framework, measured.x());
                for (int i = 0; i < y.length; i++) {
                    assertThat(measured.exact()[i].error(y[i]))
                            .as(framework.id() + "'s " + slope + " at " + measured.x()[i])
                            .isLessThanOrEqualTo(bounds[i]);
                }
            }
        }
    }

    private static void expectMeasured(Framework framework, MeasuredFunction function) {
        expectMeasured(framework, function, MEASURED.computeIfAbsent(function, Measured::of));
    }

    private static void expectMeasured(Framework framework, MeasuredFunction function, Measured measured) {
        Accuracy declared = framework.accuracy();
        double[] x = measured.x();
        double[] y = function.computed(framework, x);
        double greatest = 0;
        double worst = Double.NaN;
        for (int i = 0; i < x.length; i++) {
            HundredBits exact = measured.exact()[i];
            double share = exact.error(y[i]) / declared.error(function.function(), exact.toDouble());
            if (!(share <= greatest)) {
                greatest = share;
                worst = x[i];
            }
        }
        assertThat(greatest)
                .as(String.format(
                        Locale.ROOT, "error of %s's %s at %s, in its bound", declared.name(), function, worst))
                .isLessThanOrEqualTo(1)
                .isGreaterThan(0.5);
    }
}
