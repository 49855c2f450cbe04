package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;

/**
 * ND4J's automatic differentiation on the CPU, in double precision, from primitive operations.
 *
 * <p>Every case gets a graph of its own. All instances share one lock, so that many threads may ask at once and are
 * served one after another.
 */
public final class SameDiffFramework implements Framework {
    private static final Object LOCK = new Object();

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
        synchronized (LOCK) {
            Nd4jRuntime.start();
            return Nd4jRuntime.onOneThread(() -> new Observer(scenario).observe());
        }
    }
}
