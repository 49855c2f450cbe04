package dev.lockstep.experiment.recordings;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every case that is recorded, by the framework that computes it. */
public final class Catalogue {
    /** What records them all, into the folder where they belong. */
    public static final String COMMAND = "target/lockstep record --catalogue --out reference";

    private static final Map<String, List<CatalogueCase>> CASES = cases();

    private Catalogue() {}

    private static Map<String, List<CatalogueCase>> cases() {
        Map<String, List<CatalogueCase>> cases = new LinkedHashMap<>();
        cases.put("pytorch", PyTorchCases.all());
        cases.put("keras", KerasCases.all());
        cases.put("onnx", OnnxCases.all());
        return cases;
    }

    /** The ids of the frameworks that are recorded. */
    public static List<String> frameworks() {
        return List.copyOf(CASES.keySet());
    }

    /**
     * What a framework is recorded with.
     *
     * @throws InvalidInput if it is not recorded
     */
    public static List<CatalogueCase> of(String framework) {
        List<CatalogueCase> cases = CASES.get(framework);
        if (cases == null) {
            throw new InvalidInput("--frameworks: some of " + String.join(", ", CASES.keySet())
                    + " expected, of which there are cases in the catalogue, \"" + framework + "\" found");
        }
        return cases;
    }

    /** What all of them are recorded with. */
    public static Stream<CatalogueCase> all() {
        return CASES.values().stream().flatMap(List::stream);
    }

    /**
     * A case as a framework computes it now, with provenance. The same framework on the same kind of processor gives the same file.
     *
     * @throws InvalidInput if it cannot compute the case
     */
    public static CaseFile recorded(CatalogueCase entry, Framework framework) {
        Case scenario = entry.scenario();
        Support support = framework.supports(scenario);
        if (!support.yes()) {
            throw new InvalidInput("case \"" + entry.name() + "\": a framework that can compute it expected, "
                    + framework.title() + " found, but it cannot, because " + support.because());
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("seed", Long.toString(entry.seed()));
        details.put("command", "lockstep record --catalogue --frameworks " + entry.framework() + " --out reference");
        details.put("processor", Processor.here());
        Provenance provenance =
                new Provenance(framework.title(), framework.version(), dtype(scenario, framework), details);
        return new CaseFile(scenario, Optional.of(observed(scenario, framework)), Optional.of(provenance));
    }

    /** What a framework computes that case in, in NumPy's words: who is as accurate in floats as in doubles computes in doubles. */
    public static String dtype(Case scenario, Framework framework) {
        boolean floats = scenario.execution().precision() == Precision.SINGLE
                && !framework.accuracy(Precision.SINGLE).equals(framework.accuracy(Precision.DOUBLE));
        return floats ? "float32" : "float64";
    }

    /**
     * What a framework computes now.
     *
     * @throws InvalidInput if it fails
     */
    public static Observations observed(Case scenario, Framework framework) {
        try {
            return framework.observe(scenario);
        } catch (InvalidInput refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            throw new InvalidInput(
                    "case \"" + scenario.name() + "\": one that " + framework.title()
                            + " can compute expected, one found at which it failed: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Why the file of a case is not what the catalogue says, in a sentence; nothing if it is. Of what was observed in floats, every
     * number must be one.
     *
     * @param folder with a folder for each framework
     */
    public static Optional<String> stale(CatalogueCase entry, Path folder) {
        Path file = entry.in(folder);
        if (!Files.isRegularFile(file)) {
            return Optional.of(file + ": a recording expected, none found; " + remedy());
        }
        CaseFile recorded = CaseReader.read(file);
        Map<String, String> drawn = CaseWriter.parts(entry.scenario());
        Map<String, String> found = CaseWriter.parts(recorded.scenario());
        return drawn.keySet().stream()
                .filter(part -> !drawn.get(part).equals(found.get(part)))
                .findFirst()
                .map(part ->
                        file + ": the " + part + " that the catalogue draws expected, other ones found; " + remedy())
                .or(() -> differing(entry, recorded).map(what -> file + ": " + what + "; " + remedy()));
    }

    private static Optional<String> differing(CatalogueCase entry, CaseFile recorded) {
        String seed = recorded.provenance()
                .map(said -> said.details().getOrDefault("seed", "none"))
                .orElse("none");
        if (!seed.equals(Long.toString(entry.seed()))) {
            return Optional.of("the seed " + entry.seed() + " expected, " + seed + " found");
        }
        Case scenario = entry.scenario();
        if (!recorded.scenario().name().equals(entry.name())) {
            return Optional.of("the name \"" + entry.name() + "\" expected, \""
                    + recorded.scenario().name() + "\" found");
        }
        if (!recorded.scenario().observed().equals(scenario.observed())) {
            return Optional.of(
                    scenario.observed() + " expected, " + recorded.scenario().observed() + " found");
        }
        if (recorded.observations().isEmpty()) {
            return Optional.of("observations expected, none found");
        }
        return scenario.execution().precision() == Precision.SINGLE
                ? beyondFloats(recorded.observations().get())
                : Optional.empty();
    }

    private static Optional<String> beyondFloats(Observations observations) {
        for (Quantity quantity : observations.quantities()) {
            for (double value : observations.get(quantity).values()) {
                if ((float) value != value) {
                    return Optional.of(quantity + ": numbers of float32 expected, " + value + " found");
                }
            }
        }
        return Optional.empty();
    }

    private static String remedy() {
        return COMMAND + " records it again";
    }
}
