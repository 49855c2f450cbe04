package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.report.glue.RecordedSteps;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static final TimeSpent TIME = new TimeSpent(Duration.ofMillis(1_240), List.of(), Duration.ZERO);

    @TempDir
    Path folder;

    @Test
    void a_log_has_messages_as_they_happen_a_line_for_every_feature_and_the_totals() {
        String log = log(StandardCharsets.UTF_8, false);
        String message = RecordedSteps.DIVERGENCE
                .lines()
                .map(line -> line.isEmpty() ? "" : "  " + line)
                .reduce("", (a, b) -> a + b + "\n");
        assertThat(log)
                .containsSubsequence(
                        "DIFFERS  One number differs\n",
                        RecordedRun.FEATURE + ":8\n",
                        message,
                        "ERROR  A framework breaks\n",
                        RecordedRun.FEATURE
                                + ": 3 agree, 1 known divergence, 1 skipped, 1 inconclusive, 1 mended, 2 differ, 3 errors\n",
                        RecordedRun.FEATURE + ":17: picture \"too large\": at most 1,048,576 bytes expected, ",
                        "skipped\n  " + RecordedRun.FEATURE + ":20  Cannot be computed: peepholes are missing\n",
                        "6 of 12 scenarios did not go as expected.\n",
                        "3 agree, 1 known divergence, 1 skipped, 1 inconclusive, 6 unexpected; 10 quantities, 3,960 numbers",
                        "time: Lockstep's own work 1.2 s\n",
                        "reports\n  target/report.html\n")
                .doesNotContain("\r", "\u001b");
    }

    @Test
    void signs_that_the_charset_lacks_are_spelled() {
        assertThat(log(StandardCharsets.US_ASCII, false)).contains("2.5e+11 x allowed   first, worst");
        assertThat(new PlainText(StandardCharsets.US_ASCII).encodable("|ours − dl4j| ≤ γₙ·max|h′| …☃"))
                .isEqualTo("|ours - dl4j| <= gamman*max|h'| ...?");
        assertThat(new PlainText(StandardCharsets.ISO_8859_1).encodable("2 × ∞"))
                .isEqualTo("2 × inf");
    }

    @Test
    void a_terminal_has_a_bar_and_the_messages_after_it() {
        String log = log(StandardCharsets.UTF_8, true);
        assertThat(log).contains("12/12", "\r", "█");
        assertThat(log.indexOf("DIFFERS  One number differs")).isGreaterThan(log.lastIndexOf("12/12"));
        assertThat(log).doesNotContain(RecordedRun.FEATURE + ": 3 agree");
        assertThat(log(StandardCharsets.US_ASCII, true)).contains("12/12").doesNotContain("█", "?");
    }

    private String log(Charset charset, boolean interactive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(bytes, true, charset), charset, interactive);
        RunResult run = RecordedRun.run(console, folder.resolve("junit.xml"));
        console.summary(run, TIME, List.of(Path.of("target", "report.html")));
        return bytes.toString(charset).replace("target\\", "target/");
    }
}
