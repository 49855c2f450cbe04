package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.OwnArrays;
import dev.lockstep.port.Support;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Deeplearning4j on the CPU, in the precision that a case asks for, without workspaces.
 *
 * <p>Every case gets networks of its own. All instances share one lock, so that many threads may ask at once and are
 * served one after another.
 */
public final class Deeplearning4jFramework implements Framework, OwnArrays {
    private static final Object LOCK = new Object();

    private static final Accuracy ACCURACY = Accuracy.ANY
            .named("Deeplearning4j 1.0.0-M2.1")
            .with(ElementaryFunction.EXP, 1.25, 0)
            .with(ElementaryFunction.EXPM1, 1.25, 0.75)
            .with(ElementaryFunction.SELU, 2.5, 3)
            .with(ElementaryFunction.LOG, 1.25, 0)
            .with(ElementaryFunction.LOG1P, 1.25, 1.25)
            .with(ElementaryFunction.TANH, 2, 0.75)
            .with(ElementaryFunction.TANH_SLOPE, 0, 4)
            .with(ElementaryFunction.SIGMOID, 2.5, 0)
            .with(ElementaryFunction.SIGMOID_SLOPE, 0, 2)
            .with(ElementaryFunction.SOFTPLUS, 2, 1.25)
            .with(ElementaryFunction.SOFTPLUS_SLOPE, 2.5, 0.25)
            .with(ElementaryFunction.SQRT, 1, 0)
            .with(ElementaryFunction.POWER, 1.25, 0);

    @Override
    public String id() {
        return "dl4j";
    }

    @Override
    public String title() {
        return "Deeplearning4j";
    }

    @Override
    public String version() {
        return Nd4jRuntime.version();
    }

    @Override
    public Support available() {
        return Nd4jRuntime.available();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Measured on linux-x86_64 with glibc 2.36, whose exp, log and pow ND4J calls, against 100 bits, at a million points each: a
     * third each uniform within ±20, uniform within ±1, and uniform in the logarithm from 1e-10 to 20; the logarithms up to
     * 1000, also next to 1; powers of 0.1 to 0.9999 up to the 2000th. The largest errors in units of u, relative to the value,
     * and where that is not bounded near 0, what a relative part leaves over:
     *
     * <pre>
     * e^x         1.00                    tanh          2·|tanh| + 0.52   1 − tanh²    3.42
     * e^x − 1     1·|e^x − 1| + 0.50      σ             2.00              σ·(1 − σ)    1.50
     * ln x        1.00                    softplus      2·|f| + 1.00      softplus′    2·σ + 0.25
     * ln(1 + x)   1·|f| + 1.00            √x            1 (nearest)       xⁿ           0.998
     * </pre>
     *
     * Both slopes without a relative part are made from a rounded function and 1. Arrays in other orders, views of larger ones and
     * rows of 3 and 8 have the same bits; so do quotients, which are the nearest, by arrays, rows, columns and numbers.
     */
    @Override
    public Accuracy accuracy() {
        return ACCURACY;
    }

    /** {@inheritDoc} A network of floats is computed in floats throughout, by the same formulas. */
    @Override
    public Accuracy accuracy(Precision precision) {
        return ACCURACY.in(precision);
    }

    @Override
    public Support supports(Case scenario) {
        return new Expressibility(scenario).obstacle().map(Support::no).orElse(Support.YES);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if {@link #supports} says no
     */
    @Override
    public Observations observe(Case scenario) {
        new Expressibility(scenario).obstacle().ifPresent(reason -> {
            throw new UnsupportedOperationException(
                    "Deeplearning4j cannot run \"" + scenario.name() + "\", because " + reason);
        });
        return alone(() -> inPrecisionOf(scenario, () -> new Observer(scenario).observe()));
    }

    private static Observations inPrecisionOf(Case scenario, Supplier<Observations> work) {
        return Nd4jRuntime.withDefault(new ArrayTranslation(scenario.execution()).dataType(), work);
    }

    /** {@inheritDoc} They are assigned to a network's {@code paramTable()}; a bias that is not among them is 0. */
    @Override
    public Framework given(Map<String, Tensor> arrays) {
        ParameterTable table = new ParameterTable(arrays);
        return new FrameworkLike(this) {
            @Override
            public Observations observe(Case scenario) {
                return alone(() -> inPrecisionOf(scenario, () -> new Observer(scenario, table).observe()));
            }
        };
    }

    /** Work with ND4J that no other work of this adapter goes on beside. */
    static <T> T alone(Supplier<T> work) {
        synchronized (LOCK) {
            Nd4jRuntime.start();
            return work.get();
        }
    }
}
