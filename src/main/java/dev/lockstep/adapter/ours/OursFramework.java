package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Lockstep's own implementation. */
public final class OursFramework implements Framework {
    private static final String VERSION = readVersion();

    /** An instance without any state. */
    public OursFramework() {}

    @Override
    public String id() {
        return "ours";
    }

    @Override
    public String title() {
        return "Lockstep";
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public Support supports(Case scenario) {
        if (scenario.network().layers().stream().anyMatch(GruSpec.class::isInstance)) {
            return Support.no("its layers have no GRU yet, which only the definition computes");
        }
        boolean score = scenario.observed().contains(Quantity.Kind.SCORE);
        if (score && !(scenario.objective() instanceof Objective.Targets)) {
            return Support.no("a score needs targets and a loss, and an upstream gradient has neither");
        }
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        Network network = new Network(scenario.network(), scenario.weights());
        Trace trace = network.forward(scenario.input(), scenario.initialStates());
        Observer observer = new Observer(scenario);
        observer.forward(trace);
        if (scenario.objective() instanceof Objective.Targets targets
                && scenario.observed().contains(Quantity.Kind.SCORE)) {
            observer.score(Quantity.score(), network.score(trace, targets));
        }
        if (observer.wantsGradients()) {
            observer.gradients(network.backward(trace, scenario.objective(), scenario.truncation()));
        }
        if (observer.wantsTraining()) {
            new TrainingRun(scenario, observer).run();
        }
        return observer.observations();
    }

    private static String readVersion() {
        Properties build = new Properties();
        try (InputStream file = OursFramework.class.getResourceAsStream("build.properties")) {
            build.load(file);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return build.getProperty("version");
    }
}
