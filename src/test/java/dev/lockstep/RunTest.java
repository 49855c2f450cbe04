package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which scenarios {@code lockstep run} runs, and what it reports of them. */
class RunTest {
    private static final int SCENARIOS = 7;

    @TempDir
    private Path folder;

    private Path feature;

    /** tanh 0 = 0, the only number that needs no table. */
    @BeforeEach
    void sevenScenarios() throws IOException {
        StringBuilder text = new StringBuilder("Feature: seven\n");
        for (int i = 1; i <= SCENARIOS; i++) {
            text.append("""
                      @s%d @%s
                      Scenario: number %d
                        Given a network of SimpleRnn(1→1)
                        And weights from seed 1, scaled by 0
                        When it reads the sequence 1
                        Then its hidden states are, within 0
                          | t | h1 |
                          | 1 | 0  |
                    """.formatted(i, i % 2 == 0 ? "even" : "odd", i));
        }
        feature = Files.writeString(folder.resolve("seven.feature"), text);
    }

    @Test
    void partsTogetherRunEveryScenarioOnce() throws IOException {
        List<String> names = new ArrayList<>();
        for (String part : List.of("1/3", "2/3", "3/3")) {
            List<String> ran = run("part " + part.charAt(0), 0, "--shard", part);
            assertThat(ran).as(part).hasSizeBetween(2, 3);
            names.addAll(ran);
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "number 1", "number 2", "number 3", "number 4", "number 5", "number 6", "number 7");
    }

    @Test
    void tagsSelect() throws IOException {
        assertThat(run("tags", 0, "--tags", "@even and not @s4")).containsExactly("number 2", "number 6");
    }

    @Test
    void partsAreTakenOfWhatTagsSelect() throws IOException {
        assertThat(run("both", 0, "--tags", "@even", "--shard", "2/2")).containsExactly("number 4");
    }

    @Test
    void aLineSelectsOneScenario() throws IOException {
        Path reports = folder.resolve("line");
        assertThat(Lockstep.run("run", feature + ":11", "--report", reports.toString()))
                .isZero();
        assertThat(names(reports)).containsExactly("number 2");
    }

    @Test
    void scenariosOfFrameworksNotNamedAreSkippedWithTheReason() throws IOException {
        Files.writeString(feature, """
                Feature: one
                  Scenario: against another framework
                    Given a network of SimpleRnn(1→1)
                    And weights from seed 1
                    When it reads the sequence 1
                    Then Deeplearning4j agrees
                """);
        run("skipped", 0, "--frameworks", "ours");
        JsonNode json = json(folder.resolve("skipped"));
        assertThat(json.get("totals").get("skipped").asInt()).isEqualTo(1);
        assertThat(json.get("totals").get("elements").asInt()).isZero();
        // Without PyTorch and TensorFlow.js, which nobody asked for and whose version takes seconds to find out.
        assertThat(json.get("frameworks")
                        .valueStream()
                        .map(framework -> framework.get("id").asString()))
                .containsExactly("ours", "dl4j", "samediff", "definition");
        JsonNode scenario = json.get("scenarios").get(0);
        assertThat(scenario.get("outcome").asString()).isEqualTo("UNSUPPORTED");
        assertThat(scenario.get("reason").asString()).isEqualTo("--frameworks does not name dl4j");
    }

    /** tanh 0 is not 1. */
    @Test
    void aKnownDivergenceWhoseWitnessFailsIsADivergenceAndNoBadInput() throws IOException {
        Files.writeString(feature, """
                Feature: one
                  Scenario: a witness that is wrong
                    Given a network of SimpleRnn(1→1)
                    And weights from seed 1, scaled by 0
                    When it reads the sequence 0
                    Then its hidden states are, within 1e-9
                      | t | h1 |
                      | 1 | 1  |
                    But Deeplearning4j is known to differ by 0.1 to 0.2
                      \"""
                      It does not.
                      \"""
                """);
        run("witness", 1);
        JsonNode scenario = json(folder.resolve("witness")).get("scenarios").get(0);
        assertThat(scenario.get("outcome").asString()).isEqualTo("DIVERGE");
        assertThat(scenario.get("message").asString()).contains("hidden states", "expected values");
    }

    /** Of a SimpleRnn, on which the frameworks agree. */
    @ParameterizedTest
    @ValueSource(
            strings = {"to differ by 0.1 to 0.2", "not to be finite", "to fail with \"Cannot get interval index\""})
    void aPinOfWhatAgreesNowIsGoodNews(String known) throws IOException {
        JsonNode scenario = pinned("SimpleRnn(1→1)", known);
        assertThat(scenario.get("outcome").asString()).isEqualTo("MENDED");
        assertThat(scenario.get("message").asString())
                .contains(
                        "no longer differ: good news: Deeplearning4j 1.0.0-M2.1 agrees now; this scenario can become an"
                                + " ordinary one. It was pinned because: Its tanh is another.");
    }

