package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher as people and CI jobs call it, always from a folder that is not the project's. */
class LauncherIT {
    private static final Map<String, String> AS_IT_IS = Map.of();

    /** By hand: tanh 1 = (e² − 1)/(e² + 1), tanh ½ = (e − 1)/(e + 1), with e = 2.718281828459045. */
    private static final String AGREES = """
            Feature: An impulse
              Background:
                Given a SimpleRnn layer with the weights
                  | from | unit1 |
                  | x1   | 1     |
                  | h1   | 0     |
                  | bias | 0     |
                When it reads the sequence 1, 0.5
              @written-down
              Example: Numbers of a table
                Then its hidden states are, within 1e-14
                  | t | h1                |
                  | 1 | 0.761594155955765 |
                  | 2 | 0.462117157260010 |
              @live
              Example: Numbers of another framework
                Then Deeplearning4j agrees
            """;

    private static final String DIFFERS = """
            Feature: An impulse, seen wrongly
              Scenario Outline: Off by <off>, surely
                Given a SimpleRnn layer with the weights
                  | from | unit1 |
                  | x1   | 1     |
                  | h1   | 0     |
                  | bias | 0     |
                When it reads the sequence 0
                Then its hidden states are, within 1e-14
                  | t | h1    |
                  | 1 | <off> |
                Examples:
                  | off  |
                  | 0.01 |
                  | 0.02 |
                  | 0.03 |
                  | 0.04 |
                  | 0.05 |
                  | 0.06 |
                  | 0.07 |
                  | 0.08 |
                  | 0.09 |
                  | 0.10 |
                  | 0.11 |
                  | 0.12 |
            """;

    @TempDir
    private static Path folder;

    private static LauncherProcess agreeing;
    private static Path report;

    @BeforeAll
    static void aRunThatAgrees() throws Exception {
        Path features = Files.createDirectories(folder.resolve("my features/of today"));
        Files.writeString(features.resolve("an impulse.feature"), AGREES);
        report = folder.resolve("target/lockstep-report");
        agreeing = LauncherProcess.run(folder, AS_IT_IS, "run", "my features");
    }

    @Test
    void aRunThatAgreesExitsWithZeroWhereverItIsCalledFrom() {
        assertThat(agreeing.err()).isEmpty();
        assertThat(agreeing.exitCode()).isZero();
        assertThat(agreeing.out()).contains("my features/of today/an impulse.feature: 2 agree");
        assertThat(report)
                .isDirectoryContaining("glob:**/report.json")
                .isDirectoryContaining("glob:**/summary.md")
                .isDirectoryContaining("glob:**/cucumber.html")
                .isDirectoryContaining("glob:**/cucumber.json")
                .isDirectoryContaining("glob:**/junit.xml")
                .isDirectoryContaining("glob:**/messages.ndjson");
    }

