package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * Bad input: one sentence on standard error that names the thing, what was expected and what was found; exit code 2; no
 * stack trace; reports of an earlier run stay as they were. The sentences are written in the tests by hand.
 */
abstract class Refusals {
    static final String NUMBER = ": a number such as -0.5, 1e-12 or 0x1.8p1 expected, ";

    private static final String OLD_REPORT = "an earlier run's report";

    /** A semicolon that does not stand in brackets, as one between the rows of an array does. */
    private static final String BETWEEN_STEPS = "; (?![^\\[\\]]*])";

    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream originalErr = System.err;
    private final PrintStream originalOut = System.out;

    @TempDir
    Path folder;

    Path report;

    @BeforeEach
    void anEarlierRun() throws IOException {
        report = Files.createDirectory(folder.resolve("report"));
        Files.writeString(report.resolve("report.json"), OLD_REPORT);
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void theConsoleAgain() {
        System.setErr(originalErr);
        System.setOut(originalOut);
    }

    /** @param steps between semicolons; the first of them stands in line 3 */
    void assertScenarioRefused(String steps, int line, String sentence) throws IOException {
        Path feature = Files.writeString(
                folder.resolve("bad.feature"),
                "Feature: bad input\n  Scenario: bad\n    * " + steps.replaceAll(BETWEEN_STEPS, "\n    * ") + "\n");
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence(place(feature) + line + ": " + sentence);
    }

    int run(Path feature) {
        return Lockstep.run("run", feature.toString(), "--report", report.toString());
    }

    void assertOneSentence(String sentence) throws IOException {
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("lockstep: " + sentence + System.lineSeparator());
        assertThat(report.resolve("report.json")).hasContent(OLD_REPORT);
        try (Stream<Path> files = Files.list(report)) {
            assertThat(files).as("files of the report").containsExactly(report.resolve("report.json"));
        }
    }

    static String place(Path feature) {
        return Path.of("").toAbsolutePath().relativize(feature).toString().replace('\\', '/') + ":";
    }
}
