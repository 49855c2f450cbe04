package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.PythonWorker;
import dev.lockstep.worker.WorkerCommand;
import dev.lockstep.worker.WorkerFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that do what they should, and all that they should not. */
class ProcessFrameworkTest {
    private static final Limits PATIENT = new Limits(Duration.ofSeconds(60), 100_000);

    private final List<ProcessFramework> started = new ArrayList<>();

    @AfterEach
    void noProcessIsLeft() {
        started.forEach(ProcessFramework::close);
        assertThat(workers()).isEmpty();
    }

    @Test
    void oneWorkerServesManyCases() {
        ProcessFramework framework = framework(PATIENT, "counting");
        assertThat(framework.available()).isEqualTo(Support.YES);
        assertThat(framework.version()).isEqualTo("7");
        assertThat(observed(framework, scenario(0.5))).isEqualTo(1);
        assertThat(observed(framework, scenario(0.25))).isEqualTo(2);
        assertThat(workers()).hasSize(1);
    }

    @Test
    void whatWasComputedToKnowWhetherItCanBeIsNotComputedAgain() {
        ProcessFramework framework = framework(PATIENT, "counting");
        assertThat(framework.supports(scenario(0.5)).yes()).isTrue();
        assertThat(framework.supports(scenario(0.5)).yes()).isTrue();
        assertThat(observed(framework, scenario(0.5))).isEqualTo(1);
        // A second observation is one of its own: a framework may be asked whether it repeats itself.
        assertThat(observed(framework, scenario(0.5))).isEqualTo(2);
        assertThat(framework.supports(scenario(0.5)).yes()).isTrue();
        assertThat(observed(framework, scenario(0.25))).isEqualTo(4);
    }

