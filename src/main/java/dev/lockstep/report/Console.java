package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What a person sees while features run: a bar where somebody is watching, else a line for every feature file; failures
 * with their whole message, skipped scenarios with their reason, totals, and where the reports are. With a bar, failures
 * are shown when it is done.
 */
public final class Console implements RunObserver {
    private static final int MAX_SKIPPED = 20;
    private static final int BAR_MILLIS = 200;

    private final PrintStream out;
    private final PlainText plain;
    private final boolean interactive;
    private final boolean ascii;
    private final List<ScenarioResult> failures = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private Optional<ProgressBar> bar = Optional.empty();
    private Optional<ScenarioResult> latest = Optional.empty();
    private int found;

    /**
     * @param out the terminal or log
     * @param charset what it is written in; signs that the charset lacks are spelled in ASCII
     * @param interactive whether somebody watches, so that a bar may redraw itself
     */
    public Console(PrintStream out, Charset charset, boolean interactive) {
        this.out = out;
        this.plain = new PlainText(charset);
        this.interactive = interactive;
        this.ascii = !charset.newEncoder().canEncode("█");
    }

    /**
     * The console of this JVM: a bar on a terminal, plain lines where output is redirected or {@code CI} is set.
     *
     * @param variables the environment variables
     */
    public static Console standard(Map<String, String> variables) {
        java.io.Console terminal = System.console();
        boolean interactive = terminal != null && !variables.containsKey("CI") && !"dumb".equals(variables.get("TERM"));
        String stdout = System.getProperty("stdout.encoding");
        Charset charset = terminal != null
                ? terminal.charset()
                : stdout != null ? Charset.forName(stdout) : Charset.defaultCharset();
        return new Console(new PrintStream(System.out, true, charset), charset, interactive);
    }

    /** From JDK 22 on there may be a console without a terminal, and a method that tells; before, there was none. */
    private static boolean isTerminal(java.io.Console console) {
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public synchronized void found(int scenarios) {
        found += scenarios;
    }

    @Override
    public synchronized void finished(ScenarioResult scenario) {
        if (interactive) {
            ProgressBar shown = bar.orElseGet(this::newBar);
            bar = Optional.of(shown);
            shown.step();
            if (scenario.outcome().isUnexpected()) {
                failures.add(scenario);
                shown.setExtraMessage(failures.size() + " unexpected");
            }
            return;
        }
        if (latest.isPresent() && !latest.get().uri().equals(scenario.uri())) {
            featureLine();
        }
        latest = Optional.of(scenario);
        counts.merge(scenario.outcome(), 1, Integer::sum);
        if (scenario.outcome().isUnexpected()) {
            failure(scenario);
        }
    }

    @Override
    public synchronized void refused(String sentence) {
        refusals.add(sentence);
    }

    @Override
    public synchronized void ended() {
        bar.ifPresent(shown -> {
            shown.maxHint(shown.getCurrent());
            shown.close();
        });
        bar = Optional.empty();
        featureLine();
        failures.forEach(this::failure);
        failures.clear();
        refusals.forEach(this::line);
        refusals.clear();
    }

    /** Prints skipped and inconclusive scenarios with their reasons, the totals, the time spent, and where the reports are. */
    public synchronized void summary(RunResult run, TimeSpent time, List<Path> reports) {
        told(run, Outcome.UNSUPPORTED);
        told(run, Outcome.INCONCLUSIVE);
        RunResult.Totals totals = run.totals();
        line("");
        line(OutcomeText.verdict(totals));
        line(OutcomeText.counted(totals.agree(), Outcome.AGREE) + ", "
                + OutcomeText.counted(totals.known(), Outcome.KNOWN_DIVERGENCE) + ", "
                + OutcomeText.counted(totals.skipped(), Outcome.UNSUPPORTED) + ", "
                + OutcomeText.counted(totals.inconclusive(), Outcome.INCONCLUSIVE) + ", "
                + NumberText.count(totals.unexpected()) + " unexpected; "
                + NumberText.count(totals.comparisons()) + (totals.comparisons() == 1 ? " quantity, " : " quantities, ")
                + NumberText.count(totals.elements())
                + (totals.elements() == 1 ? " number compared" : " numbers compared"));
        line(time.line());
        if (!reports.isEmpty()) {
            line("");
            line("reports");
            reports.forEach(report -> line("  " + report));
        }
    }

    private ProgressBar newBar() {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("Scenarios")
                .setInitialMax(found)
                .setUpdateIntervalMillis(BAR_MILLIS)
                .setStyle(ascii ? ProgressBarStyle.ASCII : ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(out));
        return builder.build();
    }

    private void featureLine() {
        latest.ifPresent(scenario -> line(scenario.uri() + ": "
                + counts.entrySet().stream()
                        .map(entry -> OutcomeText.counted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "))));
        latest = Optional.empty();
        counts.clear();
    }

    private void failure(ScenarioResult scenario) {
        line("");
        line(OutcomeText.word(scenario.outcome()).toUpperCase(Locale.ROOT) + "  " + scenario.name());
        line("  " + scenario.feature() + ", " + scenario.where());
        line("");
        scenario.message().lines().forEach(text -> line(text.isEmpty() ? "" : "  " + text));
        line("");
    }

    private void told(RunResult run, Outcome outcome) {
        List<ScenarioResult> scenarios = run.scenarios().stream()
                .filter(scenario -> scenario.outcome() == outcome)
                .toList();
        if (scenarios.isEmpty()) {
            return;
        }
        line("");
        line(OutcomeText.word(outcome));
        for (ScenarioResult scenario : scenarios.subList(0, Math.min(MAX_SKIPPED, scenarios.size()))) {
            line("  " + scenario.where() + "  " + scenario.name() + ": " + scenario.reason());
        }
        if (scenarios.size() > MAX_SKIPPED) {
            line("  +" + NumberText.count((long) scenarios.size() - MAX_SKIPPED) + " more in " + ReportFolder.JSON);
        }
    }

    private void line(String text) {
        out.print(plain.encodable(text) + "\n");
        out.flush();
    }
}
