package dev.lockstep.port;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;

/** A framework that is another one in everything that a subclass does not override. */
public abstract class FrameworkLike implements Framework {
    private final Framework other;

    /** @param other what is asked */
    protected FrameworkLike(Framework other) {
        this.other = other;
    }

    /** What is asked. */
    protected final Framework other() {
        return other;
    }

    @Override
    public String id() {
        return other.id();
    }

    @Override
    public String title() {
        return other.title();
    }

    @Override
    public String version() {
        return other.version();
    }

    @Override
    public Support available() {
        return other.available();
    }

    @Override
    public Accuracy accuracy() {
        return other.accuracy();
    }

    @Override
    public Accuracy accuracy(Precision precision) {
        return other.accuracy(precision);
    }

    @Override
    public Support supports(Case scenario) {
        return other.supports(scenario);
    }

    @Override
    public Observations observe(Case scenario) {
        return other.observe(scenario);
    }
}
