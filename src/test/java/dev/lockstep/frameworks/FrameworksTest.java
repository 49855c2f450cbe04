package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.dsl.Conformance;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who takes part where. */
class FrameworksTest {
    private final Frameworks all = Frameworks.all(getClass().getClassLoader());

    @Test
    void frameworksInOtherProcessesTakePartOnlyWhereTheyAreNamed() {
        assertThat(all.list())
                .extracting(Framework::id)
                .containsExactly("ours", "dl4j", "samediff", "pytorch", "keras", "onnx", "definition");
        assertThat(all.selected()).extracting(Framework::id).containsExactly("ours", "dl4j", "samediff");
        assertThat(all.mayUse(Frameworks.pyTorch()))
                .isEqualTo(Frameworks.pyTorch().available());
        assertThat(all.select(List.of("ours", "pytorch")).selected())
                .containsExactly(Frameworks.ours(), Frameworks.pyTorch());
        assertThat(all.select(List.of("ours")).mayUse(Frameworks.pyTorch()))
                .isEqualTo(Support.no("--frameworks does not name pytorch"));
    }

    @Test
    void what_one_computes_in_floats_changes_nothing_for_another_in_doubles() {
        NetworkSpec network = Conformance.network(Conformance.lstm(2, 3), Conformance.lastStep(3));
        Case masked = new Case(
                        "masked",
                        network,
                        Weights.random(network, 1),
                        Sequence.random(3, 2, 2, 2),
                        Map.of(),
                        new Objective.None(),
                        Optional.empty(),
                        Set.of(Quantity.Kind.OUTPUTS))
                .with(Masks.ofFeatures(new Sequence(3, 2, 1, new double[] {1, 1, 1, 1, 0, 1}), MaskRule.RESET));
        Quantity last = Quantity.outputs("last step 1");
        double[] before = Frameworks.deeplearning4j().observe(masked).get(last).values();
        Frameworks.sameDiff().observe(masked.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)));
        assertThat(Frameworks.deeplearning4j().observe(masked).get(last).values())
                .isEqualTo(before);
    }

    @Test
    void a_recording_is_as_accurate_as_who_made_it() {
        assertThat(recorded("PyTorch", "float64").accuracy()).isEqualTo(PyTorchAccuracy.in(Precision.DOUBLE));
        assertThat(recorded("PyTorch", "float32").accuracy(Precision.SINGLE))
                .isEqualTo(PyTorchAccuracy.in(Precision.SINGLE));
        assertThat(recorded("TensorFlow.js", "float32").accuracy(Precision.SINGLE))
                .isEqualTo(KerasAccuracy.in(Precision.SINGLE));
        assertThat(recorded("Deeplearning4j", "float32").accuracy(Precision.SINGLE))
                .isEqualTo(Frameworks.deeplearning4j().accuracy(Precision.SINGLE));
        assertThat(recorded("MXNet", "float64").accuracy()).isEqualTo(Accuracy.ANY);
        assertThat(recorded("MXNet", "float32").accuracy(Precision.SINGLE))
                .isEqualTo(Accuracy.ANY.in(Precision.SINGLE));
    }

    @Test
    void who_computed_in_doubles_what_is_given_in_floats_is_held_to_doubles() {
        assertThat(recorded("PyTorch", "float64").accuracy(Precision.SINGLE))
                .isEqualTo(PyTorchAccuracy.in(Precision.DOUBLE));
        assertThat(recorded("MXNet", "float64").accuracy(Precision.SINGLE)).isEqualTo(Accuracy.ANY);
    }

    private static Framework recorded(String framework, String dtype) {
        CaseFile file = CaseReader.read(Path.of("reference", "pytorch", "rnn-two-biases.case.json"));
        Provenance provenance = new Provenance(framework, "1", dtype, Map.of());
        return Frameworks.recorded(new CaseFile(file.scenario(), file.observations(), Optional.of(provenance)));
    }
}