    @Test
    void theReportHasTheFieldsThatOtherToolsRead() throws IOException {
        JsonNode json = json(report);
        assertThat(json.propertyNames()).contains("lockstep", "environment", "frameworks", "totals", "scenarios");
        assertThat(json.get("lockstep").asString()).isEqualTo(System.getProperty("lockstep.version"));
        assertThat(strings(json.get("frameworks"), "id")).contains("ours", "dl4j");
        JsonNode totals = json.get("totals");
        assertThat(totals.propertyNames())
                .contains(
                        "scenarios",
                        "agree",
                        "known",
                        "skipped",
                        "inconclusive",
                        "unexpected",
                        "comparisons",
                        "elements");
        assertThat(totals.get("scenarios").asInt()).isEqualTo(2);
        assertThat(totals.get("agree").asInt()).isEqualTo(2);
        JsonNode scenario = json.get("scenarios").get(1);
        assertThat(scenario.get("feature").asString()).isEqualTo("An impulse");
        assertThat(scenario.get("name").asString()).isEqualTo("Numbers of another framework");
        assertThat(scenario.get("uri").asString()).isEqualTo("my features/of today/an impulse.feature");
        assertThat(scenario.get("line").asInt()).isEqualTo(16);
        assertThat(scenario.get("tags").get(0).asString()).isEqualTo("@live");
        assertThat(scenario.get("outcome").asString()).isEqualTo("AGREE");
        JsonNode comparison = scenario.get("comparisons").get(0);
        assertThat(comparison.propertyNames())
                .contains(
                        "quantity",
                        "between",
                        "elements",
                        "maxUlp",
                        "maxAbs",
                        "bound",
                        "headroom",
                        "first",
                        "diagnosis");
        assertThat(comparison.get("between").get(1).asString()).isEqualTo("dl4j");
        assertThat(comparison.get("elements").asInt()).isEqualTo(2);
        assertThat(comparison.get("first").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR"})
    void reportsAreTheSameToTheByteInAnyLocale(String tag) throws Exception {
        String[] parts = tag.split("-");
        Map<String, String> locale = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-XX:TieredStopAtLevel=1 -Duser.language=" + parts[0] + " -Duser.country=" + parts[1]);
        Path other = folder.resolve(tag);
        LauncherProcess run = LauncherProcess.run(folder, locale, "run", "my features", "--report", other.toString());
        assertThat(run.exitCode()).isZero();
        for (String name : List.of("report.json", "summary.md")) {
            String there = Files.readString(other.resolve(name));
            assertThat(there).contains(tag);
            String here = json(report).get("environment").get("locale").asString();
            assertThat(there.replace(tag, here)).isEqualTo(Files.readString(report.resolve(name)));
        }
    }

    /** Three times, since the order of the JDK's immutable maps is drawn anew at every start. */
    @Test
    void everyStartGivesTheSameBytes() throws Exception {
        String feature = FeatureLine.at(
                Path.of("features", "gradient", "initial-state.feature").toAbsolutePath(),
                "| LSTM(2→3), peephole LSTM(3→2), SimpleRnn(2→2)");
        Path first = folder.resolve("start 0");
        for (int start = 0; start < 3; start++) {
            Path again = folder.resolve("start " + start);
            LauncherProcess run = LauncherProcess.run(folder, AS_IT_IS, "run", feature, "--report", again.toString());
            assertThat(run.exitCode()).isZero();
            for (String name : List.of("report.json", "summary.md", "report.html")) {
                assertThat(again.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
            }
        }
    }

    @Test
    void aRunThatDiffersExitsWithOneAndTellsGitHub() throws Exception {
        Files.writeString(folder.resolve("differs.feature"), DIFFERS);
        Path summary = Files.writeString(folder.resolve("step-summary.md"), "# An earlier step\n");
        Map<String, String> gitHub =
                Map.of("GITHUB_ACTIONS", "true", "CI", "true", "GITHUB_STEP_SUMMARY", summary.toString());
        Path reports = folder.resolve("differs");
        LauncherProcess run =
                LauncherProcess.run(folder, gitHub, "run", "differs.feature", "--report", reports.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        List<String> annotations =
                run.out().stream().filter(line -> line.startsWith("::error ")).toList();
        assertThat(annotations).hasSize(10);
        assertThat(annotations.get(0))
                .startsWith("::error file=differs.feature,line=14,"
                        + "title=An impulse%2C seen wrongly%3A Off by 0.01%2C surely::")
                .contains("%0A");
        assertThat(annotations.get(9)).contains("+2 more");
        assertThat(summary).hasContent("# An earlier step\n" + Files.readString(reports.resolve("summary.md")));

        JsonNode scenarios = json(reports).get("scenarios");
        assertThat(strings(scenarios, "outcome")).hasSize(12).containsOnly("DIVERGE");
        String message = scenarios.get(0).get("message").asString();
        assertThat(message).contains("differs.feature:14").contains("0.01");
        Element failure = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(reports.resolve("junit.xml").toFile())
                .getElementsByTagName("failure")
                .item(0);
        assertThat(failure.getTextContent()).contains(message);
    }

    @Test
    void badInputExitsWithTwoAndLeavesNothing() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        LauncherProcess run = LauncherProcess.run(elsewhere, AS_IT_IS, "run", "nowhere");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsExactly("lockstep: feature: an existing file or folder expected, nowhere found");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void helpListsCommandsThatExist() throws Exception {
        LauncherProcess help = LauncherProcess.run(folder, AS_IT_IS, "--help");
        assertThat(help.exitCode()).isZero();
        List<String> commands = help.out().stream()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(commands).contains("run", "frameworks", "demo");
        for (String command : commands) {
            assertThat(LauncherProcess.run(folder, AS_IT_IS, command, "--help").exitCode())
                    .as(command)
                    .isZero();
        }
    }

    @Test
    void frameworksAreListedWithWhatTheyCanDo() throws Exception {
        LauncherProcess run = LauncherProcess.run(folder, AS_IT_IS, "frameworks");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "ours       Lockstep " + System.getProperty("lockstep.version") + ", available",
                        "dl4j       Deeplearning4j 1.0.0-M2.1, available",
                        "samediff   SameDiff 1.0.0-M2.1, available");
        // PyTorch is not everywhere.
        boolean pyTorch = run.out().stream().anyMatch(line -> line.matches("pytorch +PyTorch \\S+, available"));
        assertThat(run.out())
                .filteredOn(line -> line.matches(" +SimpleRnn: gradients +yes"))
                .hasSize(pyTorch ? 5 : 4);
        assertThat(run.out()).anyMatch(line -> line.matches(" +.* no, because .+"));
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        LauncherProcess run = LauncherProcess.run(folder, Map.of("JAVA_HOME", empty.toString()), "--version");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(String.join("\n", run.err()))
                .startsWith("lockstep: ")
                .contains("JAVA_HOME")
                .contains(empty.toString());
    }

    private static JsonNode json(Path reports) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(reports.resolve("report.json")));
    }

    private static List<String> strings(JsonNode nodes, String property) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(node -> node.get(property).asString())
                .collect(Collectors.toList());
    }
}