    /** Of an RReLU, which is 11/48 where 11/48·z is meant. */
    @ParameterizedTest
    @ValueSource(
            strings = {"to differ by 1000 to 1e+4", "not to be finite", "to fail with \"Cannot get interval index\""})
    void whatDiffersOtherwiseThanPinnedSaysWhatWasKnown(String known) throws IOException {
        JsonNode scenario = pinned("dense(1→4, rrelu)", known);
        assertThat(scenario.get("outcome").asString()).isEqualTo("DIVERGE");
        assertThat(scenario.get("message").asString().replaceAll("\\s+", " "))
                .containsPattern("pinned Deeplearning4j 1\\.0\\.0-M2\\.1 is known "
                        + Pattern.quote(known.replace("1e+4", "10000"))
                        + ", and differs by up to \\d\\.\\d+ here\\. It was pinned because: Its tanh is another\\.");
    }

    @Test
    void whatFailsWhereADistanceWasPinnedSaysWhatWasKnown() throws IOException {
        JsonNode scenario = pinned("SimpleRnn(1→2, tanh, layer-normalised)", "to differ by 0.1 to 0.2");
        assertThat(scenario.get("outcome").asString()).isEqualTo("ERROR");
        assertThat(scenario.get("message").asString())
                .contains("Cannot get interval index")
                .contains(
                        "; Deeplearning4j 1.0.0-M2.1 is known to differ by 0.1 to 0.2. It was pinned because: Its tanh is"
                                + " another.");
    }

    private JsonNode pinned(String network, String known) throws IOException {
        Files.writeString(feature, """
                Feature: one
                  Scenario: pinned
                    Given a network of %s
                    And weights from seed 1
                    When it reads the sequence 1
                    Then the equations agree
                    But Deeplearning4j is known %s
                      \"""
                      Its tanh is
                      another.
                      \"""
                """.formatted(network, known));
        run("pinned", 1);
        return json(folder.resolve("pinned")).get("scenarios").get(0);
    }

    @Test
    void twoRunsReportTheSameBytes() throws IOException {
        run("once", 0);
        run("again", 0);
        for (String name : List.of("report.json", "summary.md", "report.html")) {
            assertThat(folder.resolve("again").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("once").resolve(name));
        }
    }

    @Test
    void picturesAreWrittenTheSameAtEveryRunAndTheReportsNameThem() throws IOException {
        Files.writeString(
                feature,
                Files.readString(feature)
                        .replace(
                                "  Given a network",
                                "  Given a parabola is drawn as \"../A curve\"\n    And a network"));
        for (String report : List.of("once", "again")) {
            run(report, 0, "--glue", "dev.lockstep.drawing");
        }
        List<String> files = new ArrayList<>();
        json(folder.resolve("again"))
                .get("scenarios")
                .forEach(scenario ->
                        files.add(scenario.get("pictures").get(0).get("file").asString()));
        assertThat(files)
                .containsExactly(
                        "pictures/a-curve.svg",
                        "pictures/a-curve-2.svg",
                        "pictures/a-curve-3.svg",
                        "pictures/a-curve-4.svg",
                        "pictures/a-curve-5.svg",
                        "pictures/a-curve-6.svg",
                        "pictures/a-curve-7.svg");
        files.addAll(List.of("report.json", "summary.md", "report.html"));
        for (String name : files) {
            assertThat(folder.resolve("again").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("once").resolve(name));
        }
        assertThat(folder.resolve("again/pictures/a-curve.svg"))
                .content()
                .startsWith("<svg ")
                .endsWith("</svg>\n");
        assertThat(folder.resolve("again/summary.md")).content().contains("(pictures/a-curve-7.svg)");
    }

    private List<String> run(String report, int exitCode, String... options) throws IOException {
        Path reports = folder.resolve(report);
        List<String> words = new ArrayList<>(List.of("run", feature.toString(), "--report", reports.toString()));
        words.addAll(List.of(options));
        assertThat(Lockstep.run(words.toArray(String[]::new))).isEqualTo(exitCode);
        return names(reports);
    }

    private static List<String> names(Path reports) throws IOException {
        List<String> names = new ArrayList<>();
        json(reports)
                .get("scenarios")
                .forEach(scenario -> names.add(scenario.get("name").asString()));
        return names;
    }

    private static JsonNode json(Path reports) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(reports.resolve("report.json")));
    }
}