    @Test
    void whatItRefusesItRefusesWithItsReason() {
        ProcessFramework framework = framework(PATIENT, "refusing");
        assertThat(framework.supports(scenario(0.5))).isEqualTo(Support.no("its layers are purple"));
        assertThatThrownBy(() -> framework.observe(scenario(0.5)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Fake cannot run \"one output\", because its layers are purple");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    crashing   | its worker ended without an answer, exit code 3, saying: ValueError: no such thing
                    endless    | its worker answered more than 100000 bytes
                    repeating  | its worker answered more than one line
                    garbled    | its worker answered what cannot be used: line 1, column 1: JSON in UTF-8 expected
                    undecided  | its worker answered what cannot be used: answer: either observations or unsupported or failed expected
                    not finite | its worker answered what cannot be used: line 1, column 87: JSON in UTF-8 expected
                    misshapen  | its worker answered what cannot be used: observations[0]: 1×1×1 expected, 1×1×2 found
                    """)
    void itsFailuresAreErrorsAndTheNextCaseGetsAnotherWorker(String manner, String sentence) {
        ProcessFramework framework = framework(PATIENT, manner);
        assertThat(framework.supports(scenario(0.5))).isEqualTo(Support.YES);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> framework.observe(scenario(0.5)))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessageStartingWith(sentence);
            assertThat(workers()).isEmpty();
        }
    }

    @Test
    void aLineThatComesLateIsNoAnswerToTheNextCase() throws InterruptedException {
        ProcessFramework framework = framework(PATIENT, "stammering");
        assertThat(observed(framework, scenario(0.5))).isEqualTo(1);
        Thread.sleep(500);
        assertThatThrownBy(() -> framework.observe(scenario(0.25)))
                .isInstanceOf(WorkerFailure.class)
                .hasMessage("its worker had written more than one line for each case before this one");
        assertThat(workers()).isEmpty();

        assertThat(framework.supports(scenario(0.125))).isEqualTo(Support.YES);
        Thread.sleep(500);
        assertThatThrownBy(() -> framework.observe(scenario(0.125)))
                .isInstanceOf(WorkerFailure.class)
                .hasMessage("its worker answered more than one line");
        assertThat(workers()).isEmpty();
        assertThat(observed(framework, scenario(0.0625))).isEqualTo(1);
    }

    @Test
    void aFrameworkThatFailsBringsNoWorkerDown() {
        ProcessFramework framework = framework(PATIENT, "failing");
        assertThat(framework.supports(scenario(0.5))).isEqualTo(Support.YES);
        for (int i = 1; i <= 3; i++) {
            assertThatThrownBy(() -> framework.observe(scenario(0.5)))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessage("threw: java.lang.IllegalStateException: no such op, question " + i);
            assertThat(workers()).hasSize(1);
        }
    }

    @Test
    void itHasNoMoreTimeThanItIsGiven() {
        ProcessFramework framework = framework(new Limits(Duration.ofSeconds(3), 1_000), "slow");
        assertThatThrownBy(() -> framework.observe(scenario(0.5)))
                .isInstanceOf(WorkerFailure.class)
                .hasMessage("its worker gave no answer within 3.0 s");
        assertThat(workers()).isEmpty();
    }

    @Test
    void theFirstThatCanWorkIsTaken() {
        ProcessFramework framework = framework(PATIENT, "absent", "counting");
        assertThat(framework.available()).isEqualTo(Support.YES);
        assertThat(observed(framework, scenario(0.5))).isEqualTo(1);
    }

    @Test
    void withoutAnyItSaysWhatIsMissing() {
        List<WorkerCommand> commands = List.of(
                command("absent"),
                new WorkerCommand("nowhere", List.of("/nowhere/python3")),
                new WorkerCommand("mute", List.of("/bin/false")),
                command("speechless"),
                command("babbling"));
        ProcessFramework framework = new ProcessFramework("fake", "Fake", () -> commands, PATIENT);
        assertThat(framework.version()).isEmpty();
        assertThat(framework.available().because())
                .startsWith("absent has no torch and nowhere cannot be started and"
                        + " mute ended without an answer, exit code 1 and"
                        + " speechless says neither a version nor what is missing and"
                        + " babbling says what cannot be used: line 1, column 1: JSON in UTF-8 expected");
        assertThat(framework.supports(scenario(0.5))).isEqualTo(framework.available());
    }

    @Test
    void pythonIsTheOneThatIsNamedOrAUsualOne() {
        assertThat(PythonWorker.commands("pytorch.py", Map.of()))
                .extracting(WorkerCommand::name)
                .containsExactly("python3", "/usr/bin/python3");
        List<WorkerCommand> chosen = PythonWorker.commands("pytorch.py", Map.of("LOCKSTEP_PYTHON", "/opt/py"));
        assertThat(chosen).extracting(WorkerCommand::name).containsExactly("/opt/py");
        assertThat(Path.of(chosen.get(0).words().get(1)))
                .hasSameTextualContentAs(Path.of("reference", "workers", "pytorch.py"));
    }

    private ProcessFramework framework(Limits limits, String... manners) {
        List<WorkerCommand> commands = new ArrayList<>();
        for (String manner : manners) {
            commands.add(command(manner));
        }
        ProcessFramework framework = new ProcessFramework("fake", "Fake", () -> commands, limits);
        started.add(framework);
        return framework;
    }

    private static WorkerCommand command(String manner) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new WorkerCommand(
                manner,
                List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        FakeWorker.class.getName(),
                        manner));
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info()
                        .commandLine()
                        .map(line -> line.contains("FakeWorker"))
                        .orElse(false))
                .toList();
    }

    private static double observed(ProcessFramework framework, Case scenario) {
        return framework.observe(scenario).get(Quantity.outputs("a")).values()[0];
    }

    private static Case scenario(double x) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("a", 1, 1, Activation.IDENTITY));
        return new Case(
                "one output",
                network,
                Weights.random(network, 1),
                new Sequence(1, 1, 1, new double[] {x}),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS));
    }
}
