package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Precision;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who takes part where. */
class FrameworksTest {
    private final Frameworks all = Frameworks.all(getClass().getClassLoader());

    @Test
    void frameworksInOtherProcessesTakePartOnlyWhereTheyAreNamed() {
        assertThat(all.list())
                .extracting(Framework::id)
                .containsExactly("ours", "dl4j", "samediff", "pytorch", "keras", "definition");
        assertThat(all.selected()).extracting(Framework::id).containsExactly("ours", "dl4j", "samediff");
        assertThat(all.mayUse(Frameworks.pyTorch()))
                .isEqualTo(Frameworks.pyTorch().available());
        assertThat(all.select(List.of("ours", "pytorch")).selected())
                .containsExactly(Frameworks.ours(), Frameworks.pyTorch());
        assertThat(all.select(List.of("ours")).mayUse(Frameworks.pyTorch()))
                .isEqualTo(Support.no("--frameworks does not name pytorch"));
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
