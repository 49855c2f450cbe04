package dev.lockstep.report;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.port.Framework;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EmbedEvent;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.Node;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestRunFinished;
import io.cucumber.plugin.event.TestSourceParsed;
import io.cucumber.plugin.event.TestStepFinished;
import io.cucumber.plugin.event.WriteEvent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Cucumber plugin that collects what became of every scenario, the comparisons it made, and what it wrote down and drew. Steps hand in a comparison
 * while their scenario runs; only what reports need is kept of it. Safe for use by several threads.
 */
public final class ScenarioRecorder implements ConcurrentEventListener {
    private static final String SVG = "image/svg+xml";

    private final Path base;
    private final RunObserver observer;
    private final Map<URI, String> features = new HashMap<>();
    private final Map<Place, Gathered> gathered = new HashMap<>();
    private final Map<UUID, String> unrunnableSteps = new HashMap<>();
    private final Map<UUID, List<String>> notes = new HashMap<>();
    private final Map<UUID, List<Picture>> pictures = new HashMap<>();
    private final List<ScenarioResult> scenarios = new ArrayList<>();

    private record Place(URI feature, int line) {}

    private static final class Gathered {
        private final List<ScenarioResult.Pair> pairs = new ArrayList<>();
        private final List<QuantityResult> quantities = new ArrayList<>();
        private boolean checked;
    }

    /**
     * @param base feature files are named relative to this folder
     * @param observer hears of every scenario as it ends
     */
    public ScenarioRecorder(Path base, RunObserver observer) {
        this.base = base.toAbsolutePath().normalize();
        this.observer = observer;
    }

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(TestSourceParsed.class, this::parsed);
        publisher.registerHandlerFor(TestStepFinished.class, this::stepFinished);
        publisher.registerHandlerFor(WriteEvent.class, this::written);
        publisher.registerHandlerFor(EmbedEvent.class, this::attached);
        publisher.registerHandlerFor(TestCaseFinished.class, this::caseFinished);
        publisher.registerHandlerFor(TestRunFinished.class, event -> observer.ended());
    }

    /**
     * Attaches a comparison to the scenario that is running.
     *
     * @param feature the feature file, as Cucumber names it
     * @param line the line of the scenario or of its example's row, as Cucumber counts it
     * @param comparison what was compared, whatever its outcome
     */
    public synchronized void compared(URI feature, int line, Comparison comparison) {
        Gathered here = gathered.computeIfAbsent(new Place(feature, line), key -> new Gathered());
        here.pairs.add(new ScenarioResult.Pair(
                comparison.a(),
                comparison.b(),
                comparison.outcome(),
                comparison.reason(),
                comparison
                        .tolerance()
                        .description(comparison.a().title(), comparison.b().title())));
        here.quantities.addAll(QuantityResult.of(comparison));
    }

    /**
     * Notes that a scenario held something against what it should be, though not as a comparison.
     *
     * @param feature the feature's URI, as Cucumber gives it
     * @param line the line of the scenario or of its example's row, as Cucumber counts it
     */
    public synchronized void checked(URI feature, int line) {
        gathered.computeIfAbsent(new Place(feature, line), key -> new Gathered()).checked = true;
    }

    /**
     * Everything recorded so far, by feature file and line.
     *
     * @param lockstep version of Lockstep
     * @param environment where it ran
     * @param frameworks the frameworks that were asked for
     */
    public synchronized RunResult result(
            String lockstep, RunResult.Environment environment, List<Framework> frameworks) {
        List<ScenarioResult> ordered = new ArrayList<>(scenarios);
        ordered.sort(Comparator.comparing(ScenarioResult::uri).thenComparing(ScenarioResult::line));
        return new RunResult(
                lockstep,
                environment,
                frameworks.stream().map(RunResult.FrameworkEntry::of).toList(),
                Picture.inFilesOfTheirOwn(ordered));
    }

    /** Ids of everyone who was compared with somebody, whatever came of it. */
    public synchronized Set<String> parties() {
        return scenarios.stream()
                .flatMap(scenario -> scenario.pairs().stream())
                .flatMap(pair -> Stream.of(pair.a().id(), pair.b().id()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private synchronized void parsed(TestSourceParsed event) {
        int found = 0;
        for (Node node : event.getNodes()) {
            features.put(event.getUri(), node.getName().orElse(""));
            found += examples(node);
        }
        observer.found(found);
    }

    private static int examples(Node node) {
        if (node instanceof Node.Container<?> container) {
            return container.elements().stream()
                    .mapToInt(ScenarioRecorder::examples)
                    .sum();
        }
        return 1;
    }

    private synchronized void stepFinished(TestStepFinished event) {
        Status status = event.getResult().getStatus();
        boolean unrunnable = status.is(Status.UNDEFINED) || status.is(Status.PENDING) || status.is(Status.AMBIGUOUS);
        if (unrunnable && event.getTestStep() instanceof PickleStepTestStep step) {
            unrunnableSteps.putIfAbsent(
                    event.getTestCase().getId(),
                    ScenarioOutcome.unrunnable(
                            status, step.getStep().getText(), event.getResult().getError()));
        }
    }

    private synchronized void written(WriteEvent event) {
        note(event.getTestCase(), event.getText());
    }

    private void note(TestCase test, String text) {
        notes.computeIfAbsent(test.getId(), id -> new ArrayList<>()).add(text);
    }

    /** Other media than pictures are for Cucumber's own reports. */
    private synchronized void attached(EmbedEvent event) {
        String type = event.getMediaType().toLowerCase(Locale.ROOT);
        if (!type.equals(SVG) && !type.startsWith(SVG + ";")) {
            return;
        }
        String name = Objects.requireNonNullElse(event.getName(), "");
        byte[] svg = event.getData();
        if (svg.length > Picture.MAX_BYTES) {
            TestCase test = event.getTestCase();
            String refusal = Picture.tooLarge(name, svg.length) + "; left out";
            note(test, refusal);
            observer.refused(FeaturePath.relative(test.getUri(), base) + ":"
                    + test.getLocation().getLine() + ": " + refusal);
            return;
        }
        pictures.computeIfAbsent(event.getTestCase().getId(), id -> new ArrayList<>())
                .add(Picture.of(name, svg));
    }

    private synchronized void caseFinished(TestCaseFinished event) {
        TestCase test = event.getTestCase();
        Place place = new Place(test.getUri(), test.getLocation().getLine());
        Gathered here = gathered.containsKey(place) ? gathered.remove(place) : new Gathered();
        Result result = event.getResult();
        Optional<Outcome> compared = here.pairs.stream()
                .map(ScenarioResult.Pair::outcome)
                .reduce(Outcome::and)
                .or(() -> here.checked ? Optional.of(Outcome.AGREE) : Optional.empty());
        Outcome outcome = ScenarioOutcome.of(compared, result.getStatus(), result.getError());
        String unrunnable = unrunnableSteps.getOrDefault(test.getId(), "");
        ScenarioResult scenario = new ScenarioResult(
                features.getOrDefault(test.getUri(), ""),
                test.getName(),
                FeaturePath.relative(test.getUri(), base),
                place.line(),
                test.getTags(),
                outcome,
                outcome.isUnexpected() ? "" : ScenarioOutcome.reason(outcome, here.pairs, result.getError()),
                outcome.isUnexpected() ? ScenarioOutcome.message(here.pairs, unrunnable, result.getError()) : "",
                here.pairs,
                here.quantities,
                notes.getOrDefault(test.getId(), List.of()),
                pictures.getOrDefault(test.getId(), List.of()));
        scenarios.add(scenario);
        observer.finished(scenario);
    }
}
