package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class LstmSpecTest {
    @Test
    void hasAsManyBiasesAsItSays() {
        assertThat(parameters(Bias.NONE, false)).containsExactly("W 2×12", "RW 3×12");
        assertThat(parameters(Bias.ONE, false)).containsExactly("W 2×12", "RW 3×12", "b 1×12");
        assertThat(parameters(Bias.TWO, false)).containsExactly("W 2×12", "RW 3×12", "b 1×12", "rb 1×12");
    }

    @Test
    void hasPeepholesBesideAnyNumberOfBiases() {
        assertThat(parameters(Bias.NONE, true)).containsExactly("W 2×12", "RW 3×12", "p 3×3");
        assertThat(parameters(Bias.ONE, true)).containsExactly("W 2×12", "RW 3×12", "b 1×12", "p 3×3");
        assertThat(parameters(Bias.TWO, true)).containsExactly("W 2×12", "RW 3×12", "b 1×12", "rb 1×12", "p 3×3");
    }

    @Test
    void labelsBothBiasesByGateAndUnit() {
        LstmSpec lstm = lstm(Bias.TWO, false);
        assertThat(lstm.parameter(Parameter.RB).axes())
                .isEqualTo(lstm.parameter(Parameter.B).axes());
    }

    @Test
    void hasOneBiasUnlessSaidOtherwise() {
        assertThat(LstmSpec.plain("lstm", 2, 3)).isEqualTo(lstm(Bias.ONE, false));
        assertThat(new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, true))
                .isEqualTo(lstm(Bias.ONE, true));
    }

    @Test
    void keepsItsBiasesUnderAnotherName() {
        assertThat(lstm(Bias.TWO, true).named("other").bias()).isEqualTo(Bias.TWO);
        BidirectionalSpec both =
                BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.GRAVES, lstm(Bias.NONE, true));
        assertThat(both.parts()).extracting(part -> ((LstmSpec) part).bias()).containsExactly(Bias.NONE, Bias.NONE);
    }

    private static List<String> parameters(Bias bias, boolean peepholes) {
        return lstm(bias, peepholes).parameters().stream()
                .map(spec -> spec.parameter().symbol() + " " + spec.rows() + "×" + spec.columns())
                .toList();
    }

    private static LstmSpec lstm(Bias bias, boolean peepholes) {
        return new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, peepholes, bias);
    }
}
