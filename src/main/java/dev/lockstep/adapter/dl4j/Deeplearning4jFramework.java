package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;

/**
 * Deeplearning4j on the CPU, in double precision, without workspaces.
 *
 * <p>Every case gets networks of its own. All instances share one lock, so that many threads may ask at once and are
 * served one after another.
 */
public final class Deeplearning4jFramework implements Framework {
    private static final Object LOCK = new Object();

    private static final Accuracy ACCURACY = Accuracy.ANY
            .named("ND4J 1.0.0-M2.1")
            .with(ElementaryFunction.EXP, 1.25, 0)
            .with(ElementaryFunction.EXPM1, 1.25, 0.75)
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

    @Override
    public Accuracy accuracy() {
        return ACCURACY;
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
        synchronized (LOCK) {
            Nd4jRuntime.start();
            return new Observer(scenario).observe();
        }
    }
}
