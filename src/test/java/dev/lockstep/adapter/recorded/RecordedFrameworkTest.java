package dev.lockstep.adapter.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The recording of PyTorch's nn.RNN(4, 5): numbers that PyTorch computed. */
class RecordedFrameworkTest {
    private final CaseFile file = CaseReader.read(Path.of("reference", "pytorch", "rnn-two-biases.case.json"));
    private final Case recorded = file.scenario();
    private final RecordedFramework framework = new RecordedFramework(file);

    @Test
    void itIsWhatItsProvenanceSays() {
        assertThat(framework.title()).isEqualTo("PyTorch");
        assertThat(framework.version())
                .isEqualTo(file.provenance().orElseThrow().version() + ", recorded")
                .matches("\\d+\\.\\d+.*");
    }

    @Test
    void oursAgreesWithEverythingThatPyTorchComputed() {
        Comparison comparison = Comparison.between(new OursFramework(), framework, recorded, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        // 3·3·5 hidden states, 3·5 of the last, 4·5 + 5·5 + 5 + 5 of parameters, 3·3·4 of x and 3·5 of h₀.
        assertThat(comparison.elements()).isEqualTo(45 + 15 + 55 + 36 + 15);
    }

    @Test
    void aRecordedNumberThatIsAnotherIsNoticed() {
        file.observations().orElseThrow().get(Quantity.inputGradient()).values()[35] += 1e-12;
        Comparison comparison = Comparison.between(new OursFramework(), framework, recorded, Tolerances.derived());
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.beyond()).isEqualTo(1);
    }

    @Test
    void itKnowsTheRecordedCaseAloneWhateverThatIsCalled() {
        assertThat(framework.supports(named("another name", recorded))).isEqualTo(Support.YES);
        assertThat(framework.supports(recorded.observing(Set.of(Quantity.Kind.OUTPUTS))))
                .isEqualTo(Support.YES);
        assertThat(framework
                        .observe(recorded.observing(Set.of(Quantity.Kind.INPUT_GRADIENT)))
                        .quantities())
                .containsExactly(Quantity.inputGradient());
        assertThat(framework.supports(recorded.observing(EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_CELL))))
                .isEqualTo(Support.no("it was recorded without final c"));

        double[] x = recorded.input().values().clone();
        x[7] = Math.nextUp(x[7]);
        assertThat(framework.supports(with(new Sequence(3, 3, 4, x), recorded.initialStates(), recorded.objective())))
                .isEqualTo(Support.no("it was recorded with other input"));
        assertThat(framework.supports(with(recorded.input(), Map.of(), recorded.objective())))
                .isEqualTo(Support.no("it was recorded with other initial states"));
        Objective other = new Objective.Upstream(Sequence.random(3, 3, 5, 1), Map.of());
        assertThat(framework.supports(with(recorded.input(), recorded.initialStates(), other)))
                .isEqualTo(Support.no("it was recorded with other objective"));
        assertThat(framework.supports(recorded.withWeights(Weights.random(recorded.network(), 1))))
                .isEqualTo(Support.no("it was recorded with other weights"));
        SimpleRnnSpec rnn = (SimpleRnnSpec) recorded.network().layer("rnn");
        NetworkSpec relu =
                NetworkSpec.of(new SimpleRnnSpec("rnn", 4, 5, Activation.RELU, Bias.TWO, rnn.trainableStart()));
        assertThat(framework.supports(of(relu, recorded))).isEqualTo(Support.no("it was recorded with other network"));
    }

    @Test
    void aCaseAloneIsNoRecording() {
        assertThatThrownBy(() -> new RecordedFramework(CaseFile.of(recorded)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("recording: observations expected, none found");
    }

    private Case with(Sequence input, Map<String, State> states, Objective objective) {
        return new Case(
                recorded.name(),
                recorded.network(),
                recorded.weights(),
                input,
                states,
                objective,
                recorded.training(),
                recorded.observed());
    }

    private static Case named(String name, Case like) {
        return copy(name, like.network(), like);
    }

    private static Case of(NetworkSpec network, Case like) {
        return copy(like.name(), network, like);
    }

    private static Case copy(String name, NetworkSpec network, Case like) {
        return new Case(
                name,
                network,
                like.weights(),
                like.input(),
                like.initialStates(),
                like.objective(),
                like.training(),
                like.observed());
    }
}
