package dev.lockstep;

import dev.lockstep.experiment.ClippingStudy;
import dev.lockstep.experiment.GradientGrowth;
import dev.lockstep.experiment.GrowthStudy;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code lockstep demo exploding-gradients}: how fast errors grow on their way back through time, and what is said to
 * help.
 */
@Command(
        name = "exploding-gradients",
        description = "Measures how fast errors grow on their way back through time, against theory.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class ExplodingGradientsCommand implements Callable<Integer> {
    /** An error that grew or vanished over more steps than this would leave the range of doubles. */
    private static final int LONGEST = 200;

    private static final double CLIPPED_RADIUS = 1.1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and input; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--time", paramLabel = "T", defaultValue = "50", description = "Steps; default: ${DEFAULT-VALUE}.")
    private int time;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where the pictures are written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() {
        if (time < 2 || time > LONGEST) {
            throw new InvalidInput("--time: 2 to " + LONGEST + " expected, " + time + " found");
        }
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        Framework ours = Frameworks.ours();
        Framework other = Frameworks.deeplearning4j();
        List<GrowthStudy> studies = GrowthStudy.all(time, seed);
        out.printf(
                Locale.ROOT,
                "growth of ‖∂L/∂z‖ a step back, the mean over %d steps%n%n"
                        + "layer                          ρ    measured    theory    measured/theory"
                        + "  |difference| of %s%n",
                time - 1,
                other.title());
        for (GrowthStudy study : studies) {
            for (double radius : GrowthStudy.RADII) {
                GradientGrowth growth = GradientGrowth.measured(ours, study.scenario(radius));
                GradientGrowth byOther = GradientGrowth.measured(other, study.scenario(radius));
                out.printf(
                        Locale.ROOT,
                        "%-29s  %-3s  %.6f  %s %.6f  %-15.6f  %.1e%n",
                        study.title(),
                        GrowthStudy.number(radius),
                        growth.rate(),
                        study.relation().sign(),
                        study.rate(radius),
                        growth.rate() / study.rate(radius),
                        Math.abs(growth.rate() - byOther.rate()));
            }
            out.println();
        }
        sayOfRelu(out, ours, studies);
        GrowthStudy clipped = GrowthStudy.activeRelu(time, seed);
        ClippingStudy clipping = ClippingStudy.measured(ours, clipped, CLIPPED_RADIUS);
        ClippingStudy.Step last = clipping.steps().get(clipping.steps().size() - 1);
        out.printf(
                Locale.ROOT,
                "Clipping bounds what the optimizer reads: ‖∇‖ = %.3g becomes %.3g by global norm, %.3g entry by entry;"
                        + " ‖∂L/∂z‖ at step 1 stays %.3g.%n%n",
                last.gradient(),
                last.byNorm(),
                last.byEntry(),
                last.error());
        for (GrowthStudy study : studies) {
            String name = study.title().replaceAll("[ ,]+", "-").toLowerCase(Locale.ROOT);
            out.println("curves: "
                    + folder.write(
                            "gradients-" + name + ".svg",
                            study.chart(ours, GrowthStudy.RADII).svg()));
        }
        String title = clipped.title() + ", ρ = " + GrowthStudy.number(CLIPPED_RADIUS);
        out.println("curves: "
                + folder.write("gradients-clipped.svg", clipping.chart(title).svg()));
        out.flush();
        return 0;
    }

    /**
     * With a random matrix some units are off, and yet it may grow faster than tanh, which saturates; with all on
     * nothing damps it.
     */
    private void sayOfRelu(PrintWriter out, Framework ours, List<GrowthStudy> studies) {
        double steepest = GrowthStudy.RADII.get(GrowthStudy.RADII.size() - 1);
        double tanh =
                GradientGrowth.measured(ours, studies.get(1).scenario(steepest)).rate();
        double relu =
                GradientGrowth.measured(ours, studies.get(2).scenario(steepest)).rate();
        GradientGrowth active =
                GradientGrowth.measured(ours, GrowthStudy.activeRelu(time, seed).scenario(steepest));
        out.printf(
                Locale.ROOT,
                "ReLU is no remedy: where its units are on, φ′ = 1 and the error grows like the powers of the"
                        + " weights. At ρ = %s it grows by %.3f a step with all units on, %.1e times in all;"
                        + " by %.3f with a random matrix, by %.3f with tanh.%n",
                GrowthStudy.number(steepest),
                active.rate(),
                active.total(),
                relu,
                tanh);
    }
}
