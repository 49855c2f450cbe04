package dev.lockstep;

import dev.lockstep.convention.Conventions;
import dev.lockstep.experiment.detective.DetectiveJson;
import dev.lockstep.experiment.detective.DetectiveResult;
import dev.lockstep.experiment.detective.DetectiveTrials;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep detective}: whether the cause of a divergence is called by its name. */
@Command(
        name = "detective",
        description = {
            "Plants every convention that frameworks get wrong in random cases, and asks for its name.",
            "Faults that are no convention are planted, too, and must get no name."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class DetectiveCommand implements Callable<Integer> {
    private static final int FAULTS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often every convention is planted; default: ${DEFAULT-VALUE}.")
    private int trials;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where detective.json is written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() {
        DetectiveTrials detective = new DetectiveTrials(
                List.of(Frameworks.ours(), Frameworks.deeplearning4j()), Conventions.all(), trials, FAULTS, seed);
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        DetectiveResult result = detective.run(line -> {
            err.println((System.nanoTime() - start) / 1_000_000_000 + " s  " + line);
            err.flush();
        });
        int named = result.entries().stream()
                .mapToInt(DetectiveResult.Entry::namedFirst)
                .sum();
        int alike = result.entries().stream()
                .mapToInt(DetectiveResult.Entry::indistinguishable)
                .sum();
        result.remarks().forEach(out::println);
        out.println(result.entries().size() + " conventions, planted " + trials + " times each: " + named
                + " named, " + alike + " not to be told from others by their numbers, "
                + (trials * result.entries().size() - named - alike) + " missed; " + result.falseNames() + " of "
                + result.faults() + " faults that are no convention got a name");
        out.println("figures: " + folder.write("detective.json", DetectiveJson.of(result)));
        out.flush();
        return result.isPerfect() ? 0 : Lockstep.UNEXPECTED;
    }
}
