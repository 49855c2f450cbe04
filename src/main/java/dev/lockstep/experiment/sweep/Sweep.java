package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.experiment.sweep.Entry.Finding;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import io.cucumber.tagexpressions.Expression;
import io.cucumber.tagexpressions.TagExpressionException;
import io.cucumber.tagexpressions.TagExpressionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Runs the cases of a plan. What is done is in its journal at once; {@link #result} may be asked for at any time, by any thread,
 * also when the process is about to end.
 */
public final class Sweep implements AutoCloseable {
    /** A case that two frameworks can compute is drawn within so many attempts. */
    private static final int ATTEMPTS = 400;
    /** Of two thirds of the cases so many attempts are looked at for one that more frameworks can compute. */
    private static final int CHOICE = 5;

    private final Plan plan;
    private final Expression tags;
    private final List<Framework> frameworks;
    private final ExecutorService elsewhere;
    private final Contest contest;
    private final Judge judge;
    private final Remainder remainder;
    private final Findings findings;
    private final Journal journal;
    private final Set<String> shrunk = new HashSet<>();
    private boolean stopped;
    private boolean complete;

    /**
     * @param plan what to do
     * @param frameworks who takes part; the one that the others are held against first
     * @param folder where the journal and the smallest cases are written
     * @param resume whether to go on with the journal that is there
     * @param told what is printed of every divergence that nobody knew: its smallest case as a scenario
     * @throws InvalidInput if the tags are no expression, or there is no journal of this plan to go on with
     */
    public Sweep(Plan plan, List<Framework> frameworks, Path folder, boolean resume, Consumer<String> told) {
        this(plan, frameworks, folder, resume, told, Pins.ALL);
    }

    Sweep(Plan plan, List<Framework> frameworks, Path folder, boolean resume, Consumer<String> told, Pins pins) {
        this.plan = plan;
        this.frameworks = List.copyOf(frameworks);
        tags = expression(plan.tags());
        elsewhere = Executors.newFixedThreadPool(Math.max(1, frameworks.size()), task -> {
            Thread thread = new Thread(task, "sweep");
            thread.setDaemon(true);
            return thread;
        });
        contest = new Contest(frameworks, elsewhere);
        judge = new Judge(pins, plan.ignorePins());
        remainder = new Remainder(contest, judge);
        findings = new Findings(folder, contest, judge, text -> {
            if (!isEnding()) {
                told.accept(text);
            }
        });
        Path file = folder.resolve("sweep.journal");
        journal = resume ? Journal.resumed(file, plan) : Journal.begun(file, plan);
        journal.entries().forEach(entry -> shrunk.addAll(entry.pins()));
    }

    private static Expression expression(String tags) {
        try {
            return TagExpressionParser.parse(tags);
        } catch (TagExpressionException exception) {
            throw new InvalidInput("--tags: a tag expression expected, \"" + tags + "\" found", exception);
        }
    }

    /**
     * Runs what is not done yet, in order.
     *
     * @param progress told of every case that is done or need not be, those of the journal included
     */
    public SweepResult run(Consumer<Optional<Entry>> progress) {
        for (int number = 1; number <= plan.cases() && !isStopped(); number++) {
            if (journal.has(number)) {
                progress.accept(Optional.empty());
                continue;
            }
            Optional<Entry> entry = entry(number);
            if (!keep(entry)) {
                return result();
            }
            progress.accept(entry);
        }
        synchronized (this) {
            complete = !stopped;
        }
        return result();
    }

    /** Nothing is noted any more from now on; what was under way is lost. */
    public synchronized void stop() {
        stopped = true;
    }

    /** What is done so far. */
    public synchronized SweepResult result() {
        List<Entry> entries = journal.entries().stream()
                .filter(entry -> entry.number() <= plan.cases())
                .toList();
        return new SweepResult(plan, entries, complete);
    }

    @Override
    public void close() {
        elsewhere.shutdownNow();
        try {
            journal.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized boolean keep(Optional<Entry> entry) {
        stopped |= isEnding();
        if (!stopped) {
            entry.ifPresent(journal::add);
        }
        return !stopped;
    }

    /** Whether this JVM is about to end, and so may have ended workers before they could answer. */
    private static boolean isEnding() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    private Optional<Entry> entry(int number) {
        Case scenario = draw(number);
        return tags.evaluate(new ArrayList<>(CaseTags.of(scenario)))
                ? Optional.of(entry(number, contest.compare(scenario)))
                : Optional.empty();
    }

    /** The first case that two can compute; of two thirds of the cases the one among some that most can. */
    private Case draw(int number) {
        Optional<Case> best = Optional.empty();
        int most = 1;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Case drawn = CaseLaw.draw(plan.seed(), number, attempt);
            if (!CaseFiles.canHold(drawn)) {
                continue;
            }
            int count = contest.supporters(drawn).size();
            if (count > most) {
                best = Optional.of(drawn);
                most = count;
            }
            boolean enough = number % 3 == 0 || most == frameworks.size() || attempt >= CHOICE;
            if (best.isPresent() && enough) {
                return best.get();
            }
        }
        throw new InvalidInput("frameworks: two that can compute the same cases expected, "
                + String.join(", ", plan.frameworks()) + " found");
    }

    private Entry entry(int number, List<Comparison> comparisons) {
        End worst = End.AGREE;
        Set<String> explaining = new HashSet<>();
        List<Finding> found = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            End end = judge.end(comparison);
            List<String> ids = judge.explaining(comparison);
            explaining.addAll(ids);
            worst = end.compareTo(worst) > 0 ? end : worst;
            if (end == End.KNOWN) {
                Optional<Comparison> hidden = remainder.unexpected(comparison);
                if (hidden.isPresent()) {
                    worst = End.UNEXPECTED;
                    found.add(findings.smallest(number, hidden.get()));
                }
            } else if (end == End.UNEXPECTED) {
                // With pins ignored, one smallest case of each is enough.
                boolean worthIt = ids.isEmpty() || !shrunk.containsAll(ids);
                found.add(worthIt ? findings.smallest(number, comparison) : Findings.asItIs(comparison));
                shrunk.addAll(ids);
            } else if (end == End.INCONCLUSIVE) {
                found.add(Findings.asItIs(comparison));
            }
        }
        List<String> pins = new ArrayList<>(explaining);
        Collections.sort(pins);
        return new Entry(number, worst, pins, found);
    }
}
