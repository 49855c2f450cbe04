package dev.lockstep.experiment.replay;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Computable;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.experiment.replay.Recordings.Recording;
import dev.lockstep.experiment.sweep.KnownDivergences;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.report.CheckResult.Answer;
import dev.lockstep.report.CheckResult.Replayed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has frameworks compute what was recorded.
 *
 * @param frameworks who is asked
 * @param tolerance how far from the recording their numbers may be
 */
public record Replay(List<Framework> frameworks, Tolerance tolerance) {
    public Replay {
        frameworks = List.copyOf(frameworks);
    }

    /** One recording, all of whose observations every framework is held to that can make them. */
    public Replayed of(Recording recording) {
        Framework recorded = Frameworks.recorded(recording.content());
        Set<Kind> kinds = recording.content().observations().orElseThrow().quantities().stream()
                .map(Quantity::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        Case scenario = recording.content().scenario().observing(kinds);
        List<String> unrecorded = recording.content().scenario().observed().stream()
                .filter(kind -> !kinds.contains(kind))
                .map(kind -> kind.title() + ", because it was not recorded")
                .toList();
        List<Answer> answers = frameworks.stream()
                .map(framework ->
                        answer(framework, Frameworks.recorded(recording.content(), framework), scenario, unrecorded))
                .toList();
        return new Replayed(
                recording.path().toString().replace('\\', '/'),
                scenario.name(),
                recorded.title(),
                recording.content().provenance().map(found -> found.version()).orElse(""),
                recording.content().provenance().map(found -> found.dtype()).orElse(""),
                answers,
                onlyTheRecordingDiffers(answers, scenario));
    }

    /** Said where several frameworks differ from what was recorded, none agrees with it, and all of them agree with one another. */
    private Optional<String> onlyTheRecordingDiffers(List<Answer> answers, Case scenario) {
        boolean supported = answers.stream().anyMatch(answer -> answer.outcome() == Outcome.AGREE);
        List<Framework> apart = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).outcome() == Outcome.DIVERGE) {
                apart.add(frameworks.get(i));
            }
        }
        if (supported || apart.size() < 2 || !agreeWithOneAnother(apart, scenario)) {
            return Optional.empty();
        }
        return Optional.of(apart.stream().map(Framework::title).collect(Collectors.joining(", "))
                + " agree with one another, and only what was recorded differs: it may be of another case than this file holds,"
                + " of other weights or data");
    }

    private boolean agreeWithOneAnother(List<Framework> some, Case scenario) {
        Framework first = some.get(0);
        Case known = Computable.by(first, scenario).scenario();
        return some.stream().skip(1).allMatch(other -> {
            Case common = Computable.by(other, known).scenario();
            return Comparison.undiagnosed(first, other, common, tolerance).outcome() == Outcome.AGREE;
        });
    }

    private Answer answer(Framework framework, Framework recorded, Case scenario, List<String> unrecorded) {
        Computable computable = Computable.by(framework, scenario);
        Case asked = computable.scenario();
        List<String> without = new ArrayList<>(computable.without());
        without.addAll(unrecorded);
        try {
            return Answer.of(judged(Comparison.undiagnosed(framework, recorded, asked, tolerance)), without);
        } catch (InvalidInput refusal) {
            return Answer.of(
                    Comparison.unsupported(asked, framework, recorded, tolerance, refusal.getMessage()), without);
        }
    }

    /** What a pinned divergence explains is known; conventions are tried for everything else. */
    private static Comparison judged(Comparison found) {
        List<String> known = KnownDivergences.explaining(found);
        return known.isEmpty() ? found.diagnosed() : found.as(Outcome.KNOWN_DIVERGENCE, String.join("; ", known));
    }
}
