package dev.lockstep;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.replay.Recordings;
import dev.lockstep.experiment.replay.Recordings.Recording;
import dev.lockstep.experiment.replay.Replay;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.report.CheckJson;
import dev.lockstep.report.CheckResult;
import dev.lockstep.report.CheckResult.Replayed;
import dev.lockstep.report.CheckText;
import dev.lockstep.report.ReportFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep check}: recorded cases through frameworks. */
@Command(
        name = "check",
        description = {
            "Has frameworks compute recorded cases again, and holds them to what was recorded.",
            "Of a framework that observes part of a recording, that part is compared."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CASE",
            arity = "1..*",
            description = "Files, or folders: every *.case.json in and below them.")
    private List<Path> places;

    @Option(
            names = "--frameworks",
            paramLabel = "IDS",
            split = ",",
            description = "Who computes them, by id; default: everyone in this JVM.")
    private List<String> ids = List.of();

    @Option(names = "--classpath", paramLabel = "PATH", description = "Jars and folders with frameworks of your own.")
    private Optional<String> classpath;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where check.json is written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() throws IOException {
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        try (OwnClasses own = OwnClasses.of(classpath)) {
            Frameworks all = Frameworks.all(own.loader());
            Replay replay =
                    new Replay(ids.isEmpty() ? all.selected() : all.select(ids).selected(), Tolerances.derived());
            List<Recording> recordings = Recordings.read(places);
            List<Replayed> replayed = new ArrayList<>();
            for (Recording recording : recordings) {
                Replayed one = replay.of(recording);
                CheckText.of(one).forEach(out::println);
                out.println();
                out.flush();
                replayed.add(one);
            }
            CheckResult result = new CheckResult(Lockstep.version(), replayed);
            out.println(CheckText.totals(result));
            out.println("figures: " + folder.write("check.json", CheckJson.of(result)));
            out.flush();
            if (result.answers().allMatch(answer -> answer.outcome() == Outcome.UNSUPPORTED)) {
                throw new InvalidInput("--frameworks: one that can compute one of these cases expected, none found");
            }
            return result.unexpected() == 0 ? 0 : Lockstep.UNEXPECTED;
        }
    }
}
