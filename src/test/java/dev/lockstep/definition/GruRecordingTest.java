package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GRUs against what PyTorch 1.13 computed, from random initial states. */
class GruRecordingTest {
    @ParameterizedTest
    @ValueSource(strings = {"after-none", "after-one", "after-two"})
    void outputsAndGradientsAreThoseOfPyTorch(String which) {
        CaseFile file = CaseReader.read(Path.of("reference", "pytorch", "gru-reset-" + which + ".case.json"));
        Observations recorded = file.observations().orElseThrow();
        Observations defined = Definition.STANDARD.observe(file.scenario());
        assertThat(defined.quantities()).isEqualTo(recorded.quantities());
        for (Quantity quantity : recorded.quantities()) {
            double[] expected = recorded.get(quantity).values();
            double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            int ulps = quantity.kind() == Kind.OUTPUTS || quantity.kind() == Kind.FINAL_HIDDEN ? 4 : 8;
            assertThat(defined.get(quantity).values())
                    .as(which + ": " + quantity)
                    .containsExactly(expected, within(ulps * Math.ulp(greatest)));
        }
    }
}
