package dev.lockstep;

import dev.lockstep.experiment.mutants.FamilyScore;
import dev.lockstep.experiment.mutants.MutantCatalogue;
import dev.lockstep.experiment.mutants.Teeth;
import dev.lockstep.experiment.mutants.Witness;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Kernels;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Stopwatch;
import dev.lockstep.port.Support;
import dev.lockstep.report.Annotations;
import dev.lockstep.report.Console;
import dev.lockstep.report.KillScore;
import dev.lockstep.report.MarkdownSummary;
import dev.lockstep.report.ReportFolder;
import dev.lockstep.report.RunObserver;
import dev.lockstep.report.RunResult;
import dev.lockstep.report.ScenarioRecorder;
import dev.lockstep.report.Subject;
import dev.lockstep.report.TimeSpent;
import dev.lockstep.steps.Run;
import io.cucumber.core.feature.FeatureParser;
import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.feature.GluePath;
import io.cucumber.core.gherkin.Feature;
import io.cucumber.core.gherkin.Pickle;
import io.cucumber.core.options.RuntimeOptions;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.FeaturePathFeatureSupplier;
import io.cucumber.core.runtime.Runtime;
import io.cucumber.plugin.Plugin;
import io.cucumber.tagexpressions.TagExpressionException;
import io.cucumber.tagexpressions.TagExpressionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;

/** One run of Cucumber over a selection, with its reports. Bad input leaves no report behind. */
final class FeatureRun {
    /** Ids of frameworks in other processes. */
    private static final Set<String> ELSEWHERE = Set.of(
            Frameworks.pyTorch().id(),
            Frameworks.keras().id(),
            Frameworks.onnx().id());

    /** What Cucumber writes by itself, by plugin. */
    private static final Map<String, String> CUCUMBER_REPORTS = Map.of(
            "html", "cucumber.html",
            "json", "cucumber.json",
            "junit", "junit.xml",
            "message", "messages.ndjson");

    private final Selection selection;
    private final Frameworks frameworks;
    private final Path folder;
    private final ClassLoader loader;
    private List<Feature> parsed = List.of();
    private List<Pickle> found = List.of();

    FeatureRun(Selection selection, Frameworks frameworks, Path folder, ClassLoader loader) {
        this.selection = selection;
        this.frameworks = frameworks;
        this.folder = folder;
        this.loader = loader;
    }

    /** @return the exit code */
    int run() throws IOException {
        long start = System.nanoTime();
        rehearse();
        Optional<Path> newFolder = highestMissing(folder);
        ReportFolder reports = ReportFolder.at(folder);
        Path drafts = Files.createTempDirectory(folder, ".cucumber");
        try {
            Console console = Console.standard(System.getenv());
            Stopwatch stopwatch = new Stopwatch(System::nanoTime);
            Found found = find(console, stopwatch, Teeth.EVERY_RUN, Optional.of(drafts));
            Duration whole = Duration.ofNanos(System.nanoTime() - start);
            RunResult result = found.result().totals().unexpected() == 0 ? withKillScores(found) : found.result();
            List<Path> written = new ArrayList<>(reports.write(result, this::refusal));
            written.addAll(publish(drafts));
            console.summary(result, TimeSpent.of(whole, stopwatch.readings()), written);
            tellGitHub(result, System.getenv());
            return result.totals().unexpected() == 0 ? 0 : Lockstep.UNEXPECTED;
        } catch (InvalidInput exception) {
            if (newFolder.isPresent()) {
                delete(newFolder.get());
            }
            throw exception;
        } finally {
            delete(drafts);
        }
    }

    /** What a run would have noticed matters where it noticed nothing; where it did, its user waits for that. */
    private static RunResult withKillScores(Found found) {
        List<FamilyScore> teeth = Teeth.of(found.witnesses(), MutantCatalogue.all(), score -> {});
        return found.result().with(teeth.stream().map(FeatureRun::killScore).toList());
    }

    /**
     * What a run finds.
     *
     * @param result what reports tell
     * @param witnesses what mutants can be held against, by family
     */
    record Found(RunResult result, SortedMap<String, List<Witness>> witnesses) {}

    /**
     * Runs the features, rehearsed before, without reports.
     *
     * @param limit how much work a case may take that mutants are held against
     */
    Found find(RunObserver observer, long limit) {
        return find(observer, new Stopwatch(System::nanoTime), limit, Optional.empty());
    }

    private Found find(RunObserver observer, Stopwatch stopwatch, long limit, Optional<Path> drafts) {
        ScenarioRecorder recorder = new ScenarioRecorder(Path.of(""), observer);
        BadInput badInput = new BadInput();
        Comparisons comparisons = new Comparisons(recorder, limit);
        Run.begin(frameworks, stopwatch, comparisons);
        RuntimeOptionsBuilder options = options();
        drafts.ifPresent(there ->
                CUCUMBER_REPORTS.forEach((plugin, file) -> options.addPluginName(plugin + ":" + there.resolve(file))));
        cucumber(options, badInput, recorder);
        badInput.complain();
        RunResult result = recorder.result(
                Lockstep.version(),
                RunResult.Environment.current(System.getenv(), Kernels.get().title()),
                reported(recorder));
        return new Found(result, comparisons.witnesses(result));
    }

    private static KillScore killScore(FamilyScore score) {
        return new KillScore(
                score.family(),
                score.mutants(),
                score.killed().size(),
                score.unmet().size(),
                score.survivors().stream()
                        .map(mutant -> mutant.id() + ": " + mutant.what())
                        .toList());
    }

