package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Phrases about conventions fail where they are wrong, and where they cannot mean anything they are refused. */
class ConventionsInFeaturesTest {
    private static final String MASKED = "4 steps of 3 random sequences from seed 502\n"
            + "    * the feature mask is\n| row | t1 | t2 | t3 | t4 |\n| 1 | 1 | 1 | 0 | 1 |\n| 2 | 1 | 1 | 1 | 1 |\n"
            + "| 3 | 1 | 0 | 1 | 1 |\n    * masked steps ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream originalOut = System.out;
    private final PrintStream originalErr = System.err;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void theConsoleAgain() {
        System.setOut(originalOut);
        System.setErr(originalErr);
    }

    static Stream<Arguments> wrongSteps() {
        return Stream.of(
                arguments(
                        MASKED + "reset the state",
                        "Deeplearning4j has the convention \"masked-steps-carried\" where the case has not",
                        "Deeplearning4j was expected to have the convention \"masked-steps-carried\" and nothing else;"
                                + " but it says that it can compute the case as it stands."),
                arguments(
                        "4 steps of 4 random sequences from seed 502",
                        "the convention \"batch-first\", planted in the definition, is named",
                        "named for \"batch-first\" in the definition: batch-first expected,"
                                + " batch-first, batch-first-array, time-first found; the detective says"),
                arguments(
                        "1 step of 3 random sequences from seed 502",
                        "the convention \"rw-transposed\", planted in the definition, is named",
                        "The convention \"rw-transposed\" does not show: "));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongSteps")
    void a_wrong_step_fails(String given, String step, String message) throws IOException {
        assertThat(run(given, step)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(message);
    }

    static Stream<Arguments> meaninglessSteps() {
        return Stream.of(
                arguments(
                        "4 steps of 3 random sequences from seed 502",
                        "Deeplearning4j has the convention \"masked-steps-reset\" where the case has not",
                        "convention \"masked-steps-reset\": a case that it applies to expected, none found"),
                arguments(
                        MASKED + "keep the state",
                        "Deeplearning4j has the convention \"activation-sigmoid\" where the case has not",
                        "convention \"the activation left at the logistic function\": one that can be planted there"
                                + " expected, found that "),
                arguments(
                        "4 steps of 3 random sequences from seed 502",
                        "Deeplearning4j has the convention \"masked-steps-lost\" where the case has not",
                        "convention: an id of the catalogue expected, \"masked-steps-lost\" found"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("meaninglessSteps")
    void a_meaningless_step_is_refused(String given, String step, String message) throws IOException {
        assertThat(run(given, step)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    private int run(String given, String step) throws IOException {
        Path feature = Files.writeString(folder.resolve("wrong.feature"), """
                Feature: wrong
                  Scenario: wrong
                    * a network of SimpleRnn(2→3)
                    * weights from seed 501
                    * %s
                    * %s
                """.formatted(given, step));
        return Lockstep.run(
                "run", feature.toString(), "--report", folder.resolve("report").toString());
    }
}
