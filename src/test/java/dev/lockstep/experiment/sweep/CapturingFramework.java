package dev.lockstep.experiment.sweep;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.List;

/** A framework of users' own that keeps the cases that it was asked. */
public final class CapturingFramework implements Framework {
    static final List<Case> ASKED = new ArrayList<>();

    @Override
    public String id() {
        return "capturing";
    }

    @Override
    public String title() {
        return "Capturing";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Support supports(Case scenario) {
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        ASKED.add(scenario);
        return Definition.STANDARD.observe(scenario);
    }
}
