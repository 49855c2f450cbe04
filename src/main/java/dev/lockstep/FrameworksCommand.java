package dev.lockstep;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Kernels;
import dev.lockstep.model.Case;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lockstep frameworks}: which frameworks there are, what they can do, and which kernels our own runs on. */
@Command(
        name = "frameworks",
        description = "Lists every framework: version, whether it can run here, and what it supports.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class FrameworksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Framework framework :
                Frameworks.all(Thread.currentThread().getContextClassLoader()).list()) {
            Support available = framework.available();
            out.printf(
                    "%-10s %s, %s%n",
                    framework.id(),
                    (framework.title() + " " + framework.version()).strip(),
                    available.yes() ? "available" : "not available, because " + available.because());
            for (Probe probe : Probe.all()) {
                out.printf(
                        "           %-52s %s%n",
                        probe.title(),
                        available.yes() ? supports(framework, probe.scenario()) : "no, because " + available.because());
            }
        }
        out.printf("kernels: %s%n", Kernels.get().title());
        out.flush();
        return 0;
    }

    /** In doubles, or else in floats. */
    private static String supports(Framework framework, Case scenario) {
        if (framework.supports(scenario).yes()) {
            return "yes";
        }
        Support single = Probe.inEitherPrecision(framework, scenario);
        return single.yes() ? "yes, in single precision" : "no, because " + single.because();
    }
}
