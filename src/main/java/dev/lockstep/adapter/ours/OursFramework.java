package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** Lockstep's own implementation: in doubles, also of cases in single precision, whose numbers are rounded to that. */
public final class OursFramework implements Framework {
    private static final String VERSION = readVersion();

    private static final Accuracy ACCURACY = Accuracy.ANY
            .named("Lockstep")
            .with(ElementaryFunction.EXP, 2, 0)
            .with(ElementaryFunction.EXPM1, 2, 0)
            .with(ElementaryFunction.SELU, 4, 0)
            .with(ElementaryFunction.LOG, 2, 0)
            .with(ElementaryFunction.LOG1P, 2, 0)
            .with(ElementaryFunction.TANH, 4, 0)
            .with(ElementaryFunction.TANH_SLOPE, 0, 4)
            .with(ElementaryFunction.SIGMOID, 4, 0)
            .with(ElementaryFunction.SIGMOID_SLOPE, 0, 2)
            .with(ElementaryFunction.SOFTPLUS, 3, 0)
            .with(ElementaryFunction.SOFTPLUS_SLOPE, 4, 0)
            .with(ElementaryFunction.SQRT, 1, 0)
            .with(ElementaryFunction.POWER, 1.25, 0);

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

    /**
     * {@inheritDoc}
     *
     * <p>Measured against 100 bits at a million points each: a third each uniform within ±20, uniform within ±1, and uniform in
     * the logarithm from 1e-10 to 20; for ln and ln(1 + x) positive up to 1000, also next to 1. The largest errors in units of
     * u, relative to the value, or absolute where only that is small near 0:
     *
     * <pre>
     * e^x         1.36     tanh      2.86     1 − tanh²   3.38 absolute     softplus          2.16
     * e^x − 1     1.35     σ         2.90     σ·(1 − σ)   1.50 absolute     softplus′ = σ     2.90
     * ln x        1.39     ln(1+x)   1.29     √x          1 (nearest)       xⁿ, n ≤ 2000      0.997
     * </pre>
     *
     * Of the functions that are {@link StrictMath}'s, e^x − 1 and both logarithms, its documentation says less than 1 ulp, 2u.
     */
    @Override
    public Accuracy accuracy() {
        return ACCURACY;
    }

    /** {@inheritDoc} A case in single precision is one of rounded numbers, and computed in doubles. */
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
        Trace trace = network.forward(scenario.input(), scenario.masks(), scenario.initialStates());
        Observer observer = new Observer(scenario);
        observer.forward(trace);
        if (observer.wantsStream()) {
            observer.stream(streamed(network, scenario));
        }
        if (scenario.objective() instanceof Objective.Targets targets
                && scenario.observed().contains(Quantity.Kind.SCORE)) {
            observer.score(
                    Quantity.score(),
                    network.score(trace, targets, scenario.masks().labels()));
        }
        if (observer.wantsGradients()) {
            observer.gradients(network.backward(
                    trace, scenario.objective(), scenario.masks().labels(), scenario.truncation()));
        }
        if (observer.wantsTraining()) {
            new TrainingRun(scenario, observer).run();
        }
        return observer.observations();
    }

    /** The network's outputs when the input arrives in pieces of 1, 2, 3 … steps. */
    private static Sequence streamed(Network network, Case scenario) {
        Sequence x = scenario.input();
        Sequence outputs =
                Sequence.zeros(x.time(), x.batch(), scenario.network().outputs());
        Map<String, State> states = scenario.initialStates();
        int from = 1;
        for (int length = 1; from <= x.time(); length++) {
            int to = Math.min(x.time(), from + length - 1);
            Trace piece = network.forward(x.steps(from, to), scenario.masks().steps(from, to), states);
            for (int t = from; t <= to; t++) {
                outputs.at(t).assign(piece.outputs().at(t - from + 1));
            }
            states = piece.finalStates();
            from = to + 1;
        }
        return outputs;
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
