package dev.lockstep;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.experiment.recordings.Catalogue;
import dev.lockstep.experiment.recordings.CatalogueCase;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        description =
                "Has one framework compute a case, and stores what it observes, with provenance; or records the catalogue again.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class RecordCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CASE",
            arity = "0..1",
            description = "The case; what it may hold of observations is not read.")
    private Optional<Path> source;

    @Option(names = "--catalogue", description = "Instead of a case, every case that Lockstep brings recordings of.")
    private boolean catalogue;

    @Option(
            names = "--frameworks",
            paramLabel = "ID",
            split = ",",
            description = "Who computes it, by id; one. Of the catalogue some; default: all that are in it.")
    private List<String> ids = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description =
                    "Where the recording is written; of the catalogue, the folder with a folder for each framework.")
    private Path target;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Jars and folders with frameworks of your own.")
    private Optional<String> classpath;

    @Override
    public Integer call() throws IOException {
        if (catalogue == source.isPresent()) {
            throw new InvalidInput(
                    "record: either a case or --catalogue expected, " + (catalogue ? "both" : "neither") + " found");
        }
        try (OwnClasses own = OwnClasses.of(classpath)) {
            Frameworks frameworks = Frameworks.all(own.loader());
            if (catalogue) {
                recordCatalogue(frameworks);
            } else {
                record(frameworks, source.get());
            }
        }
        return 0;
    }

    private void record(Frameworks frameworks, Path path) {
        if (ids.size() != 1) {
            throw new InvalidInput(
                    "--frameworks: one id expected, " + (ids.isEmpty() ? "none" : String.join(",", ids)) + " found");
        }
        if (!target.toString().endsWith(".case.json")) {
            throw new InvalidInput("--out: a file NAME.case.json expected, " + target + " found");
        }
        CaseFile content = CaseReader.read(path);
        Case scenario = content.scenario();
        Framework framework = frameworks.named(ids.get(0));
        requireNotOthers(content, path, framework);
        require(framework, framework.available(), "it cannot run here");
        require(framework, framework.supports(scenario), "it cannot compute this case");
        Observations observed = Catalogue.observed(scenario, framework);
        Provenance provenance = new Provenance(
                framework.title(),
                framework.version(),
                Catalogue.dtype(scenario, framework),
                Map.of(
                        "command",
                        "lockstep record " + path.getFileName() + " --frameworks " + framework.id(),
                        "lockstep",
                        Lockstep.version()));
        CaseWriter.write(new CaseFile(scenario, Optional.of(observed), Optional.of(provenance)), target);
        say(framework.title() + " " + framework.version() + ": "
                + observed.quantities().size() + " arrays in " + target);
    }

    /** A framework may record its own recording again, and does not take the place of another one's. */
    private void requireNotOthers(CaseFile content, Path path, Framework framework) {
        boolean same =
                path.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize());
        Optional<String> recorded = content.provenance().map(Provenance::framework);
        if (same && content.observations().isPresent() && !recorded.equals(Optional.of(framework.title()))) {
            throw new InvalidInput("--out: another file than the case expected, which holds what "
                    + recorded.orElse("somebody") + " recorded, " + target + " found");
        }
    }

    /** Everything is computed before anything is written: a framework that is not there leaves the others' recordings as they were. */
    private void recordCatalogue(Frameworks frameworks) throws IOException {
        List<Framework> asked = (ids.isEmpty() ? Catalogue.frameworks() : ids)
                .stream().map(frameworks::named).toList();
        Map<Path, CaseFile> recordings = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (Framework framework : asked) {
            List<CatalogueCase> cases = Catalogue.of(framework.id());
            require(framework, framework.available(), "it cannot run here");
            for (CatalogueCase entry : cases) {
                recordings.put(entry.in(target), Catalogue.recorded(entry, framework));
            }
            lines.add(framework.title() + " " + framework.version() + ": " + cases.size() + " cases in "
                    + target.resolve(framework.id()));
        }
        for (Map.Entry<Path, CaseFile> recording : recordings.entrySet()) {
            Files.createDirectories(recording.getKey().getParent());
            CaseWriter.write(recording.getValue(), recording.getKey());
        }
        lines.forEach(this::say);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void require(Framework framework, Support support, String otherwise) {
        if (!support.yes()) {
            throw new InvalidInput("--frameworks: one that can compute the case expected, " + framework.title()
                    + " found, but " + otherwise + ", because " + support.because());
        }
    }
}
