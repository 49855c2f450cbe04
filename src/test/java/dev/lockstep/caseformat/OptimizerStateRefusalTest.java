package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States that no steps lead to: an exchanged m and v, say, and the root of the one would be no number. */
class OptimizerStateRefusalTest {
    /** Every array of squares or magnitudes; averages of gradients and velocities have signs. */
    @ParameterizedTest
    @CsvSource({
        "Adam, m v, v",
        "AmsGrad, m v vmax, v vmax",
        "AdaMax, m u, u",
        "Nadam, m v, v",
        "AdaBelief, m s, s",
        "AdaDelta, s d, s d",
        "AdaGrad, s, s",
        "RmsProp, s, s",
        "LookAheadRmsProp, s v, s",
        "Nesterov, v, ''"
    })
    void whatIsASumOfSquaresIsNotNegative(String kind, String slots, String refused) {
        OptimizerSpec optimizer = Cases.optimizers().stream()
                .filter(one -> one.title().equals(kind))
                .findFirst()
                .orElseThrow();
        assertThat(String.join(" ", optimizer.slots())).isEqualTo(slots);
        for (String slot : optimizer.slots()) {
            Case scenario = Cases.training(optimizer, GradientClip.NONE);
            Weights moments = scenario.training().orElseThrow().start().slots().get(slot);
            moments.asMap().values().iterator().next().setEntry(1, 0, -0.25);
            byte[] text = CaseWriter.line(scenario).getBytes(StandardCharsets.UTF_8);
            if (List.of(refused.split(" ")).contains(slot)) {
                assertThatThrownBy(() -> CaseReader.read(text))
                        .isInstanceOf(InvalidInput.class)
                        .hasMessage("training.start.slots." + slot + ".dense.W: numbers of at least 0 expected, as "
                                + slot + " of " + kind + " has, -0.25 found in row 1, column 0");
            } else {
                assertThat(CaseReader.read(text).scenario().training()).isPresent();
            }
        }
    }
}
