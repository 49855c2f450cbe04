package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that reports tell about one run.
 *
 * @param lockstep version of Lockstep
 * @param environment where it ran
 * @param frameworks the frameworks that were asked for, available or not
 * @param scenarios by feature file, then by line
 * @param killScores what every family would notice, by its name
 */
public record RunResult(
        String lockstep,
        Environment environment,
        List<FrameworkEntry> frameworks,
        List<ScenarioResult> scenarios,
        List<KillScore> killScores) {
    public RunResult {
        frameworks = List.copyOf(frameworks);
        scenarios = List.copyOf(scenarios);
        killScores = List.copyOf(killScores);
    }

    /** A run that was not held against mutants. */
    public RunResult(
            String lockstep, Environment environment, List<FrameworkEntry> frameworks, List<ScenarioResult> scenarios) {
        this(lockstep, environment, frameworks, scenarios, List.of());
    }

    /** The same run with what its families would notice. */
    public RunResult with(List<KillScore> scores) {
        return new RunResult(lockstep, environment, frameworks, scenarios, scores);
    }

    /** What a family would notice; empty where it was not held against mutants. */
    public Optional<KillScore> killScore(String family) {
        return killScores.stream()
                .filter(score -> score.family().equals(family))
                .findFirst();
    }

    /** Families with how many of their scenarios there are by outcome, in the order of their names. */
    public SortedMap<String, Map<Outcome, Integer>> families() {
        SortedMap<String, Map<Outcome, Integer>> families = new TreeMap<>();
        for (ScenarioResult scenario : scenarios) {
            families.computeIfAbsent(scenario.family(), name -> new EnumMap<>(Outcome.class))
                    .merge(scenario.outcome(), 1, Integer::sum);
        }
        return families;
    }

    /** How many scenarios ended how, and what they compared. */
    public Totals totals() {
        return new Totals(
                scenarios.size(),
                count(Outcome.AGREE),
                count(Outcome.KNOWN_DIVERGENCE),
                count(Outcome.UNSUPPORTED),
                count(Outcome.INCONCLUSIVE),
                failures().size(),
                scenarios.stream().mapToInt(s -> s.comparisons().size()).sum(),
                scenarios.stream().mapToLong(ScenarioResult::elements).sum());
    }

    /** The scenarios with an unexpected outcome, in order. */
    public List<ScenarioResult> failures() {
        return scenarios.stream().filter(s -> s.outcome().isUnexpected()).toList();
    }

    private int count(Outcome outcome) {
        return (int) scenarios.stream().filter(s -> s.outcome() == outcome).count();
    }

    /**
     * Where a run took place, as far as it may explain a number.
     *
     * @param java version and vendor
     * @param os name and architecture
     * @param cores processors the JVM may use
     * @param ompThreads value of {@code OMP_NUM_THREADS}, empty when unset
     * @param locale the default locale as a language tag
     * @param kernels what runs our innermost loops
     */
    public record Environment(String java, String os, int cores, String ompThreads, String locale, String kernels) {
        /**
         * This JVM.
         *
         * @param variables the environment variables
         * @param kernels what runs our innermost loops
         */
        public static Environment current(Map<String, String> variables, String kernels) {
            return new Environment(
                    System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
                    System.getProperty("os.name") + ", " + System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    variables.getOrDefault("OMP_NUM_THREADS", ""),
                    Locale.getDefault().toLanguageTag(),
                    kernels);
        }
    }

    /**
     * One framework of the run.
     *
     * @param id as on the command line
     * @param title its name in text
     * @param version its version
     * @param available whether it could run here
     * @param because why not; empty when available
     */
    public record FrameworkEntry(String id, String title, String version, boolean available, String because) {
        /** Asks a framework. */
        public static FrameworkEntry of(Framework framework) {
            Support support = framework.available();
            return new FrameworkEntry(
                    framework.id(), framework.title(), framework.version(), support.yes(), support.because());
        }
    }

    /**
     * How many scenarios ended how.
     *
     * @param scenarios all of them
     * @param agree every number within its bound
     * @param known pinned divergences that still hold
     * @param skipped unsupported, with a reason
     * @param inconclusive could not tell anything
     * @param unexpected diverged, mended or failed
     * @param comparisons quantities compared
     * @param elements numbers compared
     */
    public record Totals(
            int scenarios,
            int agree,
            int known,
            int skipped,
            int inconclusive,
            int unexpected,
            int comparisons,
            long elements) {}
}
