package dev.lockstep;

import dev.lockstep.experiment.tolerance.CostGrowth;
import dev.lockstep.experiment.tolerance.Implementation;
import dev.lockstep.experiment.tolerance.ToleranceExperiment;
import dev.lockstep.experiment.tolerance.ToleranceJson;
import dev.lockstep.experiment.tolerance.ToleranceResult;
import dev.lockstep.experiment.tolerance.ToleranceTable;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep tolerance}: random cases against 32 digits, whether any number is further off than its derived bound. */
@Command(
        name = "tolerance",
        description = {
            "Holds random cases in double precision against 32 digits: no number may be further off than its bound,",
            "and small faults must be noticed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class ToleranceCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "500",
            description = "Cases; default: ${DEFAULT-VALUE}.")
    private int cases;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the cases; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where tolerance.json is written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() {
        if (cases < 1 || cases > MOST) {
            throw new InvalidInput("--cases: 1 to " + MOST + " expected, " + cases + " found");
        }
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        List<Implementation> implementations = Implementation.all();
        ToleranceProgress progress = new ToleranceProgress(spec.commandLine().getErr(), cases, System::nanoTime);
        ToleranceResult result = new ToleranceExperiment(implementations, 1).run(cases, seed, progress::done);
        List<CostGrowth> growth = CostGrowth.measured();
        ToleranceTable.of(result, growth).forEach(out::println);
        out.println();
        out.println("figures: " + folder.write("tolerance.json", ToleranceJson.of(result, growth)));
        out.flush();
        return result.violations().isEmpty() ? 0 : Lockstep.UNEXPECTED;
    }
}
