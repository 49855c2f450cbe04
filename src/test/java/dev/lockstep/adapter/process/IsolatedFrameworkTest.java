package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.Lockstep;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import dev.lockstep.worker.JavaWorker;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lockstep worker} in a JVM of its own, with a framework that fails in every way; answers count from 1 in each JVM. */
class IsolatedFrameworkTest {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(8), 100_000);

    @TempDir
    private static Path folder;

    private static IsolatedFramework framework;

    @BeforeAll
    static void start() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Framework.class.getName()), PlantedFramework.class.getName());
        framework = new IsolatedFramework(
                new PlantedFramework(),
                JavaWorker.command(
                        "planted",
                        Lockstep.class.getName(),
                        List.of("worker", "--framework", "planted", "--classpath", folder.toString())),
                LIMITS);
    }

    @AfterAll
    static void end() {
        framework.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    throw      | threw: java.lang.IllegalStateException: no such op
                    not finite | cannot be used: outputs of "a": finite numbers expected, NaN found
                    """)
    void whatItThrowsIsAnOutcomeAndTheSameWorkerGoesOn(String manner, String sentence) {
        double before = answered();
        assertThatThrownBy(() -> framework.observe(scenario(manner)))
                .isInstanceOf(WorkerFailure.class)
                .hasMessage(sentence);
        assertThat(answered()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    halt  | its worker ended without an answer, exit code 7
                    abort | its worker ended without an answer, exit code 134
                    """)
    void aWorkerThatIsBroughtDownIsReplaced(String manner, String sentence) {
        expectReplacement(manner, sentence);
    }

    @Tag("slow")
    @Test
    void aWorkerThatHangsIsReplaced() {
        expectReplacement("hang", "its worker gave no answer within 8.0 s");
    }

    private static void expectReplacement(String manner, String sentence) {
        answered();
        assertThatThrownBy(() -> framework.observe(scenario(manner)))
                .isInstanceOf(WorkerFailure.class)
                .hasMessageStartingWith(sentence);
        assertThat(answered()).isEqualTo(1);
    }

    @Test
    void whatItDoesNotSupportIsAskedHere() {
        assertThat(framework.supports(scenario("refuse"))).isEqualTo(Support.no("it is\nplanted"));
    }

    private static double answered() {
        return framework.observe(scenario("fine")).get(Quantity.outputs("a")).values()[0];
    }

    private static Case scenario(String name) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("a", 1, 1, Activation.IDENTITY));
        return new Case(
                name,
                network,
                Weights.random(network, 1),
                new Sequence(1, 1, 1, new double[] {1}),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS));
    }
}
