package dev.lockstep.experiment.detective;

import dev.lockstep.comparison.Diagnosis;
import dev.lockstep.comparison.Diagnosis.Candidate;
import dev.lockstep.convention.Convention;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Plants every convention in seeded random cases, in turns in the definition and at the boundary of frameworks' adapters, where
 * it can be planted there, and asks for its name; then plants faults that are in no entry, which must get none.
 *
 * @param frameworks the first is the witness of what is planted in the definition
 * @param conventions what is planted
 * @param trials how often each convention is planted
 * @param faults how many faults are planted
 * @param seed of everything
 */
public record DetectiveTrials(
        List<Framework> frameworks, List<Convention> conventions, int trials, int faults, long seed) {
    /** Cases drawn in search of one that a convention applies to and shows in. */
    private static final int DRAWS = 400;
    /** Cases that a convention applies to without showing, after which it counts as not to be told. */
    private static final int SILENT = 10;

    /** What one planting came to. */
    private enum Verdict {
        NAMED,
        INDISTINGUISHABLE,
        MISSED
    }

    public DetectiveTrials {
        frameworks = List.copyOf(frameworks);
        conventions = List.copyOf(conventions);
        if (trials < 1) {
            throw new InvalidInput("--trials: 1 or more expected, " + trials + " found");
        }
    }

    /**
     * Runs all of it.
     *
     * @param progress is told what has been done, a line at a time
     */
    public DetectiveResult run(Consumer<String> progress) {
        List<DetectiveResult.Entry> entries = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int number = 0; number < conventions.size(); number++) {
            Convention convention = conventions.get(number);
            int named = 0;
            int alike = 0;
            for (int trial = 0; trial < trials; trial++) {
                Verdict verdict = plant(convention, number, trial, remarks);
                named += verdict == Verdict.NAMED ? 1 : 0;
                alike += verdict == Verdict.INDISTINGUISHABLE ? 1 : 0;
            }
            entries.add(new DetectiveResult.Entry(convention.id(), trials, named, alike));
            progress.accept((number + 1) + "/" + conventions.size() + "  " + convention.id() + ": named " + named
                    + ", not to be told from others " + alike + ", of " + trials);
        }
        int falseNames = 0;
        for (int fault = 0; fault < faults; fault++) {
            falseNames += misnamed(fault, remarks) ? 1 : 0;
            if ((fault + 1) % 10 == 0) {
                progress.accept(
                        (fault + 1) + "/" + faults + "  faults that are no convention: " + falseNames + " got a name");
            }
        }
        return new DetectiveResult(entries, faults, falseNames, remarks);
    }

    private long seedOf(int what, int trial, int draw) {
        return ((seed * 1_000_003 + what) * 1_009 + trial) * 10_007 + draw;
    }

    private Verdict plant(Convention convention, int number, int trial, List<String> remarks) {
        int silent = 0;
        for (int draw = 0; draw < DRAWS && silent < SILENT; draw++) {
            Case scenario = DetectiveCase.of(seedOf(number, trial, draw));
            List<Hypothesis> hypotheses = convention.hypotheses(scenario);
            if (hypotheses.isEmpty()) {
                continue;
            }
            Hypothesis planted = hypotheses.get(draw % hypotheses.size());
            Optional<Diagnosis> diagnosis = planted(planted, scenario, place(trial));
            if (diagnosis.isPresent()) {
                return verdict(convention, planted, scenario, diagnosis.get(), remarks);
            }
            silent++;
        }
        if (silent == 0) {
            remarks.add(convention.id() + ": no case that it applies to was drawn");
            return Verdict.MISSED;
        }
        return Verdict.INDISTINGUISHABLE;
    }

    /** The definition and the frameworks in turns. */
    private Planting place(int trial) {
        int turn = trial % (frameworks.size() + 1);
        return turn == 0 ? Planting.inDefinition(frameworks.get(0)) : Planting.at(frameworks.get(turn - 1));
    }

    /** A convention that is about equations, or a case that a framework does not know, is planted in the definition. */
    private Optional<Diagnosis> planted(Hypothesis hypothesis, Case scenario, Planting place) {
        try {
            Observations planted = hypothesis.observe(place.place(), scenario);
            if (place.isRight(scenario)) {
                return place.diagnosed(scenario, planted);
            }
            return Optional.empty();
        } catch (UnsupportedOperationException elsewhere) {
            return plantedInDefinition(hypothesis, scenario);
        } catch (InvalidInput noSuchCase) {
            return Optional.empty();
        }
    }

    private Optional<Diagnosis> plantedInDefinition(Hypothesis hypothesis, Case scenario) {
        Planting definition = Planting.inDefinition(frameworks.get(0));
        try {
            return definition.diagnosed(scenario, hypothesis.observe(definition.place(), scenario));
        } catch (InvalidInput noSuchCase) {
            return Optional.empty();
        }
    }

    private static Verdict verdict(
            Convention convention, Hypothesis planted, Case scenario, Diagnosis diagnosis, List<String> remarks) {
        List<String> named = diagnosis.named().stream()
                .map(candidate ->
                        candidate.conventions().stream().map(Convention::id).collect(Collectors.joining(" and ")))
                .distinct()
                .toList();
        if (!named.contains(convention.id())) {
            remarks.add(convention.id() + ", " + scenario.name() + ": " + planted.title() + ", but "
                    + String.join(" ", diagnosis.findings()));
            return Verdict.MISSED;
        }
        return named.size() == 1 ? Verdict.NAMED : Verdict.INDISTINGUISHABLE;
    }

    private boolean misnamed(int number, List<String> remarks) {
        for (int draw = 0; draw < DRAWS; draw++) {
            Case scenario = DetectiveCase.of(seedOf(-1 - number, 0, draw));
            Optional<Fault> fault = Fault.of(number, scenario, seedOf(-1 - number, 1, draw));
            if (fault.isEmpty()) {
                continue;
            }
            Planting place = Planting.inDefinition(frameworks.get(0));
            Optional<Diagnosis> diagnosis =
                    place.diagnosed(scenario, fault.get().observe(place.place(), scenario));
            if (diagnosis.isPresent()) {
                List<Candidate> named = diagnosis.get().named();
                named.forEach(candidate -> remarks.add("fault \"" + fault.get().title() + "\", " + scenario.name()
                        + ", was called " + candidate.title()));
                return !named.isEmpty();
            }
        }
        remarks.add("fault " + number + ": no case was drawn in which it shows");
        return false;
    }
}
