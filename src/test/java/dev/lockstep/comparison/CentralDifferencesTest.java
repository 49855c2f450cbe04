package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentralDifferencesTest {
    private final TinyFramework exact = new TinyFramework();

    /** Expected derivatives are those of Commons Math's dual numbers, carried through the same equations. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAgreeWithDualNumbers(boolean peepholes) {
        Case scenario = Cases.seeded(peepholes, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        Comparison comparison =
                Comparison.between(exact, new CentralDifferences(), scenario, Tolerances.absolute(1e-15));
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        // W 16, RW 16, b 8, p 6 where present; dense W 4, b 2; x 4·3·2.
        assertThat(comparison.elements()).isEqualTo(70 + (peepholes ? 6 : 0));
    }

    @Test
    void aGradientThatIsOffByOnePartInABillionIsNoticed() {
        Case scenario = Cases.seeded(false, Kind.GRADIENT);
        Case scaled = upstream(scenario, 1 + 1e-9);
        TinyFramework wrong = TinyFramework.misunderstanding(given -> scaled);
        Comparison comparison = Comparison.between(
                wrong, new CentralDifferences(), upstream(scenario, 1), Tolerances.centralDifferences());
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.reading()).contains("Every entry is off by");
    }

    private static Case upstream(Case scenario, double value) {
        double[] values = new double[4 * 3 * 2];
        Arrays.fill(values, value);
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                Map.of(),
                new Objective.Upstream(new Sequence(4, 3, 2, values), Map.of()),
                Optional.empty(),
                scenario.observed());
    }

    /**
     * One unit, one step, identity: h = x·W + h₀·RW + b and L = 3·h + 5·h_T = 8·h, so by hand dW = 8·x, dRW = 8·h₀,
     * db = 8, dx = 8·W, dh₀ = 8·RW.
     */
    @Test
    void upstreamGradientsOfOutputsAndFinalStatesAddUp() {
        SimpleRnnSpec layer = new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY);
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("rnn", Parameter.W), RowMajorMatrix.row(0.5),
                        new ParameterKey("rnn", Parameter.RW), RowMajorMatrix.row(-0.25),
                        new ParameterKey("rnn", Parameter.B), RowMajorMatrix.row(0.75)));
        Case scenario = new Case(
                "by hand",
                network,
                weights,
                new Sequence(1, 1, 1, new double[] {2}),
                Map.of("rnn", State.of(RowMajorMatrix.row(4))),
                new Objective.Upstream(
                        new Sequence(1, 1, 1, new double[] {3}), Map.of("rnn", State.of(RowMajorMatrix.row(5)))),
                Optional.empty(),
                EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT));
        Observations observed = new CentralDifferences().observe(scenario);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.W)), 16);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.RW)), 32);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.B)), 8);
        expect(observed, Quantity.inputGradient(), 4);
        expect(observed, Quantity.initialHiddenGradient("rnn"), -2);
        assertThat(observed.quantities()).hasSize(5);
    }

    private static void expect(Observations observed, Quantity quantity, double value) {
        assertThat(observed.get(quantity).values()).as(quantity.toString()).containsExactly(value);
    }

    @Test
    void whatIsNoGradientIsRefused() {
        assertThat(new CentralDifferences()
                        .supports(Cases.seeded(false, Kind.SCORE, Kind.GRADIENT))
                        .because())
                .isEqualTo("they are gradients only, and score is not one");
    }

    /** 2 · 41,472 gradients · (41,472 + 600·64) multiplications · 10 steps = 6.6e+10. */
    @Test
    void whatWouldTakeMinutesIsRefused() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 97, 64));
        Case large = new Case(
                "large",
                network,
                Weights.random(network, 7),
                Sequence.random(10, 1, 97, 5),
                Map.of(),
                new Objective.Upstream(Sequence.zeros(10, 1, 64), Map.of()),
                Optional.empty(),
                EnumSet.of(Kind.GRADIENT));
        assertThat(new CentralDifferences().supports(large).because())
                .isEqualTo("they would take 6.6e+10 multiplications of 32 digits, 1.0e+09 at most are taken");
    }
}
