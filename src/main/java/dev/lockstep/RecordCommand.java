package dev.lockstep;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep record}: a case through one framework, into a file. */
@Command(
        name = "record",
        description = "Has one framework compute a case, and stores what it observes, with provenance.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class RecordCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CASE", description = "The case; what it may hold of observations is not read.")
    private Path source;

    @Option(
            names = "--frameworks",
            paramLabel = "ID",
            required = true,
            split = ",",
            description = "Who computes it, by id; one.")
    private List<String> ids;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the recording is written.")
    private Path target;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Jars and folders with frameworks of your own.")
    private Optional<String> classpath;

    @Override
    public Integer call() throws IOException {
        if (ids.size() != 1) {
            throw new InvalidInput("--frameworks: one id expected, " + String.join(",", ids) + " found");
        }
        Case scenario = CaseReader.read(source).scenario();
        PrintWriter out = spec.commandLine().getOut();
        try (OwnClasses own = OwnClasses.of(classpath)) {
            Framework framework = Frameworks.all(own.loader()).named(ids.get(0));
            require(framework, framework.available(), "it cannot run here");
            require(framework, framework.supports(scenario), "it cannot compute this case");
            Observations observed = framework.observe(scenario);
            String dtype = scenario.execution().precision() == Precision.SINGLE ? "float32" : "float64";
            Provenance provenance = new Provenance(
                    framework.title(),
                    framework.version(),
                    dtype,
                    Map.of(
                            "command",
                            "lockstep record " + source.getFileName() + " --frameworks " + framework.id(),
                            "lockstep",
                            Lockstep.version()));
            CaseWriter.write(new CaseFile(scenario, Optional.of(observed), Optional.of(provenance)), target);
            out.println(framework.title() + " " + framework.version() + ": "
                    + observed.quantities().size() + " arrays in " + target);
            out.flush();
        }
        return 0;
    }

    private static void require(Framework framework, Support support, String otherwise) {
        if (!support.yes()) {
            throw new InvalidInput("--frameworks: one that can compute the case expected, " + framework.title()
                    + " found, but " + otherwise + ", because " + support.because());
        }
    }
}
