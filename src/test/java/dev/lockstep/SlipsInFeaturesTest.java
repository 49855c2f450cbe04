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

/** Phrases about slips fail where they are wrong. The distances are those of features/seeds/elman.feature, from 50 digits. */
class SlipsInFeaturesTest {
    private static final String STATE =
            "the slip \"the state in the place of the slope\" moves the gradients by, within ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream original = System.out;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void theConsoleAgain() {
        System.setOut(original);
    }

    static Stream<Arguments> wrongSteps() {
        return Stream.of(
                arguments(
                        STATE + "1e-9 relative\n| W | RW | x | h0 |\n| 0.1387 | 0 | 0.012219 | 0.030015 |",
                        "W: 1.387000000000e-01 expected, 1.386000000000e-01 found"),
                arguments(
                        STATE + "1e-9 relative\n| W | x |\n| 0.1386 | 0.012219 |",
                        "h0: no difference expected, 3.001500000000e-02 found"),
                arguments(
                        STATE + "1e-9 relative\n| W | RW | x | h0 |\n| 0.1386 | 1e-9 | 0.012219 | 0.030015 |",
                        "RW: 1.000000000000e-09 expected, 0.000000000000e+00 found"),
                arguments(
                        "the document's own check notices the slip \"no slope at the last step\"",
                        "The document's own check does not notice the slip \"no slope at the last step\":"),
                arguments(
                        "errors flow back through at most 0 further steps\n"
                                + "    * with errors flowing back through the whole sequence the gradients differ by, within 0\n"
                                + "| W | RW |\n| 0 | 0 |",
                        "W: no difference expected, 3.150000000000e+00 found"),
                arguments(
                        "every weight in RW of \"layer 1\" lies within ±0.5, the greatest beyond 0.9 of that",
                        "more than 0.45 and at most 0.5 expected, 0.6 found"),
                arguments(
                        "every weight in RW of \"layer 1\" lies within ±1/√1, the greatest beyond 0.6 of that",
                        "more than 0.6 and at most 1.0 expected, 0.6 found"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSteps")
    void a_wrong_step_fails(String step, String message) throws IOException {
        assertThat(run(2, step)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongStepsOfThree")
    void a_wrong_step_fails_at_three_steps(String step, String message) throws IOException {
        assertThat(run(3, step)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(message);
    }

    static Stream<Arguments> wrongStepsOfThree() {
        return Stream.of(
                arguments(
                        "the document's own check does not notice the slip \"overwritten states\"",
                        "The document's own check notices the slip \"overwritten states\":"),
                arguments(
                        "the slip \"overwritten states\" moves the gradients by, within 0.01\n| RW |\n| 0 |",
                        "RW: no difference expected, 4.400000000000e-02 found"));
    }

    private int run(int steps, String step) throws IOException {
        Path feature = Files.writeString(folder.resolve("wrong.feature"), """
                Feature: wrong
                  Scenario: wrong
                    * U = [0.11 -0.18 0.27; -0.23 0.39 -0.05]
                    * W = [0.6 -0.35; 0.45 0.52]
                    * x = [1 2 3; 2 3 4; -1 2 0.5]
                    * a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
                    * it reads the first %d steps of x, laid out time × features
                    * the gradient 1, 1 arrives at the last step
                    * %s
                """.formatted(steps, step));
        return Lockstep.run(
                "run", feature.toString(), "--report", folder.resolve("report").toString());
    }
}
