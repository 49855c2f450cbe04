package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds mutants against what features compared: {@code new Definition(mutant)} computes every case, the cheapest first, until a
 * number is beyond the bound of its comparison. Comparisons that the equations as they are written do not agree with are left out.
 * Nothing depends on how fast the machine is, nor on the number of threads.
 */
public final class Teeth {
    /** The greatest {@link Witness#work} of a case in an ordinary run. */
    public static final long EVERY_RUN = 20_000;
    /** The greatest {@link Witness#work} of a case in {@code lockstep mutants}. */
    public static final long THOROUGH = 2_000_000;

    /** Hears of every family that is done. */
    @FunctionalInterface
    public interface Progress {
        /** A family is done. */
        void done(FamilyScore score);
    }

    private enum Verdict {
        KILLED,
        SURVIVED,
        UNMET
    }

    /** Comparisons of one and the same case with several others. */
    private record Trial(Case scenario, List<Witness> witnesses) {
        boolean kills(Mutant mutant) {
            List<Witness> meeting =
                    witnesses.stream().filter(witness -> witness.meets(mutant)).toList();
            if (meeting.isEmpty()) {
                return false;
            }
            Observations found = mutant.observe(scenario);
            return meeting.stream().anyMatch(witness -> witness.contradicts(found));
        }

        boolean meets(Mutant mutant) {
            return witnesses.stream().anyMatch(witness -> witness.meets(mutant));
        }
    }

    private Teeth() {}

    /**
     * Holds every mutant against every family.
     *
     * @param families what was compared, by the families' names
     * @param mutants the catalogue
     * @return a score for every family
     */
    public static List<FamilyScore> of(
            SortedMap<String, List<Witness>> families, List<Mutant> mutants, Progress progress) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                    Thread thread = new Thread(task, "mutants");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<FamilyScore> scores = new ArrayList<>();
            families.forEach((name, family) -> {
                FamilyScore score = score(name, trials(family, threads), mutants, threads);
                scores.add(score);
                progress.done(score);
            });
            return scores;
        } finally {
            threads.shutdownNow();
        }
    }

    private static FamilyScore score(String family, List<Trial> trials, List<Mutant> mutants, ExecutorService threads) {
        List<Mutant> relevant = mutants.stream()
                .filter(mutant -> Kind.of(family).contains(mutant.kind()))
                .toList();
        List<Future<Verdict>> verdicts = relevant.stream()
                .map(mutant -> threads.submit(() -> verdict(mutant, trials)))
                .toList();
        Map<Verdict, List<Mutant>> by = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            by.put(verdict, new ArrayList<>());
        }
        List<Mutant> refuted = new ArrayList<>();
        for (int k = 0; k < relevant.size(); k++) {
            Mutant mutant = relevant.get(k);
            Verdict verdict = get(verdicts.get(k));
            if (!mutant.isEquivalent()) {
                by.get(verdict).add(mutant);
            } else if (verdict == Verdict.KILLED) {
                refuted.add(mutant);
            }
        }
        return new FamilyScore(
                family,
                trials.stream().mapToInt(trial -> trial.witnesses().size()).sum(),
                by.get(Verdict.KILLED),
                by.get(Verdict.SURVIVED),
                by.get(Verdict.UNMET),
                refuted);
    }

    private static Verdict verdict(Mutant mutant, List<Trial> trials) {
        boolean met = false;
        for (Trial trial : trials) {
            met |= trial.meets(mutant);
            if (trial.kills(mutant)) {
                return Verdict.KILLED;
            }
        }
        return met ? Verdict.SURVIVED : Verdict.UNMET;
    }

    /** The comparisons that the standard equations agree with, by case, the cheapest case first. */
    private static List<Trial> trials(List<Witness> family, ExecutorService threads) {
        List<Future<Observations>> standards = family.stream()
                .map(witness -> threads.submit(() -> Definition.STANDARD.observe(witness.scenario())))
                .toList();
        Map<List<Object>, Trial> trials = new LinkedHashMap<>();
        for (int k = 0; k < family.size(); k++) {
            Witness witness = family.get(k);
            Observations standard = get(standards.get(k));
            if (!witness.contradicts(standard)) {
                trials.computeIfAbsent(
                                identity(witness.scenario(), standard),
                                key -> new Trial(witness.scenario(), new ArrayList<>()))
                        .witnesses()
                        .add(witness);
            }
        }
        return trials.values().stream()
                .sorted(Comparator.comparingLong(trial -> Work.of(trial.scenario())))
                .toList();
    }

    /** What is the same for cases that are the same, though steps made them anew for every framework. */
    private static List<Object> identity(Case scenario, Observations standard) {
        List<Object> numbers = new ArrayList<>();
        for (Quantity quantity : standard.quantities()) {
            numbers.add(quantity);
            numbers.add(Arrays.stream(standard.get(quantity).values()).boxed().toList());
        }
        return List.of(
                scenario.network(),
                scenario.weights().asMap(),
                Arrays.stream(scenario.input().values()).boxed().toList(),
                scenario.initialStates(),
                scenario.truncation(),
                scenario.training().map(training -> List.of(training.optimizer(), training.clip())),
                scenario.observed(),
                numbers);
    }

    private static <V> V get(Future<V> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
