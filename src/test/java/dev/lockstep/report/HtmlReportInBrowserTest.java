package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page in Chromium; skipped where there is none, except in CI. */
class HtmlReportInBrowserTest {
    /** Uses the page as a reader would, then leaves what it sees in the document. */
    private static final String READER = """
            <script>
            const seen = {};
            const search = document.getElementById("search");
            const shown = () => document.getElementById("shown").textContent;
            search.value = "training 0.01";
            search.dispatchEvent(new Event("input"));
            seen.afterSearch = shown();
            search.value = "";
            search.dispatchEvent(new Event("input"));
            document.querySelector(".chips button.error").click();
            seen.afterChip = shown();
            document.querySelector(".chips button.error").click();
            const heat = document.querySelector(".failure .heat");
            for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"]) {
              heat.dispatchEvent(new KeyboardEvent("keydown", { key }));
            }
            seen.cell = heat.parentElement.querySelector(".value").textContent;
            seen.loaded = performance.getEntriesByType("resource").length + " resources";
            document.body.setAttribute("data-seen", Object.values(seen).join(" / "));
            </script>
            """;

    private static final int SECONDS = 60;

    @TempDir
    Path folder;

    private String chromium;

    @BeforeEach
    void findChromium() {
        Optional<String> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("Chromium expected on the PATH in CI, none found");
        }
        chromium = found.orElseGet(() -> abort("skipped, because there is no Chromium on the PATH"));
    }

    @Test
    void a_reader_can_filter_scenarios_and_read_heat_maps_by_keyboard() throws Exception {
        RunResult run = RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml"));
        Dump dump = open(HtmlReport.of(run).replace("</body>", READER + "</body>"));
        assertThat(dump.dom)
                .contains("Showing 12 of 12 scenarios")
                .contains("Showing 1 of 12 scenarios / Showing 3 of 12 scenarios / t 3, unit 2: ")
                .contains(", beyond its bound / 0 resources");
        assertThat(dump.log).doesNotContain("CONSOLE");
    }

    @Test
    void the_largest_page_opens() throws Exception {
        Dump dump = open(HtmlReport.of(RecordedRun.ofScenarios(600, 3_000)));
        assertThat(dump.dom).containsPattern("Showing (\\d+) of \\1 scenarios");
        assertThat(dump.log).doesNotContain("CONSOLE");
    }

    @Test
    void a_run_without_failures_has_no_section_for_them() throws Exception {
        Dump dump = open(HtmlReport.of(RecordedRun.ofScenarios(3, 0)));
        assertThat(dump.dom).contains("All 3 scenarios agree.").doesNotContain("id=\"unexpected\"");
        assertThat(dump.log).doesNotContain("CONSOLE");
    }

    private record Dump(String dom, String log) {}

    private Dump open(String page) throws Exception {
        Path html = Files.writeString(folder.resolve("report.html"), page);
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile(),
                "--dump-dom",
                html.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("Chromium did not show the page");
        }
        return new Dump(Files.readString(dom, StandardCharsets.UTF_8), Files.readString(log, StandardCharsets.UTF_8));
    }

    /** Not a temporary folder of JUnit's: Chromium may still write to it when the test has ended. */
    private static Path profile() throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        return Files.createTempDirectory(target, "chromium-");
    }
}
