package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.experiment.sweep.Entry;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.experiment.sweep.Plan;
import dev.lockstep.experiment.sweep.SweepResult;
import dev.lockstep.worker.JavaWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lockstep sweep} as a process that is interrupted, and killed, and gone on with. */
class SweepCommandTest {
    @TempDir
    private Path folder;

    @Test
    void anInterruptedSweepLeavesAReportOfWhatIsDone() throws Exception {
        Path report = folder.resolve("interrupted");
        Process sweep = started(report, 100_000);
        awaitCases(report, 4);
        sweep.destroy();
        assertThat(sweep.waitFor(60, TimeUnit.SECONDS)).isTrue();

        JsonNode json = JsonMapper.shared().readTree(Files.readString(report.resolve("sweep.json")));
        assertThat(json.get("complete").asBoolean()).isFalse();
        assertThat(json.get("cases").asInt()).isGreaterThanOrEqualTo(4);
        int sum = Stream.of("agree", "known", "inconclusive", "unexpected")
                .mapToInt(name -> json.get(name).asInt())
                .sum();
        assertThat(sum).isEqualTo(json.get("cases").asInt());
        assertThat(json.get("rediscovered").isArray()).isTrue();
    }

    @Test
    void aKilledSweepGoesOnAndEndsAsIfItHadNotBeen() throws Exception {
        Path killed = folder.resolve("killed");
        Process sweep = started(killed, 100_000);
        awaitCases(killed, 4);
        sweep.destroyForcibly();
        assertThat(sweep.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> done = Files.readAllLines(killed.resolve("sweep/sweep.journal"));
        int cases = done.size() + 3;

        int code = Lockstep.run(words(killed, cases, "--resume"));
        assertThat(Files.readAllLines(killed.resolve("sweep/sweep.journal")))
                .as("what was finished is not computed again")
                .startsWith(done.subList(0, done.size() - 1).toArray(String[]::new));
        Path whole = folder.resolve("whole");
        assertThat(Lockstep.run(words(whole, cases))).isEqualTo(code);
        assertThat(killed.resolve("sweep.json")).hasSameBinaryContentAs(whole.resolve("sweep.json"));
    }

    /** A terminal's Ctrl-C goes to the workers, too; here they are sent it first, and then everybody is. */
    @Tag("slow")
    @Test
    @EnabledOnOs(OS.LINUX)
    void noCaseIsCalledACrashBecauseOfCtrlC() throws Exception {
        Path report = folder.resolve("ctrl-c");
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        command.addAll(JavaWorker.words(
                List.of(),
                "",
                Lockstep.class.getName(),
                List.of(words("ours,dl4j", report, 100_000, "--ignore-pins", "--tags", "not @mask"))));
        Process sweep = started(command);
        try {
            awaitCases(report, 2);
            List<ProcessHandle> workers = sweep.descendants().toList();
            assertThat(workers).isNotEmpty();
            for (ProcessHandle worker : workers) {
                interrupt(worker.pid());
            }
            awaitCases(
                    report,
                    Files.readAllLines(report.resolve("sweep/sweep.journal")).size() + 2);
            assertThat(workers).allMatch(ProcessHandle::isAlive);
            interrupt(-sweep.pid());
            assertThat(sweep.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(workers).noneMatch(ProcessHandle::isAlive);
        } finally {
            sweep.descendants().forEach(ProcessHandle::destroyForcibly);
            sweep.destroyForcibly();
        }

        JsonNode json = JsonMapper.shared().readTree(Files.readString(report.resolve("sweep.json")));
        assertThat(json.get("complete").asBoolean()).isFalse();
        assertThat(json.get("cases").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(json.get("findings").findValuesAsString("sentence")).noneMatch(said -> said.contains("worker"));
        assertThat(folder.resolve("out")).content().doesNotContain("worker");
    }

    @Test
    void everyIdThatIsFoundAgainIsExplainedForTheFrameworksThatTookPart() {
        List<Entry> entries = List.of(
                new Entry(1, End.KNOWN, List.of("D26", "D8"), List.of()),
                new Entry(2, End.AGREE, List.of(), List.of()));
        StringWriter text = new StringWriter();
        Plan plan = new Plan(2, 7, "", false, List.of("ours 1", "dl4j 2", "samediff-gru 2"));
        SweepCommand.sum(new SweepResult(plan, entries, true), new PrintWriter(text));
        assertThat(text.toString().lines())
                .containsExactly(
                        "2 cases of seed 7: 1 agree, 1 known, 0 inconclusive, 0 unexpected; rediscovered: D8, D26",
                        "  D8   Nadam does not correct the bias of its second moment, so its first steps are far too long."
                                + "  features/divergences/nadam.feature",
                        "  D26  gru takes something else for the gradient of its reset gate."
                                + "  features/divergences/samediff-operations.feature");
    }

    private static void interrupt(long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", "--", Long.toString(pid)).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String[] words(Path report, int cases, String... more) {
        return words("ours,definition", report, cases, more);
    }

    private static String[] words(String frameworks, Path report, int cases, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "sweep",
                "--cases",
                Integer.toString(cases),
                "--seed",
                "5",
                "--frameworks",
                frameworks,
                "--report",
                report.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Process started(Path report, int cases) throws IOException {
        return started(JavaWorker.words(List.of(), "", Lockstep.class.getName(), List.of(words(report, cases))));
    }

    private Process started(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static void awaitCases(Path report, int cases) throws Exception {
        Path journal = report.resolve("sweep/sweep.journal");
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!Files.exists(journal) || Files.readAllLines(journal).size() <= cases) {
            assertThat(System.nanoTime()).as("two minutes").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
