package dev.lockstep;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.report.FeaturePath;
import io.cucumber.core.exception.CucumberException;
import io.cucumber.core.gherkin.FeatureParserException;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestStepFinished;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notices features that cannot be used: not Gherkin, undefined steps, values that make no case. */
final class BadInput implements ConcurrentEventListener {
    private static final int SHOWN = 10;
    private static final Pattern PARSE_ERROR = Pattern.compile(
            "at: (?<uri>\\S+)\\s+\\((?<line>\\d+):\\d+\\): (?<error>(?:expected: .*, got '(?<got>.*)')|.*)");

    private final List<String> sentences = new ArrayList<>();

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(TestStepFinished.class, this::stepFinished);
        publisher.registerHandlerFor(TestCaseFinished.class, this::scenarioFinished);
    }

    /** Runs Cucumber; what it cannot read becomes one sentence. */
    void translating(Runnable cucumber) {
        try {
            cucumber.run();
        } catch (FeatureParserException exception) {
            throw new InvalidInput(notGherkin(exception.getMessage()), exception);
        } catch (InvalidInput exception) {
            throw exception;
        } catch (IllegalArgumentException exception) {
            throw new InvalidInput(
                    "features: a feature in every file expected, " + firstLines(exception.getMessage()), exception);
        } catch (CucumberException exception) {
            throw new InvalidInput("features: " + firstLines(exception.getMessage()), exception);
        }
    }

    /** @throws InvalidInput if anything was noticed */
    synchronized void complain() {
        if (sentences.isEmpty()) {
            return;
        }
        List<String> shown = sentences.subList(0, Math.min(SHOWN, sentences.size()));
        String more = sentences.size() > SHOWN ? "\n+" + (sentences.size() - SHOWN) + " more" : "";
        throw new InvalidInput(String.join("\nlockstep: ", shown) + more);
    }

    private synchronized void stepFinished(TestStepFinished event) {
        Result result = event.getResult();
        Optional<InvalidInput> invalid = invalid(result.getError());
        boolean undefined = result.getStatus().is(Status.UNDEFINED);
        boolean unfit = result.getError() instanceof CucumberException;
        if (invalid.isEmpty() && !undefined && !unfit && !result.getStatus().is(Status.AMBIGUOUS)) {
            return;
        }
        String where = place(event);
        if (invalid.isPresent()) {
            sentences.add(where + invalid.get().getMessage());
        } else if (event.getTestStep() instanceof PickleStepTestStep step) {
            String expected = undefined
                    ? "a step of features/README.md or of --glue"
                    : unfit ? "a step with values and a table that it can use" : "a step with one meaning";
            sentences.add(where + expected + " expected, \"" + step.getStep().getText() + "\" found");
        }
    }

    private synchronized void scenarioFinished(TestCaseFinished event) {
        if (event.getTestCase().getTestSteps().isEmpty()) {
            String where = relative(event.getTestCase().getUri()) + ":"
                    + event.getTestCase().getLocation().getLine();
            sentences.add(where + ": a scenario with steps expected, none found");
        }
    }

    private static String place(TestStepFinished event) {
        int line = event.getTestStep() instanceof PickleStepTestStep step
                ? step.getStep().getLocation().getLine()
                : event.getTestCase().getLocation().getLine();
        return relative(event.getTestCase().getUri()) + ":" + line + ": ";
    }

    private static String relative(URI feature) {
        return FeaturePath.relative(feature, Path.of("").toAbsolutePath());
    }

    private static Optional<InvalidInput> invalid(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput invalid) {
                return Optional.of(invalid);
            }
        }
        return Optional.empty();
    }

    /** From "Failed to parse resource at: URI" and a line for every error, the first of which may cause the others. */
    private static String notGherkin(String message) {
        Matcher matcher = PARSE_ERROR.matcher(message);
        if (!matcher.find()) {
            return "feature: Gherkin expected, " + firstLines(message) + " found";
        }
        String found = matcher.group("got") == null ? matcher.group("error") : "\"" + matcher.group("got") + "\"";
        return relative(URI.create(matcher.group("uri"))) + ":" + matcher.group("line") + ": Gherkin expected, " + found
                + " found";
    }

    private static String firstLines(String message) {
        return message.lines()
                .limit(3)
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
