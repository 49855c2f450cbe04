package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Has cases computed by all who can, and holds everybody against the first of them. */
final class Contest {
    private final List<Framework> frameworks;
    private final Executor elsewhere;
    private final Tolerance tolerance = Tolerances.derived();

    /**
     * @param frameworks the one that others are held against first
     * @param elsewhere where frameworks other than the first compute meanwhile
     */
    Contest(List<Framework> frameworks, Executor elsewhere) {
        this.frameworks = List.copyOf(frameworks);
        this.elsewhere = elsewhere;
    }

    /** What a framework made of what it was asked: observations, or how it failed. */
    private record Answer(Framework framework, Case asked, Optional<Observations> observed, String failure) {}

    /** What one framework is to compute. */
    private record Question(Framework framework, Case asked) {
        Answer answer() {
            try {
                return new Answer(framework, asked, Optional.of(framework.observe(asked)), "");
            } catch (RuntimeException exception) {
                return new Answer(framework, asked, Optional.empty(), Failures.sentence(exception));
            }
        }
    }

    /** The one of that id. */
    Framework framework(String id) {
        return frameworks.stream()
                .filter(framework -> framework.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Who can compute the case, or part of it. */
    List<Framework> supporters(Case scenario) {
        return frameworks.stream()
                .filter(framework -> Reductions.supported(framework, scenario).isPresent())
                .toList();
    }

    /** Every framework that can compute the case against the first one that can. */
    List<Comparison> compare(Case scenario) {
        return compare(scenario, supporters(scenario));
    }

    /** These frameworks, all of which can compute the case, against the first of them. */
    List<Comparison> compare(Case scenario, List<Framework> parties) {
        List<CompletableFuture<Answer>> others = parties.stream()
                .skip(1)
                .map(framework -> question(framework, scenario))
                .map(question -> CompletableFuture.supplyAsync(question::answer, elsewhere))
                .toList();
        Answer first = question(parties.get(0), scenario).answer();
        return others.stream().map(other -> held(first, other.join())).toList();
    }

    private static Question question(Framework framework, Case scenario) {
        return new Question(framework, Reductions.supported(framework, scenario).orElseThrow());
    }

    private Comparison held(Answer first, Answer second) {
        Case common = Reductions.common(first.asked(), second.asked());
        Answer a = ofCommon(first, common);
        Answer b = ofCommon(second, common);
        boolean nowhere =
                a.failure().isEmpty() ? a.observed().filter(Contest::isFinite).isEmpty() : isOfNumbers(a);
        // Where the first has no finite numbers, whatever stops the second may come of that.
        if (nowhere && b.observed().filter(Contest::isFinite).isEmpty()) {
            return new Comparison(
                    common,
                    Party.of(a.framework(), common),
                    Party.of(b.framework(), common),
                    List.of(),
                    tolerance,
                    Outcome.INCONCLUSIVE,
                    "neither " + a.framework().title() + " nor " + b.framework().title() + " has finite numbers"
                            + (b.failure().isEmpty() ? "" : ": " + b.framework().title() + " " + b.failure()));
        }
        for (Answer answer : List.of(a, b)) {
            if (answer.observed().isEmpty()) {
                return failed(common, a, b, answer.framework().title() + " " + answer.failure());
            }
        }
        try {
            return Comparison.of(
                    common,
                    Party.of(a.framework(), common),
                    only(common, a.observed().get()),
                    Party.of(b.framework(), common),
                    only(common, b.observed().get()),
                    tolerance);
        } catch (RuntimeException exception) {
            // A bug of ours, which no pin excuses; the sweep goes on.
            return failed(common, a, b, "they could not be held against each other: " + Failures.sentence(exception));
        }
    }

    /** What overflows in what the other was not asked, in training say, does not keep the two from being compared. */
    private static Answer ofCommon(Answer answer, Case common) {
        return isOfNumbers(answer) ? new Question(answer.framework(), common).answer() : answer;
    }

    /** Whether a framework stopped where it met a number that is not finite. */
    private static boolean isOfNumbers(Answer answer) {
        return answer.failure().contains(Pin.NOT_FINITE);
    }

    private static boolean isFinite(Observations observed) {
        return observed.quantities().stream()
                .flatMapToDouble(
                        quantity -> Arrays.stream(observed.get(quantity).values()))
                .allMatch(Double::isFinite);
    }

    private Comparison failed(Case common, Answer a, Answer b, String reason) {
        return new Comparison(
                common,
                Party.of(a.framework(), common),
                Party.of(b.framework(), common),
                List.of(),
                tolerance,
                Outcome.ERROR,
                reason);
    }

    private static Observations only(Case asked, Observations observed) {
        Observations.Builder some = Observations.builder();
        for (Quantity quantity : observed.quantities()) {
            boolean takesStep = quantity.step() == 0 || asked.training().isPresent();
            if (takesStep && asked.observed().contains(quantity.kind())) {
                some.put(quantity, observed.get(quantity));
            }
        }
        return some.build();
    }
}
