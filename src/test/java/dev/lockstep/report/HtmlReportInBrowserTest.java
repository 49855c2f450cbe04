package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lockstep.chart.LineChart;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
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
            const drawn = [...document.querySelectorAll(".picture img")];
            seen.section = document.getElementById("unexpected").tagName;
            addEventListener("load", () => {
              seen.pictures = drawn.map((image) => image.naturalWidth + "×" + image.naturalHeight).join(", ");
              document.body.setAttribute("data-seen", Object.values(seen).join(" / "));
            });
            </script>
            """;

    /** Lists pairs of texts that overlap, and texts that the picture cuts. */
    private static final String BOXES = """
            <script>
            const picture = document.querySelector("svg").getBoundingClientRect();
            const texts = [...document.querySelectorAll("text")];
            const boxes = texts.map((text) => text.getBoundingClientRect());
            const wrong = [];
            boxes.forEach((a, i) => {
              if (a.left < 0 || a.top < 0 || a.right > picture.right || a.bottom > picture.bottom) {
                wrong.push("cut: " + texts[i].textContent);
              }
              boxes.slice(0, i).forEach((b, j) => {
                if (a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom) {
                  wrong.push(texts[j].textContent + " overlaps " + texts[i].textContent);
                }
              });
            });
            document.body.setAttribute("data-seen", texts.length < 20 ? "too few" : JSON.stringify(wrong));
            </script>
            """;

    private static final int SECONDS = 60;
    private static final Path PROFILES = Path.of("target", "chromium").toAbsolutePath();

    @TempDir
    Path folder;

    private String chromium;

    /** Those of earlier runs, which nothing writes to any more. */
    @BeforeAll
    static void deleteProfiles() throws IOException {
        if (Files.exists(PROFILES)) {
            try (Stream<Path> paths = Files.walk(PROFILES)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

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
                .contains(", beyond its bound / 0 resources / H2 / 40×20, 40×20, 40×20\"");
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

    /** The browser's own boxes around the texts, in a font that this test does not choose. */
    @Test
    void texts_of_a_chart_of_twelve_series_neither_overlap_nor_are_cut() throws Exception {
        List<LineChart.Series> series = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name =
                    "Wimmm series number " + i + (i % 3 == 0 ? " with a name that takes up more than one line" : "");
            double[] x = {0, 1, 500};
            double[] y = {1, StrictMath.pow(10, i - 6), i == 7 ? 1e12 : 1e-12};
            series.add(i < 8 ? new LineChart.Series(name, x, y) : LineChart.Series.dashed(name, x, y));
        }
        for (boolean logarithmic : new boolean[] {true, false}) {
            LineChart chart = new LineChart(
                    "A title of many words, so many of them that a single line has never room enough for them all",
                    "time step, from the first to the last",
                    "norm of the Jacobian of the last state with respect to the first",
                    logarithmic,
                    series);
            Dump dump = open("<!DOCTYPE html><meta charset=\"utf-8\"><body style=\"margin: 0\">" + chart.svg() + BOXES);
            assertThat(dump.dom).contains("data-seen=\"[]\"");
        }
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
        return Files.createTempDirectory(Files.createDirectories(PROFILES), "profile-");
    }
}
