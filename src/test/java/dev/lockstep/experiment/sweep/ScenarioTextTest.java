package dev.lockstep.experiment.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Lockstep;
import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios that are written are run, and are about the case that they were written from, number by number. */
class ScenarioTextTest {
    private static final int DRAWN = 300;

    @TempDir
    private Path folder;

    @BeforeEach
    void service() throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Framework.class.getName()), CapturingFramework.class.getName());
    }

    /** One of each set of tags that occurs among many drawn cases of one row. */
    @Test
    void whatHasWordsIsReadBackAsItWas() throws IOException {
        Map<Set<String>, Case> covered = new LinkedHashMap<>();
        StringBuilder feature = new StringBuilder("Feature: a\n");
        for (int number = 1; number <= DRAWN; number++) {
            Case drawn = trainedOnItself(Refit.row(CaseLaw.draw(3, number, 0), 0));
            Optional<List<String>> steps = ScenarioText.steps(drawn);
            // Features hold everything against ours.
            boolean takesPart =
                    steps.isPresent() && new OursFramework().supports(drawn).yes();
            if (takesPart && covered.putIfAbsent(CaseTags.of(drawn), drawn) == null) {
                feature.append("  Scenario: ").append(number).append("\n    ");
                feature.append(String.join("\n    ", steps.get())).append("\n    Then \"capturing\" agrees\n");
            }
        }
        List<Case> read = run(feature.toString());
        List<Case> written = List.copyOf(covered.values());
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < written.size(); i++) {
            expectSame(written.get(i), read.get(i));
        }
        Set<String> tags = covered.keySet().stream().flatMap(Set::stream).collect(Collectors.toSet());
        assertThat(tags)
                .contains(
                        "@activation",
                        "@bidirectional",
                        "@dense",
                        "@gradient",
                        "@gru",
                        "@initial-state",
                        "@last-step",
                        "@layer-norm",
                        "@loss",
                        "@lstm",
                        "@mask",
                        "@nwc",
                        "@optimizer",
                        "@peephole",
                        "@pre-activation-clip",
                        "@simple-rnn",
                        "@single",
                        "@streaming",
                        "@truncation");
    }

    @Test
    void everyNumberOfBiasesOfAnLstmHasWords() throws IOException {
        List<Case> written = new ArrayList<>();
        StringBuilder feature = new StringBuilder("Feature: a\n");
        for (Bias bias : Bias.values()) {
            NetworkSpec network = NetworkSpec.of(
                    new LstmSpec("layer 1", 2, 3, Activation.SOFTSIGN, Activation.SIGMOID, true, bias),
                    new LstmSpec("layer 2", 3, 2, Activation.TANH, Activation.SIGMOID, false, bias));
            Case scenario = new Case(
                    bias.name(),
                    network,
                    Weights.random(network, 1),
                    Sequence.random(3, 1, 2, 2),
                    Map.of(),
                    new Objective.None(),
                    Optional.empty(),
                    EnumSet.of(Kind.OUTPUTS));
            written.add(scenario);
            feature.append("  Scenario: ").append(bias).append("\n    ");
            feature.append(String.join("\n    ", ScenarioText.steps(scenario).orElseThrow()))
                    .append("\n    Then \"capturing\" agrees\n");
        }
        assertThat(feature)
                .contains("a two-bias softsign peephole LSTM layer", "a bias-free LSTM layer", "an LSTM layer");
        List<Case> read = run(feature.toString());
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < written.size(); i++) {
            expectSame(written.get(i), read.get(i));
        }
    }

    @Test
    void whatHasNoWordsIsSaidByItsRecording() throws IOException {
        Path below = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "recording");
        Path recording = below.resolve("a.case.json");
        try {
            Case drawn = severalRows();
            CaseWriter.write(CaseFile.of(drawn), recording);
            Comparison comparison = new Contest(List.of(Wrong.RIGHT, new CapturingFramework()), Runnable::run)
                    .compare(drawn)
                    .get(0);
            String feature = ScenarioText.of(comparison, recording).replace("Then Capturing", "Then \"capturing\"");
            assertThat(feature).contains("Given the recording \"target/recording");
            expectSame(drawn, run(feature).get(0));
        } finally {
            Files.deleteIfExists(recording);
            Files.deleteIfExists(below);
        }
    }

    /** There are words for training on what is read, by Sgd among others. */
    private static Case trainedOnItself(Case scenario) {
        if (scenario.training().isEmpty() || !scenario.masks().isEmpty()) {
            return scenario;
        }
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
        Objective.Targets targets = (Objective.Targets) scenario.objective();
        Parts parts = new Parts(scenario);
        parts.training = Optional.of(new Training(
                sgd,
                OptimizerState.initial(sgd, scenario.network()),
                List.of(new Minibatch(scenario.input(), targets.targets()))));
        return parts.whole();
    }

    private static Case severalRows() {
        for (int number = 1; ; number++) {
            Case drawn = CaseLaw.draw(3, number, 0);
            if (drawn.input().batch() > 1
                    && drawn.observed().contains(Kind.GRADIENT)
                    && drawn.training().isEmpty()) {
                return drawn;
            }
        }
    }

    private static void expectSame(Case written, Case read) {
        assertThat(CaseWriter.parts(read)).as(written.name()).isEqualTo(CaseWriter.parts(written));
        assertThat(read.execution()).as(written.name()).isEqualTo(written.execution());
        assertThat(read.observed().contains(Kind.STREAMED))
                .as(written.name())
                .isEqualTo(written.observed().contains(Kind.STREAMED));
    }

    /** Whether the two agree is not asked here: the equations have no bug, and ours may have one. */
    private List<Case> run(String text) throws IOException {
        Path feature = Files.writeString(folder.resolve("written.feature"), text);
        CapturingFramework.ASKED.clear();
        Lockstep.run(
                "run",
                feature.toString(),
                "--classpath",
                folder.resolve("classes").toString(),
                "--report",
                folder.resolve("report").toString());
        return List.copyOf(CapturingFramework.ASKED);
    }
}
