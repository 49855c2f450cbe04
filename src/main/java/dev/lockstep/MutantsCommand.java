package dev.lockstep;

import dev.lockstep.experiment.mutants.FamilyScore;
import dev.lockstep.experiment.mutants.Mutant;
import dev.lockstep.experiment.mutants.MutantCatalogue;
import dev.lockstep.experiment.mutants.MutantsJson;
import dev.lockstep.experiment.mutants.MutantsResult;
import dev.lockstep.experiment.mutants.Teeth;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.report.Console;
import dev.lockstep.report.ReportFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep mutants}: what the features would notice. */
@Command(
        name = "mutants",
        description = {
            "Runs features, then holds every mutant of the equations against the numbers they compared.",
            "A mutant that no feature contradicts survives: 1 is the exit code."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class MutantsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FEATURE",
            defaultValue = "features",
            description = "Feature files or folders; default: ${DEFAULT-VALUE}.")
    private List<String> features;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where mutants.json is written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        List<String> paths = Selection.existing(features);
        Selection selection = new Selection(paths, Optional.empty(), Shard.parse("1/1"), List.of("dev.lockstep.steps"));
        FeatureRun run = new FeatureRun(selection, Frameworks.all(loader), report, loader);
        run.rehearse();
        ReportFolder folder = ReportFolder.at(report);
        FeatureRun.Found found = run.find(Console.standard(System.getenv()), Teeth.THOROUGH);
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        List<FamilyScore> families = Teeth.of(found.witnesses(), MutantCatalogue.all(), score -> print(out, score));
        MutantsResult result = new MutantsResult(MutantCatalogue.all(), families);
        int unexpected = found.result().totals().unexpected();
        tell(out, result, unexpected);
        out.println();
        out.println("figures: " + folder.write("mutants.json", MutantsJson.of(result)));
        out.flush();
        boolean sound = result.survivors().isEmpty() && result.refuted().isEmpty() && unexpected == 0;
        return sound ? 0 : Lockstep.UNEXPECTED;
    }

    private static void print(PrintWriter out, FamilyScore score) {
        out.println(String.format(
                Locale.ROOT,
                "%s: %d of %d mutants killed by %d comparisons%s",
                score.family(),
                score.killed().size(),
                score.mutants(),
                score.comparisons(),
                score.unmet().isEmpty() ? "" : "; " + score.unmet().size() + " more not met"));
        score.survivors().forEach(mutant -> out.println("  survives  " + named(mutant)));
        out.flush();
    }

    private static void tell(PrintWriter out, MutantsResult result, int unexpected) {
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%d mutants: %d killed, %d equivalent, %d survive, %d not met",
                result.mutants().size(),
                result.killed().size(),
                result.equivalent().size(),
                result.survivors().size(),
                result.unmet().size()));
        result.survivors().forEach(mutant -> out.println("  survives  " + named(mutant)));
        result.equivalent()
                .forEach(mutant -> out.println("  equivalent  " + named(mutant) + ": " + mutant.equivalent()));
        result.refuted().forEach(mutant -> out.println("  said to be equivalent, but killed  " + named(mutant)));
        if (unexpected > 0) {
            out.println("  " + unexpected + " scenarios ended unexpectedly; what diverges there kills nothing");
        }
    }

    private static String named(Mutant mutant) {
        return mutant.id() + " (" + mutant.what() + ")";
    }
}
