package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
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

    private static final Accuracy ACCURACY = Accuracy.ANY
            .named("Lockstep")
            .with(ElementaryFunction.EXP, 2, 0)
            .with(ElementaryFunction.EXPM1, 2, 0)
            .with(ElementaryFunction.LOG, 2, 0)
            .with(ElementaryFunction.LOG1P, 2, 0)
            .with(ElementaryFunction.TANH, 4, 0)
            .with(ElementaryFunction.TANH_SLOPE, 0, 4)
            .with(ElementaryFunction.SIGMOID, 3, 0)
            .with(ElementaryFunction.SIGMOID_SLOPE, 0, 2)
            .with(ElementaryFunction.SOFTPLUS, 3, 0)
            .with(ElementaryFunction.SOFTPLUS_SLOPE, 3, 0)
            .with(ElementaryFunction.SQRT, 1, 0)
            .with(ElementaryFunction.POWER, 1, 0);

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
    public Accuracy accuracy() {
        return ACCURACY;
    }

    @Override
    public Support supports(Case scenario) {
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
