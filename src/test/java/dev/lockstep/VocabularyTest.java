package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.Runtime;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.StepDefinedEvent;
import io.cucumber.plugin.event.TestStepFinished;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in {@code features/README.md} has every phrase of the glue, and no other. */
class VocabularyTest {
    private static final Pattern PHRASE = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path folder;

    @Test
    void everyPhraseOfTheTableIsDefined() throws IOException {
        Glue glue = dryRun(phrases());
        assertThat(glue.undefined).isEmpty();
    }

    @Test
    void everyDefinedPhraseIsInTheTable() throws IOException {
        Glue glue = dryRun(phrases());
        assertThat(glue.defined).hasSizeGreaterThan(50);
        Set<String> missing = new TreeSet<>(glue.defined);
        missing.removeAll(glue.matched);
        assertThat(missing).isEmpty();
    }

    @Test
    void aPhraseThatIsNotDefinedIsNoticed() throws IOException {
        assertThat(dryRun(List.of("a network of LSTM(1→1)", "Deeplearning4j nods")).undefined)
                .containsExactly("Deeplearning4j nods");
    }

    /** The first column of the tables, where a phrase that begins or ends with … is short for what stands before it. */
    private static List<String> phrases() throws IOException {
        List<String> phrases = new ArrayList<>();
        String text = Files.readString(Path.of("features/README.md"), StandardCharsets.UTF_8);
        for (String line : text.substring(0, text.indexOf("## Words")).lines().toList()) {
            if (line.startsWith("| `")) {
                PHRASE.matcher(line.substring(0, line.indexOf(" | ")))
                        .results()
                        .map(found -> found.group(1))
                        .filter(phrase -> !phrase.contains("…"))
                        .forEach(phrases::add);
            }
        }
        return phrases;
    }

    private Glue dryRun(List<String> phrases) throws IOException {
        Path feature = Files.writeString(
                folder.resolve("phrases.feature"),
                "Feature: phrases\n  Scenario: all of them\n    * " + String.join("\n    * ", phrases) + "\n");
        Glue glue = new Glue();
        Runtime.builder()
                .withRuntimeOptions(new RuntimeOptionsBuilder()
                        .setNoSummary()
                        .setPublishQuiet(true)
                        .setDryRun()
                        .addGlue(URI.create("classpath:/dev/lockstep/steps"))
                        .addFeature(FeatureWithLines.create(feature.toUri(), List.of()))
                        .build())
                .withAdditionalPlugins(glue)
                .build()
                .run();
        return glue;
    }

    /** What is defined, what of it is used, and what is used without being defined. */
    private static final class Glue implements ConcurrentEventListener {
        private final Set<String> defined = new TreeSet<>();
        private final Set<String> matched = new TreeSet<>();
        private final Set<String> undefined = new TreeSet<>();

        @Override
        public void setEventPublisher(EventPublisher publisher) {
            publisher.registerHandlerFor(
                    StepDefinedEvent.class,
                    event -> defined.add(event.getStepDefinition().getPattern()));
            publisher.registerHandlerFor(TestStepFinished.class, event -> {
                if (event.getTestStep() instanceof PickleStepTestStep step) {
                    if (step.getPattern() == null) {
                        undefined.add(step.getStep().getText());
                    } else {
                        matched.add(step.getPattern());
                    }
                }
            });
        }
    }
}
