package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Case;
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
