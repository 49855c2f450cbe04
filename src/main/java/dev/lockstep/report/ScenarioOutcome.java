package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import io.cucumber.plugin.event.Status;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a scenario ended, from its comparisons and from what Cucumber says of its steps. */
final class ScenarioOutcome {
    private ScenarioOutcome() {}

    /**
     * The worst of both. An assertion error that follows from an unexpected comparison adds nothing to it; any other one is
     * a divergence.
     *
     * @param found the worst of the comparisons; empty when there is none, and then a scenario that passed has shown
     *     nothing
     * @param error what a step threw, or null
     */
    static Outcome of(Optional<Outcome> found, Status status, Throwable error) {
        Outcome compared = found.orElse(status == Status.PASSED ? Outcome.INCONCLUSIVE : Outcome.AGREE);
        return compared.and(
                switch (status) {
                    case PASSED -> Outcome.AGREE;
                    case SKIPPED -> Outcome.UNSUPPORTED;
                    case FAILED -> {
                        if (!(error instanceof AssertionError)) {
                            yield Outcome.ERROR;
                        }
                        yield compared.isUnexpected() ? compared : Outcome.DIVERGE;
                    }
                    default -> Outcome.ERROR;
                });
    }

    /** Why a scenario that did not fail is not simply agreement; empty when it is. */
    static String reason(Outcome outcome, List<ScenarioResult.Pair> pairs, Throwable error) {
        if (outcome == Outcome.AGREE) {
            return "";
        }
        String given = pairs.stream()
                .filter(pair -> pair.outcome() == outcome && !pair.reason().isEmpty())
                .map(ScenarioResult.Pair::reason)
                .distinct()
                .collect(Collectors.joining("; "));
        if (!given.isEmpty()) {
            return given;
        }
        if (pairs.isEmpty() && error == null) {
            return "nothing was compared";
        }
        return error == null ? "no reason given" : Objects.requireNonNullElse(error.getMessage(), "no reason given");
    }

    /** The whole text of what went wrong. */
    static String message(List<ScenarioResult.Pair> pairs, String unrunnable, Throwable error) {
        if (!unrunnable.isEmpty()) {
            return unrunnable;
        }
        if (error != null) {
            return text(error);
        }
        return pairs.stream()
                .filter(pair -> pair.outcome().isUnexpected())
                .map(pair -> pair.a().title() + " against " + pair.b().title() + ": "
                        + pair.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (pair.reason().isEmpty() ? "" : ": " + pair.reason()))
                .collect(Collectors.joining("\n"));
    }

    /** What is wrong with a step that Cucumber could not run. */
    static String unrunnable(Status status, String step, Throwable error) {
        String what = switch (status) {
            case UNDEFINED -> "No step definition matches: ";
            case PENDING -> "The step definition is not written yet: ";
            default -> "Several step definitions match: ";
        };
        boolean listed = status == Status.AMBIGUOUS && error != null && error.getMessage() != null;
        return what + step + (listed ? "\n" + error.getMessage() : "");
    }

    private static String text(Throwable error) {
        if (error instanceof AssertionError && error.getMessage() != null) {
            return error.getMessage();
        }
        StringBuilder text = new StringBuilder(error.toString());
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            text.append("\ncaused by ").append(cause);
        }
        return text.toString();
    }
}