    /** Those in other processes only where they took part: asking what version they have takes seconds. */
    private List<Framework> reported(ScenarioRecorder recorder) {
        Set<String> asked = recorder.parties();
        return frameworks.list().stream()
                .filter(framework -> asked.contains(framework.id())
                        || !ELSEWHERE.contains(framework.id())
                        || frameworks.selected().contains(framework))
                .toList();
    }

    /** Of what no scenario of a run compared. */
    private String refusal(String id, Subject subject) {
        Framework framework = frameworks.named(id);
        Support available = framework.available();
        if (!available.yes()) {
            return "not here, because " + available.because();
        }
        Support support = Probe.inEitherPrecision(framework, Probe.about(subject));
        return support.yes() ? "no scenario" : "not supported, because " + support.because();
    }

    /** A dry run: what is not Gherkin, means nothing or selects nothing is known before anything is computed. */
    void rehearse() {
        BadInput badInput = new BadInput();
        cucumber(options().setDryRun(), badInput);
        badInput.complain();
        expectScenarios();
    }

    private RuntimeOptionsBuilder options() {
        RuntimeOptionsBuilder options =
                new RuntimeOptionsBuilder().setNoSummary().setPublishQuiet(true);
        selection.features().forEach(feature -> options.addFeature(FeatureWithLines.parse(feature)));
        selection.glue().forEach(glue -> options.addGlue(GluePath.parse(glue)));
        selection.tags().ifPresent(tags -> {
            try {
                options.addTagFilter(TagExpressionParser.parse(tags));
            } catch (TagExpressionException exception) {
                throw new InvalidInput("--tags: a tag expression expected, \"" + tags + "\" found", exception);
            }
        });
        options.setPickleOrder(this::part);
        return options;
    }

    /** Cucumber swallows what is thrown here, so it is looked at afterwards. */
    private List<Pickle> part(List<Pickle> pickles) {
        found = List.copyOf(pickles);
        return selection.shard().of(pickles);
    }

    private void expectScenarios() {
        String where = String.join(", ", selection.features());
        if (found.isEmpty()) {
            throw noneFound(where);
        }
        for (String feature : selection.features()) {
            FeatureWithLines place = FeatureWithLines.parse(feature);
            for (int line : place.lines()) {
                if (found.stream().noneMatch(pickle -> pickle.getUri().equals(place.uri()) && isAt(pickle, line))) {
                    throw noneFound(feature.replaceFirst("(:\\d+)+$", "") + ":" + line);
                }
            }
        }
        if (selection.shard().index() > found.size()) {
            throw new InvalidInput("--shard: 1 to " + found.size() + " expected, as many as scenarios in " + where
                    + ", " + selection.shard().index() + " found");
        }
    }

    private InvalidInput noneFound(String where) {
        String tagged =
                selection.tags().map(tags -> " with the tags \"" + tags + "\"").orElse("");
        return new InvalidInput("features: at least one scenario" + tagged + " expected, none found in " + where);
    }

    /** Whether that line begins the scenario, or what it is an example or a part of. */
    private static boolean isAt(Pickle pickle, int line) {
        return Stream.concat(
                        Stream.of(pickle.getLocation(), pickle.getScenarioLocation()),
                        Stream.of(pickle.getExamplesLocation(), pickle.getRuleLocation(), pickle.getFeatureLocation())
                                .flatMap(Optional::stream))
                .anyMatch(location -> location.getLine() == line);
    }

    private void cucumber(RuntimeOptionsBuilder options, BadInput badInput, Plugin... others) {
        List<Plugin> plugins = new ArrayList<>(List.of(others));
        plugins.add(badInput);
        RuntimeOptions built = options.build();
        if (parsed.isEmpty()) {
            badInput.translating(() -> parsed = parse(built));
        }
        Runtime runtime = Runtime.builder()
                .withRuntimeOptions(built)
                .withFeatureSupplier(() -> parsed)
                .withClassLoader(() -> loader)
                .withAdditionalPlugins(plugins.toArray(Plugin[]::new))
                .build();
        badInput.translating(runtime::run);
    }

    /** Once for both the rehearsal and the run. */
    private List<Feature> parse(RuntimeOptions options) {
        return new FeaturePathFeatureSupplier(() -> loader, options, new FeatureParser(UUID::randomUUID)).get();
    }

    private List<Path> publish(Path drafts) throws IOException {
        List<Path> published = new ArrayList<>();
        for (String file : CUCUMBER_REPORTS.values().stream().sorted().toList()) {
            published.add(Files.move(drafts.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING));
        }
        return published;
    }

    private static void tellGitHub(RunResult result, Map<String, String> variables) {
        if ("true".equals(variables.get("GITHUB_ACTIONS"))) {
            Annotations.of(result).forEach(System.out::println);
        }
        String summary = variables.getOrDefault("GITHUB_STEP_SUMMARY", "");
        if (!summary.isEmpty()) {
            MarkdownSummary.append(result, Path.of(summary));
        }
    }

    /** The outermost of a folder and those around it that is not there yet. */
    private static Optional<Path> highestMissing(Path folder) {
        Optional<Path> missing = Optional.empty();
        for (Path path = folder.toAbsolutePath(); path != null && Files.notExists(path); path = path.getParent()) {
            missing = Optional.of(path);
        }
        return missing;
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException exception) {
                    throw new UncheckedIOException(exception);
                }
            });
        }
    }
}
