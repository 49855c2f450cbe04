package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.function.Supplier;

/**
 * ND4J's automatic differentiation on the CPU, in double precision, from primitive operations.
 *
 * <p>A case gets a graph of its own, unless it differs from the one before in parameters and data alone, as the steps of a
 * training do. All instances share one lock and that graph, so that many threads may ask at once and are served one after
 * another.
 */
public final class SameDiffFramework implements Framework {
    private static final Object LOCK = new Object();

    private static final Accuracy ACCURACY = Accuracy.ANY
            .named("SameDiff 1.0.0-M2.1")
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

    /** The graph of the case before; only read and written by who holds the lock. */
    private static CaseGraph latest;

    /** An instance without any state. */
    public SameDiffFramework() {}

    @Override
    public String id() {
        return "samediff";
    }

    @Override
    public String title() {
        return "SameDiff";
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
     * <p>Measured on linux-x86_64 with glibc 2.36, against 100 bits. Its functions are the native ones that Deeplearning4j calls,
     * whose errors at a million points are documented there; through cases of 24,000 points each, tanh, σ and their slopes,
     * softplus, e^x − 1, its slope e^x, and ln x (1,500 points) have the very same largest errors. The slope of softplus alone
     * is another function's, and reaches 0.65 of its bound.
     */
    @Override
    public Accuracy accuracy() {
        return ACCURACY;
    }

    /** {@inheritDoc} A graph of floats is computed in floats throughout, by the same formulas. */
    @Override
    public Accuracy accuracy(Precision precision) {
        return ACCURACY.in(precision);
    }

    @Override
    public Support supports(Case scenario) {
        return Expressibility.obstacle(scenario).map(Support::no).orElse(Support.YES);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if {@link #supports} says no
     */
    @Override
    public Observations observe(Case scenario) {
        Expressibility.obstacle(scenario).ifPresent(reason -> {
            throw new UnsupportedOperationException(
                    "SameDiff cannot run \"" + scenario.name() + "\", because " + reason);
        });
        return alone(scenario, () -> new Observer(scenario, graph(scenario)).observe());
    }

    /** Work with ND4J on one thread that no other work of this adapter goes on beside. */
    Observations alone(Case scenario, Supplier<Observations> work) {
        synchronized (LOCK) {
            Nd4jRuntime.start(scenario.execution().precision());
            return Nd4jRuntime.onOneThread(work);
        }
    }

    private static CaseGraph graph(Case scenario) {
        latest = latest != null && latest.serves(scenario) ? latest.of(scenario) : new CaseGraph(scenario);
        return latest;
    }
}
