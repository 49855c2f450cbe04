package dev.lockstep;

import dev.lockstep.adapter.process.IsolatedFramework;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.experiment.sweep.Plan;
import dev.lockstep.experiment.sweep.Sweep;
import dev.lockstep.experiment.sweep.SweepJson;
import dev.lockstep.experiment.sweep.SweepResult;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep sweep}: random cases over the whole surface, in all frameworks that can compute them. */
@Command(
        name = "sweep",
        description = {
            "Draws random cases over the whole surface and has them computed by all frameworks that can.",
            "What diverges is shrunk to the smallest case that still does, and written as a scenario and a recording."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class SweepCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;
    /** Ids of frameworks on ND4J, also of other ways into them. */
    private static final List<String> NATIVE = List.of("dl4j", "samediff");

    private static final List<String> USUAL = List.of("ours", "dl4j", "samediff");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "400",
            description = "Cases; default: ${DEFAULT-VALUE}.")
    private int cases;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the cases; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--tags",
            paramLabel = "EXPR",
            defaultValue = "",
            description = "Only those of the cases with these tags: \"@lstm and not @mask\".")
    private String tags;

    @Option(names = "--ignore-pins", description = "Excuse nothing, and say which known divergences were found again.")
    private boolean ignorePins;

    @Option(names = "--resume", description = "Go on with a sweep that was interrupted.")
    private boolean resume;

    @Option(
            names = "--frameworks",
            paramLabel = "IDS",
            split = ",",
            description = "Who takes part, by id, at least two; default: ours,dl4j,samediff.")
    private List<String> ids = USUAL;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where sweep.json and the folder sweep are written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() {
        if (cases < 1 || cases > MOST) {
            throw new InvalidInput("--cases: 1 to " + MOST + " expected, " + cases + " found");
        }
        ReportFolder folder = ReportFolder.at(report);
        List<Framework> frameworks = frameworks();
        List<String> who = frameworks.stream()
                .map(framework -> framework.id() + " " + framework.version())
                .toList();
        Plan plan = new Plan(cases, seed, tags, ignorePins, who);
        PrintWriter out = spec.commandLine().getOut();
        SweepResult result;
        try (Sweep sweep = new Sweep(plan, frameworks, folder.path().resolve("sweep"), resume, this::tell)) {
            Thread interrupted = new Thread(() -> {
                sweep.stop();
                folder.write("sweep.json", SweepJson.of(sweep.result()));
            });
            Runtime.getRuntime().addShutdownHook(interrupted);
            try (SweepProgress progress =
                    SweepProgress.standard(spec.commandLine().getErr(), cases)) {
                result = sweep.run(progress::done);
            }
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } finally {
            for (Framework framework : frameworks) {
                if (framework instanceof IsolatedFramework isolated) {
                    isolated.close();
                }
            }
        }
        if (result.entries().isEmpty()) {
            throw new InvalidInput("--tags: an expression that some of the " + cases + " cases satisfy expected, \""
                    + tags + "\" found");
        }
        sum(result, out);
        out.println("figures: " + folder.write("sweep.json", SweepJson.of(result)));
        out.flush();
        return result.count(End.UNEXPECTED) == 0 ? 0 : Lockstep.UNEXPECTED;
    }

    /** The figures, and what the ids of what was found again stand for. */
    static void sum(SweepResult result, PrintWriter out) {
        out.println(result.entries().size() + " cases of seed " + result.plan().seed() + ": " + result.count(End.AGREE)
                + " agree, " + result.count(End.KNOWN) + " known, " + result.count(End.INCONCLUSIVE)
                + " inconclusive, " + result.count(End.UNEXPECTED) + " unexpected; rediscovered: "
                + (result.rediscovered().isEmpty() ? "none" : String.join(", ", result.rediscovered())));
        result.legend().forEach(line -> out.println("  " + line));
    }

    private void tell(String scenario) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(scenario);
        out.flush();
    }

    /** Frameworks on ND4J each in a JVM of its own, the others in this one. */
    private List<Framework> frameworks() {
        Frameworks all = Frameworks.all(Thread.currentThread().getContextClassLoader());
        List<Framework> frameworks = new ArrayList<>();
        for (String id : ids) {
            Framework framework = all.named(id);
            Support available = framework.available();
            if (!available.yes()) {
                throw new InvalidInput("--frameworks: frameworks that can run here expected, " + framework.title()
                        + " found, which cannot, because " + available.because());
            }
            boolean nativeCode = NATIVE.stream().anyMatch(framework.id()::startsWith);
            frameworks.add(nativeCode ? Frameworks.isolated(framework) : framework);
        }
        if (frameworks.stream().map(Framework::id).distinct().count() < Math.max(2, ids.size())) {
            throw new InvalidInput(
                    "--frameworks: two or more ids, each once, expected, " + String.join(",", ids) + " found");
        }
        return frameworks;
    }
}
