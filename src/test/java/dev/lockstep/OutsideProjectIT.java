package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's project, {@code src/it/own-framework}, built by Maven on the artifact of this build: its own phrase, and two
 * frameworks of its own, of which one transposes the recurrent weights.
 */
class OutsideProjectIT {
    /** What the user's pom leaves open; Lockstep's own versions, so that Maven downloads nothing more for it. */
    private static final List<String> VERSIONS =
            List.of("junit.version", "compiler-plugin.version", "resources-plugin.version", "surefire-plugin.version");

    private static Path project;
    private static int mavenExit;
    private static List<String> mavenOutput;

    @BeforeAll
    static void mavenBuildsTheProject() throws Exception {
        Path lockstep = Path.of(System.getProperty("lockstep.basedir"));
        String version = System.getProperty("lockstep.version");
        project = lockstep.resolve("target/it/own-framework");
        Path repository = lockstep.resolve("target/it/repository");
        try {
            OverlaidRepository.create(repository, Path.of(System.getProperty("maven.repo.local")), lockstep, version);
        } catch (UnsupportedOperationException exception) {
            System.out.println("OutsideProjectIT is skipped: " + exception.getMessage());
            abort(exception.getMessage());
        }
        OverlaidRepository.copy(lockstep.resolve("src/it/own-framework"), project);

        Properties versions = new Properties();
        versions.setProperty("lockstep.version", version);
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(lockstep.resolve("pom.xml").toFile());
        for (String name : VERSIONS) {
            versions.setProperty(name, pom.getElementsByTagName(name).item(0).getTextContent());
        }
        mavenOutput = new ArrayList<>();
        InvocationRequest request = new DefaultInvocationRequest();
        request.setBaseDirectory(project.toFile());
        request.setJavaHome(new File(System.getProperty("java.home")));
        request.setLocalRepositoryDirectory(repository.toFile());
        request.setBatchMode(true);
        request.setMavenOpts("-XX:TieredStopAtLevel=1");
        request.setProperties(versions);
        request.addArg("test");
        request.setOutputHandler(mavenOutput::add);
        request.setErrorHandler(mavenOutput::add);
        mavenExit = new DefaultInvoker()
                .setMavenHome(new File(System.getProperty("maven.home")))
                .execute(request)
                .getExitCode();
    }

    @Test
    void theProjectsBuildFailsAndSaysWhichFrameworkDiffersWhere() throws IOException {
        assertThat(mavenExit).as(String.join("\n", mavenOutput)).isNotZero();
        assertThat(mavenOutput)
                .anyMatch(line -> line.contains("FeaturesTest.everyFrameworkAgrees") && line.contains("expected: <0>"));
        assertThat(mavenOutput).anyMatch(line -> line.contains("our hidden states differ from Transposed 1"));
        // Lines of the JVM's own begin with WARNING: newer JDKs complain of Maven's Guava and of native code.
        assertThat(mavenOutput)
                .as("of a second logging library or a second class path")
                .noneMatch(line -> line.contains("SLF4J") || line.startsWith("[WARN"));
        expectOneOfEach(project.resolve("target/report"));
        assertThat(report(project.resolve("target/report"))
                        .at("/environment/kernels")
                        .asString())
                .as("Maven starts the project's tests without the module")
                .startsWith("plain Java, since the JVM runs without");
    }

    @Test
    void theLauncherRunsTheProjectsFeaturesToo() throws Exception {
        LauncherProcess both = launch("launcher");
        assertThat(both.err()).isEmpty();
        assertThat(both.exitCode()).isEqualTo(1);
        expectOneOfEach(project.resolve("launcher"));
    }

    @Test
    void withoutTheWrongFrameworkNothingIsUnexpected() throws Exception {
        LauncherProcess right = launch("right", "--tags", "not @wrong");
        assertThat(right.err()).isEmpty();
        assertThat(right.exitCode()).isZero();
        JsonNode totals = report(project.resolve("right")).get("totals");
        assertThat(totals.get("agree").asInt()).isEqualTo(1);
        assertThat(totals.get("scenarios").asInt()).isEqualTo(1);
    }

    private static LauncherProcess launch(String report, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "run",
                "features",
                "--glue",
                "org.example",
                "--classpath",
                "target/classes" + File.pathSeparator + "target/test-classes",
                "--report",
                report));
        words.addAll(List.of(more));
        return LauncherProcess.run(project, Map.of(), words.toArray(String[]::new));
    }

    private static void expectOneOfEach(Path folder) throws IOException {
        JsonNode report = report(folder);
        List<String> ids = new ArrayList<>();
        report.get("frameworks")
                .forEach(framework -> ids.add(framework.get("id").asString()));
        assertThat(ids).containsExactly("ours", "dl4j", "samediff", "definition", "textbook", "transposed");
        assertThat(report.get("totals").get("scenarios").asInt()).isEqualTo(2);

        JsonNode right = report.get("scenarios").get(0);
        assertThat(right.get("outcome").asString()).isEqualTo("AGREE");
        // 4 steps and the final state, of 3 units.
        assertThat(right.get("comparisons").get(0).get("elements").asInt()).isEqualTo(12);
        assertThat(right.get("comparisons").get(1).get("elements").asInt()).isEqualTo(3);

        JsonNode wrong = report.get("scenarios").get(1);
        assertThat(wrong.get("outcome").asString()).isEqualTo("DIVERGE");
        JsonNode first = wrong.get("comparisons").get(0);
        assertThat(first.get("between").get(1).asString()).isEqualTo("transposed");
        assertThat(first.get("quantity").asString()).isEqualTo("outputs of \"layer 1\"");
        // At step 1 the state before is zero, whatever RW is.
        assertThat(first.get("first").get("where").asString()).isEqualTo("t 2, row 1, unit 1");
        assertThat(wrong.get("message").asString())
                .contains("our hidden states differ from Transposed 1")
                .contains("features/alternating.feature:14")
                .contains("with RW transposed in Transposed, all 15 values agree");
    }

    private static JsonNode report(Path folder) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("report.json")));
    }
}
